-- 0011: families that staff put together under a name: a choir, a bus.

CREATE TABLE family_group (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE          -- name as compared
) STRICT;

CREATE TABLE group_family (
    family_group INTEGER NOT NULL REFERENCES family_group ON DELETE CASCADE,
    family       INTEGER NOT NULL REFERENCES family,
    PRIMARY KEY (family_group, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_of_family ON group_family (family);
