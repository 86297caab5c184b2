-- 0041: the register of texts out looks a day up without reading them all.

-- When a text may go at the earliest.
CREATE INDEX message_out ON message (max(at, due))
    WHERE direction = 2 AND kind = 1;
