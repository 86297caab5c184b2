-- 0037: numbers whose texts are kept and heard, and are nobody's to read.

ALTER TABLE phone ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0; -- UTC ms since
                                         -- when; 0: it is not
