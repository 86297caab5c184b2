-- 0043: which children a text is about. One that has no row here is the
-- family's, as are all texts of before.

CREATE TABLE message_child (
    child   INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    first   INTEGER NOT NULL,            -- of the messages that say the same,
                                         -- one a phone: its id
    tone    INTEGER NOT NULL,            -- enum tone, of what it says of them
    PRIMARY KEY (child, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_child_message ON message_child (message);
