-- 0046: which families were erased, so that a backup does not bring them back.

-- A family is known by its id and when it was made: neither names anybody.
CREATE TABLE erasure (
    family  INTEGER NOT NULL,
    created INTEGER NOT NULL,
    at      INTEGER NOT NULL,            -- when it was erased
    PRIMARY KEY (family, created)
) STRICT, WITHOUT ROWID;
