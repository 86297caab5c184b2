-- 0009: which copies were made, where, and when they were last read.

CREATE TABLE backup_made (
    path     TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    stick    INTEGER NOT NULL,           -- 1: on a USB stick
    bytes    INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    families INTEGER NOT NULL,
    checked  INTEGER NOT NULL,           -- when it was last read
    fault    TEXT NOT NULL DEFAULT ''    -- what was wrong with it then; '' none
) STRICT, WITHOUT ROWID;
