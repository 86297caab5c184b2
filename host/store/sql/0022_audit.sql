-- 0022: what the audit log adds to an action is a reason too (step 21).

ALTER TABLE audit ADD COLUMN detail_code INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- reason_code; 0: detail is the words
