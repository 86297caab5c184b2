-- 0023: what the board told is a reason too (step 21).

ALTER TABLE board_event ADD COLUMN words_code INTEGER NOT NULL DEFAULT 0; --
                                         -- enum reason_code; 0: words as such
