-- 0006: what staff set for each SIM.

-- Limits of its own; NULL: those of all SIMs.
ALTER TABLE sim ADD COLUMN per_minute INTEGER;
ALTER TABLE sim ADD COLUMN per_15_minutes INTEGER;
ALTER TABLE sim ADD COLUMN per_day INTEGER;
ALTER TABLE sim ADD COLUMN numbers_per_day INTEGER;
ALTER TABLE sim ADD COLUMN balance_code TEXT NOT NULL DEFAULT ''; -- "*144#"
ALTER TABLE sim ADD COLUMN expires TEXT NOT NULL DEFAULT ''; -- "2027-03-01":
                                         -- the network ends it; '' unknown
ALTER TABLE sim ADD COLUMN keep_alive INTEGER NOT NULL DEFAULT 0; -- 1: it is
                                         -- kept in use before that day
ALTER TABLE sim ADD COLUMN price INTEGER NOT NULL DEFAULT 0; -- of a part, in
                                         -- thousandths of the money; 0 unknown
