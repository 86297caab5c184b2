-- 0007: what is read out of the operator's words about each SIM's credit.

-- Hundredths of the money; NULL: the words did not say it beyond doubt.
ALTER TABLE sim ADD COLUMN credit_amount INTEGER;
ALTER TABLE sim ADD COLUMN credit_low INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- sim_credit_level
ALTER TABLE sim ADD COLUMN credit_ends INTEGER NOT NULL DEFAULT 0; -- UTC ms:
                                         -- then it is lost; 0 unknown
ALTER TABLE sim ADD COLUMN credit_asked INTEGER NOT NULL DEFAULT 0; -- UTC ms:
                                         -- last asked for by itself
ALTER TABLE sim ADD COLUMN credit_told INTEGER NOT NULL DEFAULT 0; -- UTC ms:
                                         -- the keeper was last told
ALTER TABLE sim ADD COLUMN expiry_told TEXT NOT NULL DEFAULT ''; -- "2027-03-01
                                         -- 14": told so many days before
