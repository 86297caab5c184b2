-- 0034: a machine's token that came back with a backup sleeps.

ALTER TABLE token ADD COLUMN asleep INTEGER NOT NULL DEFAULT 0; -- 1: it opens
                                         -- nothing until an admin wakes it
