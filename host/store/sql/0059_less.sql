-- 0059: a text on its way out changes fewer pages: an index whose condition
-- reads a column is written again with it, whatever comes of the condition.

-- What a SIM's limits count: all but what surely never left.
ALTER TABLE attempt ADD COLUMN unsent INTEGER NOT NULL DEFAULT 0; -- 1: outcome
                                         -- is LINK_NOT_SENT; set with it alone
UPDATE attempt SET unsent = 1 WHERE outcome = 2;
DROP INDEX attempt_sim;
CREATE INDEX attempt_sim ON attempt (sim, started) WHERE unsent = 0;
DROP INDEX attempt_number;
CREATE INDEX attempt_number ON attempt (sim, number, started)
    WHERE unsent = 0;

-- Of what waits, when it is looked at again and what runs out: one index.
DROP INDEX message_expires;
DROP INDEX message_next;
CREATE INDEX message_next ON message (next, expires)
    WHERE direction = 2 AND state = 1;
