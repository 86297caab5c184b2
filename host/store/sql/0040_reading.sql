-- 0040: a guardian was asked by text whether they can read it.

ALTER TABLE guardian ADD COLUMN asked INTEGER REFERENCES question;
CREATE INDEX guardian_asked ON guardian (asked) WHERE asked IS NOT NULL;
