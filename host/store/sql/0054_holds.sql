-- 0054: a text that says by when the answer comes is not the answer.

ALTER TABLE message ADD COLUMN holds INTEGER NOT NULL DEFAULT 0; -- out: that
                                         -- day (calendar.h); 0: it is none
CREATE INDEX message_holds ON message (thread, id) WHERE holds > 0;

DROP TRIGGER message_answers;
CREATE TRIGGER message_answers AFTER INSERT ON message
    WHEN NEW.direction = 2 AND NEW.author <> '' AND NEW.batch IS NULL
    AND NEW.holds = 0 BEGIN
    UPDATE thread SET waiting = 0 WHERE id = NEW.thread AND waiting > 0;
END;
DROP TRIGGER message_moves;
CREATE TRIGGER message_moves AFTER UPDATE OF thread ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2) AND (NEW.answer = ''
        OR (NEW.urgent BETWEEN 1 AND 69 AND NEW.eased = 0))
    AND OLD.thread <> NEW.thread BEGIN
    UPDATE thread SET waiting = CASE WHEN waiting > 0
        THEN min(waiting, NEW.at) ELSE NEW.at END WHERE id = NEW.thread
        AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = NEW.thread
            AND o.id > NEW.id AND o.direction = 2 AND o.author <> ''
            AND o.batch IS NULL AND o.holds = 0);
    UPDATE thread SET waiting = coalesce((SELECT min(i.at) FROM message i
        WHERE i.thread = OLD.thread AND i.direction = 1 AND i.kind IN (1, 2)
        AND (i.answer = '' OR (i.urgent BETWEEN 1 AND 69 AND i.eased = 0))
        AND i.id > coalesce((SELECT max(o.id)
            FROM message o WHERE o.thread = OLD.thread AND o.direction = 2
            AND o.author <> '' AND o.batch IS NULL AND o.holds = 0), 0)), 0)
        WHERE id = OLD.thread AND waiting > 0;
END;
