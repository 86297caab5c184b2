-- 0003: families that were erased.

-- 1: forgotten; the row only keeps its messages countable.
ALTER TABLE family ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
