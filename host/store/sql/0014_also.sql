-- 0014: one text to a phone that several of the families addressed share stands
-- in the thread of the first of them; these are the others that it reached.
CREATE TABLE message_also (
    family  INTEGER NOT NULL REFERENCES family,
    message INTEGER NOT NULL REFERENCES message,
    PRIMARY KEY (family, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_also_message ON message_also (message);
