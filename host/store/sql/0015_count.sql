-- 0015: how many messages there are in each state that lasts, so that nobody has
-- to count them. Those on their way are few, and found by message_open.

CREATE TABLE message_count (
    direction INTEGER NOT NULL,          -- enum message_direction (message.h)
    state     INTEGER NOT NULL,          -- enum message_state, but QUEUED and
                                         -- SENDING: they do not last
    n         INTEGER NOT NULL,
    PRIMARY KEY (direction, state)
) STRICT, WITHOUT ROWID;
INSERT INTO message_count SELECT direction, state, count(*) FROM message
    WHERE state > 2 GROUP BY direction, state;

CREATE TRIGGER message_counted AFTER INSERT ON message WHEN NEW.state > 2 BEGIN
    INSERT INTO message_count VALUES (NEW.direction, NEW.state, 1)
        ON CONFLICT (direction, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER message_left AFTER UPDATE OF state ON message
    WHEN OLD.state > 2 AND OLD.state <> NEW.state BEGIN
    UPDATE message_count SET n = n - 1
        WHERE direction = OLD.direction AND state = OLD.state;
END;
CREATE TRIGGER message_reached AFTER UPDATE OF state ON message
    WHEN NEW.state > 2 AND OLD.state <> NEW.state BEGIN
    INSERT INTO message_count VALUES (NEW.direction, NEW.state, 1)
        ON CONFLICT (direction, state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER message_uncounted AFTER DELETE ON message WHEN OLD.state > 2
BEGIN
    UPDATE message_count SET n = n - 1
        WHERE direction = OLD.direction AND state = OLD.state;
END;
