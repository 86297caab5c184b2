-- 0025: what a row of the inbox tells. A text to many is no part of a
-- conversation: it neither raises a thread nor hides what its family wrote.

DROP TRIGGER message_added;
CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
    UPDATE thread SET archived = 0,
        unread = unread + (NEW.direction = 1 AND NEW.handled = 0)
    WHERE id = NEW.thread;
    UPDATE thread SET last_id = NEW.id, last_at = NEW.at,
        snippet = substr(NEW.body, 1, 80)
    WHERE id = NEW.thread AND (NEW.batch IS NULL OR last_id = 0);
END;
UPDATE thread SET (last_id, last_at, snippet) =
    (SELECT id, at, substr(body, 1, 80) FROM message WHERE thread = thread.id
     ORDER BY batch IS NOT NULL, id DESC LIMIT 1)
    WHERE last_id IN (SELECT id FROM message WHERE batch IS NOT NULL);
-- The words that wait: thread.waiting is the time of the oldest of them.
CREATE INDEX message_unanswered ON message (thread, at)
    WHERE direction = 1 AND answer = '';
