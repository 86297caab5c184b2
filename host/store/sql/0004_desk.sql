-- 0004: what staff do at their desk: who answers whom, notes, drafts, calls to
-- make, templates, and texts to many with approval and pause.

-- An account that answers this thread; NULL: anybody.
ALTER TABLE thread ADD COLUMN assigned INTEGER REFERENCES staff;
-- Since when the family waits for a person (UTC ms); 0: it does not. A text to
-- many is no answer, and an answer to a question needs none.
ALTER TABLE thread ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
CREATE INDEX thread_waiting ON thread (waiting) WHERE waiting > 0;
CREATE INDEX thread_assigned ON thread (assigned) WHERE assigned IS NOT NULL;

UPDATE thread SET waiting = coalesce((SELECT min(i.at) FROM message i
    WHERE i.thread = thread.id AND i.direction = 1 AND i.kind IN (1, 2)
    AND i.answer = '' AND i.id > coalesce((SELECT max(o.id) FROM message o
        WHERE o.thread = thread.id AND o.direction = 2 AND o.author <> ''
        AND o.batch IS NULL), 0)), 0) WHERE last_id > 0;

CREATE TRIGGER message_waits AFTER INSERT ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2) AND NEW.answer = '' BEGIN
    UPDATE thread SET waiting = NEW.at WHERE id = NEW.thread AND waiting = 0;
END;
CREATE TRIGGER message_answers AFTER INSERT ON message
    WHEN NEW.direction = 2 AND NEW.author <> '' AND NEW.batch IS NULL BEGIN
    UPDATE thread SET waiting = 0 WHERE id = NEW.thread AND waiting > 0;
END;
-- A message that is filed takes its waiting along.
CREATE TRIGGER message_moves AFTER UPDATE OF thread ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2) AND NEW.answer = ''
    AND OLD.thread <> NEW.thread BEGIN
    UPDATE thread SET waiting = CASE WHEN waiting > 0
        THEN min(waiting, NEW.at) ELSE NEW.at END WHERE id = NEW.thread
        AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = NEW.thread
            AND o.id > NEW.id AND o.direction = 2 AND o.author <> ''
            AND o.batch IS NULL);
    UPDATE thread SET waiting = coalesce((SELECT min(i.at) FROM message i
        WHERE i.thread = OLD.thread AND i.direction = 1 AND i.kind IN (1, 2)
        AND i.answer = '' AND i.id > coalesce((SELECT max(o.id)
            FROM message o WHERE o.thread = OLD.thread AND o.direction = 2
            AND o.author <> '' AND o.batch IS NULL), 0)), 0)
        WHERE id = OLD.thread AND waiting > 0;
END;

-- What a message is about, for the balance of praise and concern.
ALTER TABLE message ADD COLUMN tone INTEGER NOT NULL DEFAULT 0; -- enum tone
                                         -- (tone.h); 0: nobody said
CREATE INDEX message_tone ON message (tone, at) WHERE tone > 0;

-- What staff tell each other. No phone ever gets a row of this table.
CREATE TABLE note (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    thread INTEGER NOT NULL REFERENCES thread,
    at     INTEGER NOT NULL,
    author TEXT NOT NULL,
    body   TEXT NOT NULL
) STRICT;
CREATE INDEX note_thread ON note (thread, id);

-- What somebody began to write: one a person and place.
CREATE TABLE draft (
    staff  INTEGER NOT NULL REFERENCES staff,
    place  INTEGER NOT NULL,             -- a thread; 0: a text to many
    at     INTEGER NOT NULL,
    fields TEXT NOT NULL,                -- the form, as its page keeps it
    PRIMARY KEY (staff, place)
) STRICT, WITHOUT ROWID;

-- A call to make: somebody rang and hung up, which is free for them.
CREATE TABLE task (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL UNIQUE REFERENCES message, -- the first call
    number  TEXT NOT NULL,
    at      INTEGER NOT NULL,
    done    INTEGER NOT NULL DEFAULT 0,  -- when; 0: still to do
    done_by TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT ''     -- in words
) STRICT;
CREATE INDEX task_open ON task (at) WHERE done = 0;
CREATE INDEX task_number ON task (number) WHERE done = 0;
CREATE TRIGGER message_rang AFTER INSERT ON message
    WHEN NEW.direction = 1 AND NEW.kind = 2 AND NOT EXISTS
        (SELECT 1 FROM task WHERE number = NEW.number AND done = 0) BEGIN
    INSERT INTO task (message, number, at)
        VALUES (NEW.id, NEW.number, NEW.at);
END;

-- Words to begin with, per language.
CREATE TABLE template (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    language TEXT NOT NULL,              -- BCP 47
    tone     INTEGER NOT NULL DEFAULT 0, -- enum tone
    body     TEXT NOT NULL,              -- fields unfilled
    UNIQUE (name, language)
) STRICT;

-- A text to many: how far it is allowed to go.
ALTER TABLE batch ADD COLUMN state INTEGER NOT NULL DEFAULT 1; -- enum
                                         -- batch_state (batch.h)
ALTER TABLE batch ADD COLUMN due INTEGER NOT NULL DEFAULT 0; -- may be undone
                                         -- until then
ALTER TABLE batch ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE batch ADD COLUMN question INTEGER REFERENCES question;
ALTER TABLE batch ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0; -- guardians
                                         -- who get none
