-- 0051: what cannot wait takes its wait along when it is filed, an answer or not.

DROP TRIGGER message_moves;
CREATE TRIGGER message_moves AFTER UPDATE OF thread ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2) AND (NEW.answer = ''
        OR (NEW.urgent BETWEEN 1 AND 69 AND NEW.eased = 0))
    AND OLD.thread <> NEW.thread BEGIN
    UPDATE thread SET waiting = CASE WHEN waiting > 0
        THEN min(waiting, NEW.at) ELSE NEW.at END WHERE id = NEW.thread
        AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = NEW.thread
            AND o.id > NEW.id AND o.direction = 2 AND o.author <> ''
            AND o.batch IS NULL);
    UPDATE thread SET waiting = coalesce((SELECT min(i.at) FROM message i
        WHERE i.thread = OLD.thread AND i.direction = 1 AND i.kind IN (1, 2)
        AND (i.answer = '' OR (i.urgent BETWEEN 1 AND 69 AND i.eased = 0))
        AND i.id > coalesce((SELECT max(o.id)
            FROM message o WHERE o.thread = OLD.thread AND o.direction = 2
            AND o.author <> '' AND o.batch IS NULL), 0)), 0)
        WHERE id = OLD.thread AND waiting > 0;
END;
