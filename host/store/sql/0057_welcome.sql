-- 0057: the first text to a family says who writes here, and what it may expect.

ALTER TABLE batch ADD COLUMN welcome INTEGER NOT NULL DEFAULT 0; -- 1: it is that
CREATE INDEX batch_welcome ON batch (id) WHERE welcome = 1;
