-- 0036: the card of a safeguarding matter: who takes it, and how it ended. Its
-- steps are the notes of its thread.

CREATE TABLE matter (
    thread    INTEGER PRIMARY KEY REFERENCES thread,
    taken_by  TEXT NOT NULL DEFAULT '',  -- '' nobody yet
    taken_at  INTEGER NOT NULL DEFAULT 0,
    outcome   TEXT NOT NULL DEFAULT '',  -- in words; '' open
    closed_by TEXT NOT NULL DEFAULT '',
    closed_at INTEGER NOT NULL DEFAULT 0 -- what comes later opens it again
) STRICT;
