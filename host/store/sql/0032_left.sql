-- 0032: children who left the school. They are kept for the retention time and
-- texts to many pass them over.

ALTER TABLE child ADD COLUMN left_at INTEGER NOT NULL DEFAULT 0; -- 0: is here
