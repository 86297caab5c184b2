-- 0044: what in a text cannot wait, and that staff say it can.

ALTER TABLE message ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0; -- in: enum
                                         -- urgent (mapping/urgent.h)
ALTER TABLE message ADD COLUMN eased INTEGER NOT NULL DEFAULT 0; -- when staff
                                         -- said that it can; 0: nobody did
CREATE INDEX message_urgent ON message (thread, urgent)
    WHERE urgent > 0 AND eased = 0;

-- An answer waits for nobody, but what cannot wait does: "Yes. She has fainted".
DROP TRIGGER message_waits;
CREATE TRIGGER message_waits AFTER INSERT ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2)
    AND (NEW.answer = '' OR NEW.urgent BETWEEN 1 AND 69) BEGIN
    UPDATE thread SET waiting = NEW.at WHERE id = NEW.thread AND waiting = 0;
END;
