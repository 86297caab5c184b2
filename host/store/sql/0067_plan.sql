-- 0067: a plan for a child that needs more: an aim, steps, a day on which it is
-- looked at again, and the conversations about it.

CREATE TABLE plan (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    child   INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    aim     TEXT NOT NULL,               -- one sentence
    review  INTEGER NOT NULL,            -- the day (calendar.h)
    lead    INTEGER REFERENCES staff,    -- who looks at it then; NULL: the head
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,               -- made it
    closed  INTEGER NOT NULL DEFAULT 0,  -- when; 0: it is open
    closed_by TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT ''     -- one sentence; '': another plan of the
                                         -- same child was open (a merge)
) STRICT;
CREATE UNIQUE INDEX plan_open ON plan (child) WHERE closed = 0;
CREATE INDEX plan_child ON plan (child, id);

-- In the order of their days.
CREATE TABLE plan_step (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    plan    INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
    words   TEXT NOT NULL,
    way     INTEGER NOT NULL,            -- enum plan_way (plan.h)
    staff   INTEGER NOT NULL REFERENCES staff, -- who does it
    due     INTEGER NOT NULL,            -- by that day (calendar.h)
    at      INTEGER NOT NULL,            -- when it was given to them
    who     TEXT NOT NULL,               -- gave it
    result  INTEGER NOT NULL DEFAULT 0,  -- enum plan_result
    tried   INTEGER NOT NULL DEFAULT 0,  -- when; 0: not yet
    tried_by TEXT NOT NULL DEFAULT '',
    message INTEGER REFERENCES message ON DELETE SET NULL -- result SENT: the
                                         -- first of those that say the same
) STRICT;
CREATE INDEX plan_step_plan ON plan_step (plan, due, id);
CREATE INDEX plan_step_message ON plan_step (message)
    WHERE message IS NOT NULL;

-- What was said and agreed with the family, as the sheet has it.
CREATE TABLE plan_talk (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    plan    INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
    day     INTEGER NOT NULL,            -- of the conversation (calendar.h)
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    listen  TEXT NOT NULL DEFAULT '',
    agree   TEXT NOT NULL DEFAULT '',
    act     TEXT NOT NULL DEFAULT '',    -- "do"
    review  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX plan_talk_plan ON plan_talk (plan, day, id);
