-- 0027: why a dongle was helped is a reason too (step 21).

ALTER TABLE recovery ADD COLUMN why_code INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- reason_code; 0: words as such
