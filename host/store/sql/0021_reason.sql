-- 0021: a reason is a code and its arguments; its sentence is made where it is
-- shown. The old columns hold the arguments; of code 0 the words themselves,
-- as in the rows that are there already.

ALTER TABLE message ADD COLUMN reason_code INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- reason_code (text/reason.h)
ALTER TABLE message ADD COLUMN match_code INTEGER NOT NULL DEFAULT 0; -- likewise
ALTER TABLE sim ADD COLUMN paused_code INTEGER NOT NULL DEFAULT 0; -- likewise,
                                         -- of paused_why
