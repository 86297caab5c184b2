-- 0038: whose number it is, as staff said of one that no family had.

CREATE TABLE sender (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    number   TEXT NOT NULL,              -- canonical
    at       INTEGER NOT NULL,
    who      TEXT NOT NULL,              -- said so
    kind     INTEGER NOT NULL,           -- enum sender_kind (sender.h)
    name     TEXT NOT NULL DEFAULT '',   -- of one who is no parent
    thread   INTEGER NOT NULL REFERENCES thread, -- where its texts were
    family   INTEGER REFERENCES family,  -- NULL: of none
    guardian INTEGER NOT NULL DEFAULT 0, -- 0: none; may be gone since
    child    INTEGER NOT NULL DEFAULT 0, -- of a new family
    made     INTEGER NOT NULL DEFAULT 0, -- 1: the guardian was new then
    proof    INTEGER NOT NULL DEFAULT 0, -- enum sender_proof
    question INTEGER REFERENCES question, -- put to the family's old number
    was      INTEGER NOT NULL DEFAULT 0, -- enum phone_state before; 0: no row
    undone   INTEGER NOT NULL DEFAULT 0  -- when; 0: it holds
) STRICT;
CREATE UNIQUE INDEX sender_number ON sender (number) WHERE undone = 0;
CREATE INDEX sender_family ON sender (family) WHERE undone = 0;
CREATE INDEX sender_question ON sender (question) WHERE question IS NOT NULL;

-- The messages that went along, and why they were where they had been.
CREATE TABLE sender_message (
    sender     INTEGER NOT NULL REFERENCES sender ON DELETE CASCADE,
    message    INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    match      TEXT NOT NULL,
    match_code INTEGER NOT NULL,
    PRIMARY KEY (sender, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX sender_of_message ON sender_message (message);

-- Whether a guardian may collect the family's children.
ALTER TABLE family_guardian ADD COLUMN collect INTEGER NOT NULL DEFAULT 0;
                                         -- enum may_collect (people.h)
ALTER TABLE merge_item ADD COLUMN collect INTEGER NOT NULL DEFAULT 0;
                                         -- of a guardian
