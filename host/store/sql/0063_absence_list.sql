-- 0063: days of absence that came in by a sheet, so that they are taken back as
-- a whole.

CREATE TABLE absence_list (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    days   INTEGER NOT NULL DEFAULT 0,   -- that it noted
    undone INTEGER NOT NULL DEFAULT 0    -- when it was taken back
) STRICT;
ALTER TABLE absence ADD COLUMN list INTEGER REFERENCES absence_list; -- the sheet
                                         -- that noted it; NULL: none
CREATE INDEX absence_list_days ON absence (list) WHERE list IS NOT NULL;
