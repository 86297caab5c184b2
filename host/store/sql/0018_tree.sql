-- 0018: who calls the others of a class in an emergency.

CREATE TABLE representative (
    class  TEXT NOT NULL,                -- as its children have it
    family INTEGER NOT NULL REFERENCES family ON DELETE CASCADE,
    PRIMARY KEY (class, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX representative_family ON representative (family);
