-- 0026: whom a text to many is for is a reason too (step 21).

ALTER TABLE batch ADD COLUMN target_code INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- reason_code; 0: words as such
