-- 0013: forms that did their work already.

CREATE TABLE once (
    key    TEXT PRIMARY KEY,             -- of one form on one page shown
    at     INTEGER NOT NULL,
    result INTEGER NOT NULL              -- what it made; 0: nothing with an id
) STRICT, WITHOUT ROWID;
