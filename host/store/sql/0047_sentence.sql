-- 0047: sentences about children, from when a teacher types them to the week's
-- round that takes them home.

CREATE TABLE sentence (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    child   INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    author  TEXT NOT NULL,
    at      INTEGER NOT NULL,            -- last changed
    tone    INTEGER NOT NULL,            -- enum tone
    body    TEXT NOT NULL,
    sent    INTEGER NOT NULL DEFAULT 0,  -- when a round took it; 0: it waits
    message INTEGER REFERENCES message ON DELETE SET NULL -- the first that it
                                         -- went with; NULL: nobody got it
) STRICT;
CREATE UNIQUE INDEX sentence_waits ON sentence (child, author) WHERE sent = 0;
CREATE INDEX sentence_child ON sentence (child, sent);
CREATE INDEX sentence_message ON sentence (message) WHERE message IS NOT NULL;
