-- 0065: programs elsewhere are told of messages: what is to be told is a row of
-- the same transaction, kept until it was taken.

CREATE TABLE webhook (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    url     TEXT NOT NULL,
    secret  TEXT NOT NULL,               -- what each call is signed with
    who     TEXT NOT NULL,               -- added it
    created INTEGER NOT NULL,
    taken   INTEGER NOT NULL DEFAULT 0,  -- when the last call was taken
    tries   INTEGER NOT NULL DEFAULT 0,  -- of the call that is next
    next    INTEGER NOT NULL DEFAULT 0,  -- when it is tried again
    failing INTEGER NOT NULL DEFAULT 0,  -- since when nothing is taken; 0: not
    answer  INTEGER NOT NULL DEFAULT 0,  -- HTTP status of the last try; 0: none
    lost    INTEGER NOT NULL DEFAULT 0,  -- calls that were too many to keep
    asleep  INTEGER NOT NULL DEFAULT 0   -- 1: after a restore, until it is tried
) STRICT;
CREATE TABLE webhook_call (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook INTEGER NOT NULL REFERENCES webhook ON DELETE CASCADE,
    message INTEGER REFERENCES message ON DELETE CASCADE, -- NULL: a trial
    kind    INTEGER NOT NULL,            -- enum webhook_kind (webhook.h)
    state   INTEGER NOT NULL             -- enum message_state, as it was then
) STRICT;
CREATE INDEX webhook_call_next ON webhook_call (webhook, id);
CREATE INDEX webhook_call_message ON webhook_call (message)
    WHERE message IS NOT NULL;

-- Texts and calls that came in, and how our own fare; never a safeguarding
-- matter (tray 4).
CREATE TRIGGER webhook_came AFTER INSERT ON message
    WHEN NEW.direction = 1 AND EXISTS (SELECT 1 FROM webhook)
    AND NOT EXISTS (SELECT 1 FROM thread
        WHERE id = NEW.thread AND tray = 4) BEGIN
    INSERT INTO webhook_call (webhook, message, kind, state)
        SELECT id, NEW.id, 1, NEW.state FROM webhook;
END;
-- It was one at first, and somebody filed it as another's.
CREATE TRIGGER webhook_left AFTER UPDATE OF thread ON message
    WHEN NEW.direction = 1 AND EXISTS (SELECT 1 FROM webhook)
    AND EXISTS (SELECT 1 FROM thread WHERE id = OLD.thread AND tray = 4)
    AND NOT EXISTS (SELECT 1 FROM thread
        WHERE id = NEW.thread AND tray = 4) BEGIN
    INSERT INTO webhook_call (webhook, message, kind, state)
        SELECT id, NEW.id, 1, NEW.state FROM webhook;
END;
CREATE TRIGGER webhook_state AFTER UPDATE OF state ON message
    WHEN NEW.direction = 2 AND NEW.state <> OLD.state
    AND EXISTS (SELECT 1 FROM webhook)
    AND NOT EXISTS (SELECT 1 FROM thread
        WHERE id = NEW.thread AND tray = 4) BEGIN
    INSERT INTO webhook_call (webhook, message, kind, state)
        SELECT id, NEW.id, 2, NEW.state FROM webhook;
END;
