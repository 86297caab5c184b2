-- 0048: who was not at school, what home was told of it, and what it answered.

CREATE TABLE absence (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    child    INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    day      TEXT NOT NULL,              -- "2026-11-30", local
    at       INTEGER NOT NULL,           -- when it was noted
    who      TEXT NOT NULL,
    question INTEGER REFERENCES question, -- put to the family; NULL: no phone
    UNIQUE (child, day)
) STRICT;
CREATE INDEX absence_question ON absence (question) WHERE question IS NOT NULL;
