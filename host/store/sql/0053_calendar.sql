-- 0053: on which days there is no school, and its terms.

CREATE TABLE calendar (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind  INTEGER NOT NULL,              -- enum calendar_kind (calendar.h)
    first TEXT NOT NULL,                 -- "2026-12-12", local
    last  TEXT NOT NULL,                 -- that day too
    name  TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, first, last)
) STRICT;
