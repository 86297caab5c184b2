-- 0058: whom families ask for what.

CREATE TABLE duty (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL COLLATE NOCASE UNIQUE,    -- "Fees"
    who  TEXT NOT NULL,                          -- "Mrs Otieno, bursar"
    how  TEXT NOT NULL DEFAULT ''                -- "office, Mon to Fri, 8 to 12"
) STRICT;
