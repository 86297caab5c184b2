-- 0052: a phone says whether a text was ever tried there, and when one arrived.

ALTER TABLE phone ADD COLUMN tried INTEGER NOT NULL DEFAULT 0; -- UTC ms of the
                                         -- first hand-over to a network; 0: none
ALTER TABLE phone ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0; -- UTC ms of the
                                         -- last report that a text arrived; 0
UPDATE phone SET
    tried = coalesce((SELECT min(m.at) FROM message m
        WHERE m.number = phone.number AND m.direction = 2
        AND m.state IN (3, 4, 5)), 0),
    arrived = coalesce((SELECT max(m.at) FROM message m
        WHERE m.number = phone.number AND m.direction = 2 AND m.state = 4), 0);
