-- 0045: alerts by text to staff's own phones, and what staff answer from there.

CREATE TABLE alert_person (
    staff      INTEGER PRIMARY KEY REFERENCES staff,
    number     TEXT NOT NULL DEFAULT '', -- the person's own phone, canonical
    proved     INTEGER NOT NULL DEFAULT 0, -- since when it is surely theirs; 0:
                                         -- nothing but a code goes there
    proof      TEXT NOT NULL DEFAULT '', -- the code that was texted to it
    proof_left INTEGER NOT NULL DEFAULT 0, -- how often one may still be typed
    proof_at   INTEGER NOT NULL DEFAULT 0, -- when the last one was texted
    proofs     INTEGER NOT NULL DEFAULT 0, -- how many, that day
    classes    TEXT NOT NULL DEFAULT '', -- each between line feeds; '' all
    at_once    INTEGER NOT NULL DEFAULT 0, -- enum alert_at_once (alert.h)
    digest     INTEGER NOT NULL DEFAULT -1, -- each day, in minutes after local
                                         -- midnight; -1: none
    digest_day INTEGER NOT NULL DEFAULT 0, -- the last one: 20261129
    quiet_from INTEGER NOT NULL DEFAULT 0, -- minutes after local midnight;
    quiet_to   INTEGER NOT NULL DEFAULT 0, -- equal: none
    answers    INTEGER NOT NULL DEFAULT 0 -- 1: an admin lets them answer from it
) STRICT;
CREATE UNIQUE INDEX alert_person_number ON alert_person (number)
    WHERE number <> '';

-- Of whom a person was told, or is to be told.
CREATE TABLE alert (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    staff   INTEGER NOT NULL REFERENCES staff,
    thread  INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
    since   INTEGER NOT NULL,            -- thread.waiting: one alert a wait
    urgent  INTEGER NOT NULL,            -- 1: it cannot wait
    message INTEGER NOT NULL,            -- the newest that came then
    at      INTEGER NOT NULL,            -- when it was decided
    told    INTEGER NOT NULL DEFAULT 0,  -- when its text was queued; 0: not yet
    text    INTEGER NOT NULL DEFAULT 0,  -- that text; one may tell of many
    number  TEXT NOT NULL DEFAULT '',    -- where it went
    code    TEXT NOT NULL DEFAULT '',    -- to answer with; '' none
    expires INTEGER NOT NULL DEFAULT 0,  -- of the code
    answer  INTEGER NOT NULL DEFAULT 0,  -- the text that answers it; 0: none
    state   INTEGER NOT NULL DEFAULT 0   -- of that, enum alert_state (alert.h)
) STRICT;
CREATE INDEX alert_thread ON alert (thread, staff);
CREATE INDEX alert_waiting ON alert (staff) WHERE told = 0;
CREATE INDEX alert_told ON alert (staff, told) WHERE told > 0;
CREATE INDEX alert_code ON alert (code) WHERE code <> '';
CREATE INDEX alert_text ON alert (text) WHERE text > 0;
CREATE INDEX alert_answer ON alert (answer) WHERE answer > 0;
CREATE INDEX alert_to_send ON alert (id) WHERE state = 1;

-- Who leaves takes the phone along: nothing goes there, and it answers nobody.
CREATE TRIGGER alert_person_leaves AFTER UPDATE OF closed ON staff
    WHEN NEW.closed > 0 BEGIN
    DELETE FROM alert_person WHERE staff = NEW.id;
    DELETE FROM alert WHERE staff = NEW.id AND told = 0;
END;
