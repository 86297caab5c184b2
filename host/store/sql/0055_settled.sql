-- 0055: which texts a person found to need no answer, so that the promise is
-- counted of the others alone.

ALTER TABLE message ADD COLUMN settled INTEGER NOT NULL DEFAULT 0; -- in: 1: its
                                         -- wait ended without an answer

-- As far as it was written down: threads that were closed, and what waits no more
-- although nobody wrote.
CREATE TABLE closed AS SELECT CAST(substr(object, 8) AS INTEGER) AS thread, at
    FROM audit WHERE action = 'thread.close';
CREATE INDEX closed_thread ON closed (thread, at);
UPDATE message SET settled = 1 WHERE direction = 1 AND kind IN (1, 2)
    AND EXISTS (SELECT 1 FROM closed c WHERE c.thread = message.thread
        AND c.at >= message.at AND NOT EXISTS (SELECT 1 FROM message o
            WHERE o.thread = message.thread AND o.id > message.id
            AND o.direction = 2 AND o.author <> '' AND o.batch IS NULL
            AND o.at <= c.at));
DROP TABLE closed;
UPDATE message SET settled = 1 WHERE direction = 1 AND kind IN (1, 2)
    AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = message.thread
        AND o.id > message.id AND o.direction = 2 AND o.author <> ''
        AND o.batch IS NULL)
    AND NOT EXISTS (SELECT 1 FROM thread t WHERE t.id = message.thread
        AND t.waiting > 0 AND message.at >= t.waiting);

-- By id, for a clock may have been wrong.
CREATE TRIGGER thread_waits_less AFTER UPDATE OF waiting ON thread
    WHEN OLD.waiting > 0 AND (NEW.waiting = 0 OR NEW.waiting > OLD.waiting)
BEGIN
    UPDATE message SET settled = 1 WHERE thread = NEW.id AND direction = 1
        AND kind IN (1, 2)
        AND id >= (SELECT min(id) FROM message WHERE thread = NEW.id
            AND at = OLD.waiting AND direction = 1)
        AND id < coalesce((SELECT min(id) FROM message WHERE thread = NEW.id
            AND at = NEW.waiting AND direction = 1), 9223372036854775807)
        AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = NEW.id
            AND o.id > message.id AND o.direction = 2 AND o.author <> ''
            AND o.batch IS NULL AND o.holds = 0);
END;
CREATE TRIGGER thread_waits_more AFTER UPDATE OF waiting ON thread
    WHEN NEW.waiting > 0 AND (OLD.waiting = 0 OR NEW.waiting < OLD.waiting)
BEGIN
    UPDATE message SET settled = 0 WHERE thread = NEW.id AND settled = 1
        AND id >= (SELECT min(id) FROM message WHERE thread = NEW.id
            AND at = NEW.waiting AND direction = 1);
END;
