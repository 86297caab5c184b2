-- 0012: two more limits of its own for each SIM; NULL: those of all SIMs.

ALTER TABLE sim ADD COLUMN numbers_per_month INTEGER; -- different ones
ALTER TABLE sim ADD COLUMN same_per_15_minutes INTEGER; -- one text, word for
ALTER TABLE sim ADD COLUMN same_per_day INTEGER;        -- word, to anybody
