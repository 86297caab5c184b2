-- 0044: what in a text cannot wait, and that staff say it can.

ALTER TABLE message ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0; -- in: enum
                                         -- urgent (mapping/urgent.h)
ALTER TABLE message ADD COLUMN eased INTEGER NOT NULL DEFAULT 0; -- when staff
                                         -- said that it can; 0: nobody did
CREATE INDEX message_urgent ON message (thread, urgent)
    WHERE urgent > 0 AND eased = 0;
