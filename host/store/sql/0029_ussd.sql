-- 0029: how a USSD code and a menu went is a reason too (step 21); what the
-- operator says are words.

ALTER TABLE ussd ADD COLUMN answer_code INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- reason_code; 0: words as such
ALTER TABLE menu_run ADD COLUMN words_code INTEGER NOT NULL DEFAULT 0; --
                                         -- likewise
