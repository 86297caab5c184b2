-- 0049: a call without a number is counted: nobody can call it back or answer it.

DROP TRIGGER message_rang;
CREATE TRIGGER message_rang AFTER INSERT ON message
    WHEN NEW.direction = 1 AND NEW.kind = 2 AND NEW.number <> ''
    AND NOT EXISTS (SELECT 1 FROM task WHERE number = NEW.number AND done = 0)
BEGIN
    INSERT INTO task (message, number, at)
        VALUES (NEW.id, NEW.number, NEW.at);
END;
DROP TRIGGER message_waits;
CREATE TRIGGER message_waits AFTER INSERT ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2)
    AND (NEW.answer = '' OR NEW.urgent BETWEEN 1 AND 69)
    AND NOT (NEW.kind = 2 AND NEW.number = '') BEGIN
    UPDATE thread SET waiting = NEW.at WHERE id = NEW.thread AND waiting = 0;
END;
UPDATE task SET done = at, done_by = 'notehome' WHERE number = '' AND done = 0;
UPDATE thread SET waiting = 0 WHERE number = '' AND waiting > 0
    AND NOT EXISTS (SELECT 1 FROM message i WHERE i.thread = thread.id
        AND i.direction = 1 AND i.kind = 1 AND i.answer = ''
        AND i.at >= thread.waiting);
