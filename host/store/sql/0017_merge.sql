-- 0017: what a merge of two families joined, so that it can be taken back.

CREATE TABLE family_merge (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    who         TEXT NOT NULL,
    from_family INTEGER NOT NULL REFERENCES family,
    into_family INTEGER NOT NULL REFERENCES family,
    named       INTEGER NOT NULL,        -- 1: it gave the other its name
    undone      INTEGER NOT NULL DEFAULT 0 -- when; 0: it holds
) STRICT;
CREATE INDEX family_merge_into ON family_merge (into_family) WHERE undone = 0;

-- What the family that went away had.
CREATE TABLE merge_item (
    merged INTEGER NOT NULL REFERENCES family_merge ON DELETE CASCADE,
    kind   INTEGER NOT NULL,             -- enum merge_kind (merge_own.h)
    item   INTEGER NOT NULL,             -- its id
    both   INTEGER NOT NULL DEFAULT 0,   -- 1: the other had it too
    twin   INTEGER NOT NULL DEFAULT 0,   -- 1: a child that became one with the
                                         -- other's; its row is gone:
    name   TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL DEFAULT '',
    class  TEXT NOT NULL DEFAULT '',
    key    TEXT,
    more   TEXT NOT NULL DEFAULT '',     -- a guardian's relation
    PRIMARY KEY (merged, kind, item)
) STRICT, WITHOUT ROWID;
