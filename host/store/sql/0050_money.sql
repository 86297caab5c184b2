-- 0050: what an operator or a bank says of money is for admins alone.

ALTER TABLE thread ADD COLUMN money INTEGER NOT NULL DEFAULT 0; -- 1: a sender in
                                         -- Notices that told of money
