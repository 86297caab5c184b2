-- 0066: an account that sees its own classes alone.

ALTER TABLE staff ADD COLUMN walled INTEGER NOT NULL DEFAULT 0;
