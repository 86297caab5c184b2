-- 0028: what is wrong with a copy is a reason too (step 21).

ALTER TABLE backup_made ADD COLUMN fault_code INTEGER NOT NULL DEFAULT 0; --
                                         -- enum reason_code; 0: words as such
