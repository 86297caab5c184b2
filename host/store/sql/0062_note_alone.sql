-- 0062: a note may be for one person alone.

ALTER TABLE note ADD COLUMN only_for INTEGER REFERENCES staff; -- who reads it,
                                         -- beside its writer; NULL: all staff
CREATE INDEX note_alone ON note (only_for, at) WHERE only_for IS NOT NULL;
