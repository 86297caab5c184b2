-- schema.sql - the tables as they stand after step 0068 of sql/,
-- by name; below each its indexes and triggers. For readers: `make
-- schema` makes it, unit/schema holds it, the program does not read
-- it. To change the tables, add a step to sql/.
--
-- Every time is UTC milliseconds. Every id grows with arrival, and order is by
-- id: a modem's or the network's clock never decides it. Numbers of states are
-- those of the enums in the headers named; they are never reused.

-- Who was not at school, what home was told of it, and what it answered.
CREATE TABLE absence (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    child    INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    day      TEXT NOT NULL,              -- "2026-11-30", local
    at       INTEGER NOT NULL,           -- when it was noted
    who      TEXT NOT NULL,
    question INTEGER REFERENCES question, -- put to the family; NULL: no phone
    list INTEGER REFERENCES absence_list, -- the sheet that noted it; NULL: none
    UNIQUE (child, day)
) STRICT;
CREATE INDEX absence_question ON absence (question) WHERE question IS NOT NULL;
CREATE INDEX absence_list_days ON absence (list) WHERE list IS NOT NULL;

-- Days of absence that came in by a sheet, so that they are taken back as
-- a whole.
CREATE TABLE absence_list (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    days   INTEGER NOT NULL DEFAULT 0,   -- that it noted
    undone INTEGER NOT NULL DEFAULT 0    -- when it was taken back
) STRICT;

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

-- Alerts by text to staff's own phones, and what staff answer from there.
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
CREATE TRIGGER list_alert_person_changed AFTER UPDATE OF classes ON alert_person
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0) SELECT
        list, step, 10, 2, NEW.staff, OLD.classes, NEW.classes FROM list_now;
END;

-- The journal: committed before a part is handed over, completed after.
CREATE TABLE attempt (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    message   INTEGER NOT NULL REFERENCES message,
    n         INTEGER NOT NULL,
    number    TEXT NOT NULL,             -- the recipient
    sim       TEXT NOT NULL,
    modem     TEXT NOT NULL,
    report    INTEGER NOT NULL,          -- 1: a status report was asked for
    started   INTEGER NOT NULL,
    ended     INTEGER,                   -- NULL: open
    outcome   INTEGER,                   -- enum link_outcome (link.h)
    reference INTEGER,
    error     INTEGER,                   -- enum link_error
    code      INTEGER,
    -- What a SIM's limits count: all but what surely never left.
    unsent INTEGER NOT NULL DEFAULT 0    -- 1: outcome is LINK_NOT_SENT; set
                                         -- with it alone
) STRICT;
CREATE INDEX attempt_open ON attempt (id) WHERE ended IS NULL;
CREATE INDEX attempt_message ON attempt (message, n);
-- Hand-overs that nothing has proved; a report may still come for one,
-- even while its part is queued for another.
CREATE INDEX attempt_unproved ON attempt (sim, started)
    WHERE reference < 0 AND outcome <> 2;
-- What a SIM's limits count: all but what surely never left (LINK_NOT_SENT).
CREATE INDEX attempt_sim ON attempt (sim, started) WHERE unsent = 0;
CREATE INDEX attempt_number ON attempt (sim, number, started)
    WHERE unsent = 0;

-- Who did what. Never a message's text.
CREATE TABLE audit (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    action TEXT NOT NULL,                -- "message.file", "phone.opt_out", ...
    object TEXT NOT NULL,                -- "message 12"
    detail TEXT NOT NULL DEFAULT '',
    -- What the audit log adds to an action is a reason too (step 21).
    detail_code INTEGER NOT NULL DEFAULT 0 -- enum reason_code; 0: detail is the
                                         -- words
) STRICT;

-- Which copies were made, where, and when they were last read.
CREATE TABLE backup_made (
    path     TEXT PRIMARY KEY,
    at       INTEGER NOT NULL,
    stick    INTEGER NOT NULL,           -- 1: on a USB stick
    bytes    INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    families INTEGER NOT NULL,
    checked  INTEGER NOT NULL,           -- when it was last read
    fault    TEXT NOT NULL DEFAULT '',   -- what was wrong with it then; '' none
    -- What is wrong with a copy is a reason too (step 21).
    fault_code INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    author TEXT NOT NULL,
    target TEXT NOT NULL,                -- in words: "class 4B"
    body   TEXT NOT NULL,                -- as written, fields unfilled
    -- A text to many: how far it is allowed to go.
    state INTEGER NOT NULL DEFAULT 1,    -- enum batch_state (batch.h)
    due INTEGER NOT NULL DEFAULT 0,      -- may be undone until then
    approved_by TEXT NOT NULL DEFAULT '',
    question INTEGER REFERENCES question,
    skipped INTEGER NOT NULL DEFAULT 0,  -- guardians who get none
    -- Whom a text to many is for is a reason too (step 21).
    target_code INTEGER NOT NULL DEFAULT 0, -- enum reason_code; 0: words as
                                         -- such
    -- The first text to a family says who writes here, and what it may expect.
    welcome INTEGER NOT NULL DEFAULT 0   -- 1: it is that
) STRICT;
CREATE INDEX batch_welcome ON batch (id) WHERE welcome = 1;

-- Whom a text to many does not go to, because they want to be called.
CREATE TABLE batch_call (
    batch    INTEGER NOT NULL REFERENCES batch,
    guardian INTEGER NOT NULL REFERENCES guardian ON DELETE CASCADE,
    family   INTEGER NOT NULL REFERENCES family,
    done     INTEGER NOT NULL DEFAULT 0, -- when; 0: still to call
    done_by  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (batch, guardian)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_call_guardian ON batch_call (guardian);

-- Name and kind are those of the moment: a list that changes later changes no
-- count of before.
CREATE TABLE behaviour (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    child   INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    kind    INTEGER REFERENCES behaviour_kind ON DELETE SET NULL,
    name    TEXT NOT NULL,
    good    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    spoke   INTEGER NOT NULL DEFAULT 0,  -- when somebody told home in person
    state   INTEGER NOT NULL DEFAULT 0,  -- enum behaviour_state
    decided INTEGER NOT NULL DEFAULT 0,  -- when that was
    decided_by TEXT NOT NULL DEFAULT '',
    message INTEGER REFERENCES message ON DELETE SET NULL -- the first of those
                                         -- that told home
) STRICT;
CREATE INDEX behaviour_child ON behaviour (child, at);
CREATE INDEX behaviour_asked ON behaviour (state) WHERE state = 1;
CREATE INDEX behaviour_message ON behaviour (message) WHERE message IS NOT NULL;

-- Events of a child, good ones first: the school's own list of them, with
-- a sentence home in each language, and what was noted of whom.
CREATE TABLE behaviour_kind (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,    -- "helped another"
    good INTEGER NOT NULL                -- 1; 0: a concern
) STRICT;

CREATE TABLE behaviour_words (
    kind     INTEGER NOT NULL REFERENCES behaviour_kind ON DELETE CASCADE,
    language TEXT NOT NULL COLLATE NOCASE,
    body     TEXT NOT NULL,              -- "{child} helped another child."
    PRIMARY KEY (kind, language)
) STRICT, WITHOUT ROWID;

-- What the board told, and what it was told to do.
CREATE TABLE board_event (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    at    INTEGER NOT NULL,
    n     INTEGER NOT NULL,              -- the board's own count; -1: ours
    type  TEXT NOT NULL,                 -- as in board_proto.h, or one of ours
    args  TEXT NOT NULL DEFAULT '',      -- as they came, with commas
    words TEXT NOT NULL,                 -- for people
    -- What the board told is a reason too (step 21).
    words_code INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Asked of the board by a person: new firmware.
CREATE TABLE board_update (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    author  TEXT NOT NULL,
    image   BLOB NOT NULL,               -- Intel HEX; emptied when it is done
    state   INTEGER NOT NULL,            -- enum board_update_state (board_log.h)
    answer  TEXT NOT NULL DEFAULT ''     -- how it went, in words
) STRICT;

-- On which days there is no school, and its terms.
CREATE TABLE calendar (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind  INTEGER NOT NULL,              -- enum calendar_kind (calendar.h)
    first TEXT NOT NULL,                 -- "2026-12-12", local
    last  TEXT NOT NULL,                 -- that day too
    name  TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, first, last)
) STRICT;

-- What a person said of an answer: it is a card of that child, with these
-- words, or none. It is shown while its text is neither forgotten nor thought to
-- tell of harm.
CREATE TABLE card (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    asked   INTEGER NOT NULL REFERENCES prompt_use ON DELETE CASCADE,
    message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    child   INTEGER REFERENCES child ON DELETE CASCADE, -- NULL: left out
    body    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    UNIQUE (asked, message)
) STRICT;
CREATE INDEX card_message ON card (message);
CREATE INDEX card_child ON card (child) WHERE child IS NOT NULL;

CREATE TABLE child (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    key     TEXT UNIQUE,                 -- column `child_id` of the CSV, or NULL
    name    TEXT NOT NULL,
    folded  TEXT NOT NULL,               -- name as compared
    class   TEXT NOT NULL DEFAULT '',
    -- Children who left the school. They are kept for the retention time and
    -- texts to many pass them over.
    left_at INTEGER NOT NULL DEFAULT 0   -- 0: is here
) STRICT;
CREATE INDEX child_class ON child (class);
CREATE INDEX child_folded ON child (folded, class);
CREATE TRIGGER list_child_added AFTER INSERT ON child
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item) SELECT list,
        step, 2, 1, NEW.id FROM list_now;
END;
CREATE TRIGGER list_child_changed AFTER UPDATE ON child
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0, b1, a1,
        b2, a2, b3, a3, b4, a4) SELECT list, step, 2, 2, NEW.id, OLD.key,
        NEW.key, OLD.name, NEW.name, OLD.folded, NEW.folded, OLD.class,
        NEW.class, OLD.left_at, NEW.left_at FROM list_now;
END;
-- What is forgotten leaves no trace here.
CREATE TRIGGER list_child_forgotten AFTER DELETE ON child BEGIN
    DELETE FROM list_change WHERE thing = 2 AND item = OLD.id;
END;

-- The diary of a dongle that somebody asked for, one at a time.
CREATE TABLE diary (
    id     INTEGER PRIMARY KEY,
    modem  TEXT    NOT NULL,            -- its name; "": of all
    began  INTEGER NOT NULL,            -- UTC ms
    ends   INTEGER NOT NULL,            -- UTC ms
    text   TEXT                         -- NULL while it is kept: diary/diary.h
) STRICT;

-- What somebody began to write: one a person and place.
CREATE TABLE draft (
    staff  INTEGER NOT NULL REFERENCES staff,
    place  INTEGER NOT NULL,             -- a thread; 0: a text to many
    at     INTEGER NOT NULL,
    fields TEXT NOT NULL,                -- the form, as its page keeps it
    PRIMARY KEY (staff, place)
) STRICT, WITHOUT ROWID;

-- Whom families ask for what.
CREATE TABLE duty (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL COLLATE NOCASE UNIQUE,    -- "Fees"
    who  TEXT NOT NULL,                          -- "Mrs Otieno, bursar"
    how  TEXT NOT NULL DEFAULT ''                -- "office, Mon to Fri, 8 to 12"
) STRICT;

-- A family is known by its id and when it was made: neither names anybody.
CREATE TABLE erasure (
    family  INTEGER NOT NULL,
    created INTEGER NOT NULL,
    at      INTEGER NOT NULL,            -- when it was erased
    PRIMARY KEY (family, created)
) STRICT, WITHOUT ROWID;

-- A family is whom one thread talks with.
CREATE TABLE family (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT UNIQUE,             -- column `family` of the CSV, or NULL
    name        TEXT NOT NULL DEFAULT '', -- what staff call it; '' when unnamed
    label       TEXT NOT NULL DEFAULT '', -- name, else its guardians' names
    created     INTEGER NOT NULL,
    merged_into INTEGER REFERENCES family, -- NULL while it stands for itself
    -- 1: forgotten; the row only keeps its messages countable.
    erased INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX family_merged_into ON family (merged_into)
    WHERE merged_into IS NOT NULL;
CREATE TRIGGER list_family_added AFTER INSERT ON family
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item) SELECT list,
        step, 1, 1, NEW.id FROM list_now;
END;
CREATE TRIGGER list_family_changed AFTER UPDATE ON family
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0, b1, a1)
        SELECT list, step, 1, 2, NEW.id, OLD.key, NEW.key, OLD.label,
        NEW.label FROM list_now;
END;
CREATE TRIGGER list_family_forgotten AFTER UPDATE OF erased ON family
    WHEN NEW.erased = 1 BEGIN
    DELETE FROM list_change WHERE thing IN (1, 5) AND item = NEW.id;
END;

CREATE TABLE family_child (
    family INTEGER NOT NULL REFERENCES family,
    child  INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    PRIMARY KEY (family, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX child_family ON family_child (child);
CREATE TRIGGER list_family_child_added AFTER INSERT ON family_child
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, item2) SELECT
        list, step, 3, 1, NEW.family, NEW.child FROM list_now;
END;

-- Families that staff put together under a name: a choir, a bus.
CREATE TABLE family_group (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE          -- name as compared
) STRICT;

CREATE TABLE family_guardian (
    family   INTEGER NOT NULL REFERENCES family,
    guardian INTEGER NOT NULL REFERENCES guardian ON DELETE CASCADE,
    relation TEXT NOT NULL DEFAULT '',
    -- Whether a guardian may collect the family's children.
    collect INTEGER NOT NULL DEFAULT 0,
   -- mother, uncle, ... as written
    PRIMARY KEY (family, guardian)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardian_family ON family_guardian (guardian);
CREATE TRIGGER list_family_guardian_added AFTER INSERT ON family_guardian
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, item2) SELECT
        list, step, 5, 1, NEW.family, NEW.guardian FROM list_now;
END;
CREATE TRIGGER list_family_guardian_changed AFTER UPDATE ON family_guardian
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, item2, b0, a0)
        SELECT list, step, 5, 2, NEW.family, NEW.guardian, OLD.relation,
        NEW.relation FROM list_now;
END;

-- What a merge of two families joined, so that it can be taken back.
CREATE TABLE family_merge (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    who         TEXT NOT NULL,
    from_family INTEGER NOT NULL REFERENCES family,
    into_family INTEGER NOT NULL REFERENCES family,
    named       INTEGER NOT NULL,        -- 1: it gave the other its name
    undone      INTEGER NOT NULL DEFAULT 0 -- when; 0: it holds
) STRICT;
CREATE INDEX family_merge_into ON family_merge (into_family) WHERE undone = 0;

CREATE TABLE group_family (
    family_group INTEGER NOT NULL REFERENCES family_group ON DELETE CASCADE,
    family       INTEGER NOT NULL REFERENCES family,
    PRIMARY KEY (family_group, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_of_family ON group_family (family);

CREATE TABLE guardian (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',   -- BCP 47, '' for the school's
    consent  TEXT NOT NULL DEFAULT '',   -- as recorded: 'yes', 'no', a date, ''
    -- How a guardian is best told, and since when they agree to texts.
    reads INTEGER NOT NULL DEFAULT 0,    -- enum guardian_reads (people.h)
    -- When texts are welcome: minutes after local midnight; equal: at any time.
    hours_from INTEGER NOT NULL DEFAULT 0,
    hours_to INTEGER NOT NULL DEFAULT 0,
    consent_at INTEGER NOT NULL DEFAULT 0, -- when recorded by hand; 0: not
    consent_by TEXT NOT NULL DEFAULT '',
    -- A guardian was asked by text whether they can read it.
    asked INTEGER REFERENCES question
) STRICT;
CREATE INDEX guardian_folded ON guardian (folded);
CREATE INDEX guardian_asked ON guardian (asked) WHERE asked IS NOT NULL;
CREATE TRIGGER list_guardian_added AFTER INSERT ON guardian
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item) SELECT list,
        step, 4, 1, NEW.id FROM list_now;
END;
CREATE TRIGGER list_guardian_forgotten AFTER DELETE ON guardian BEGIN
    DELETE FROM list_change WHERE thing = 4 AND item = OLD.id;
END;
CREATE TRIGGER list_guardian_changed AFTER UPDATE ON guardian
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0, b1, a1,
        b2, a2, b3, a3, b4, a4, b5, a5) SELECT list, step, 4, 2, NEW.id,
        OLD.name, NEW.name, OLD.folded, NEW.folded, OLD.language,
        NEW.language, OLD.consent, NEW.consent, OLD.consent_at,
        NEW.consent_at, OLD.consent_by, NEW.consent_by FROM list_now;
END;

CREATE TABLE guardian_phone (
    guardian INTEGER NOT NULL REFERENCES guardian ON DELETE CASCADE,
    phone    INTEGER NOT NULL REFERENCES phone,
    rank     INTEGER NOT NULL DEFAULT 1, -- 1 is tried first
    PRIMARY KEY (guardian, phone)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_guardian ON guardian_phone (phone);
CREATE TRIGGER list_guardian_phone_added AFTER INSERT ON guardian_phone
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, item2) SELECT
        list, step, 7, 1, NEW.guardian, NEW.phone FROM list_now;
END;
CREATE TRIGGER list_guardian_phone_gone AFTER DELETE ON guardian_phone
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, item2, b0)
        SELECT list, step, 7, 3, OLD.guardian, OLD.phone, OLD.rank FROM
        list_now;
END;

-- A row is written by the triggers below while a list writes: what was (b)
-- and what is (a) in the columns that a list may change, in the trigger's order.
CREATE TABLE list_change (
    id    INTEGER PRIMARY KEY,           -- in the order they were made
    list  INTEGER NOT NULL REFERENCES list_in ON DELETE CASCADE,
    step  INTEGER NOT NULL,              -- what was committed together
    thing INTEGER NOT NULL,              -- enum list_thing (list_undo.c)
    act   INTEGER NOT NULL,              -- enum list_act
    item  INTEGER NOT NULL,              -- the row's id, or the first of two
    item2 INTEGER NOT NULL DEFAULT 0,
    b0 ANY, a0 ANY, b1 ANY, a1 ANY, b2 ANY, a2 ANY, b3 ANY, a3 ANY,
    b4 ANY, a4 ANY,
    -- What a list changed in a guardian's consent goes back with who recorded it:
    -- what was recorded by hand since stays.
    b5 ANY,
    a5 ANY
) STRICT;
CREATE INDEX list_change_step ON list_change (list, step);
CREATE INDEX list_change_item ON list_change (thing, item);

-- What a class list changed, so that it can be taken back as a whole.
CREATE TABLE list_in (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    rows   INTEGER NOT NULL,             -- of the file
    turn   INTEGER NOT NULL,             -- 1: that of a new school year
    taken  INTEGER NOT NULL DEFAULT 0,   -- rows that changed something
    gone   INTEGER NOT NULL DEFAULT 0,   -- children who left with it
    ended  INTEGER NOT NULL DEFAULT 0,   -- when all of it was in; 0: not yet
    undone INTEGER NOT NULL DEFAULT 0    -- when; 0: it holds
) STRICT;

-- The list that writes within this transaction; empty outside of it.
CREATE TABLE list_now (
    list INTEGER NOT NULL,
    step INTEGER NOT NULL
) STRICT;

-- The card of a safeguarding matter: who takes it, and how it ended. Its
-- steps are the notes of its thread.
CREATE TABLE matter (
    thread    INTEGER PRIMARY KEY REFERENCES thread,
    taken_by  TEXT NOT NULL DEFAULT '',  -- '' nobody yet
    taken_at  INTEGER NOT NULL DEFAULT 0,
    outcome   TEXT NOT NULL DEFAULT '',  -- in words; '' open
    closed_by TEXT NOT NULL DEFAULT '',
    closed_at INTEGER NOT NULL DEFAULT 0 -- what comes later opens it again
) STRICT;

-- Menus of the operators, of several steps, and how each walk went.
CREATE TABLE menu (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    network TEXT NOT NULL,               -- MCC and MNC: how the IMSI begins
    kind    INTEGER NOT NULL,            -- enum menu_kind (menu.h)
    name    TEXT NOT NULL,               -- what staff read
    steps   TEXT NOT NULL,               -- a code, then lines "expect = answer"
    reads   TEXT NOT NULL DEFAULT '',    -- the words before what is read; ''
                                         -- the whole last answer
    checked TEXT NOT NULL,               -- "2026-11-22": it was so that day
    UNIQUE (network, name)
) STRICT;

CREATE TABLE menu_run (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    menu    INTEGER NOT NULL,            -- may be gone since
    kind    INTEGER NOT NULL,            -- as it was when it began, like the
    name    TEXT NOT NULL,               -- next three
    steps   TEXT NOT NULL,
    reads   TEXT NOT NULL,
    sim     TEXT NOT NULL,
    step    INTEGER NOT NULL DEFAULT 0,  -- given last
    state   INTEGER NOT NULL,            -- enum menu_state
    started INTEGER NOT NULL,
    ended   INTEGER NOT NULL DEFAULT 0,
    author  TEXT NOT NULL,
    words   TEXT NOT NULL DEFAULT '',    -- the last answer, or what went wrong
    words_code INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX menu_run_sim ON menu_run (sim, id);

-- What the family that went away had.
CREATE TABLE merge_item (
    merged INTEGER NOT NULL REFERENCES family_merge ON DELETE CASCADE,
    kind   INTEGER NOT NULL,             -- enum merge_kind (merge_own.h)
    item   INTEGER NOT NULL,             -- its id
    both   INTEGER NOT NULL DEFAULT 0,   -- 1: the other had it too
    twin   INTEGER NOT NULL DEFAULT 0,   -- 1: a child that became one with the
                                         -- other's; its row is gone:
    name   TEXT NOT NULL DEFAULT '',
    folded TEXT NOT NULL DEFAULT '',
    class  TEXT NOT NULL DEFAULT '',
    key    TEXT,
    more   TEXT NOT NULL DEFAULT '',
    collect INTEGER NOT NULL DEFAULT 0,
     -- a guardian's relation
    PRIMARY KEY (merged, kind, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
    id        INTEGER PRIMARY KEY AUTOINCREMENT, -- the arrival number
    thread    INTEGER NOT NULL REFERENCES thread,
    direction INTEGER NOT NULL,          -- enum message_direction (message.h)
    kind      INTEGER NOT NULL,          -- enum message_kind
    state     INTEGER NOT NULL,          -- enum message_state
    wait      INTEGER NOT NULL DEFAULT 0, -- enum message_wait, while QUEUED
    number    TEXT NOT NULL,             -- the other end, canonical
    body      TEXT NOT NULL,             -- UTF-8
    at        INTEGER NOT NULL,          -- queued or arrived
    due       INTEGER NOT NULL DEFAULT 0, -- out: not before; a call: last ring
    expires   INTEGER NOT NULL DEFAULT 0, -- out: not after; 0: never
    priority  INTEGER NOT NULL DEFAULT 2, -- enum message_priority
    next      INTEGER NOT NULL DEFAULT 0, -- out: when to look at it again
    started   INTEGER NOT NULL DEFAULT 0, -- out: 1 once some parts are with the
                                         -- network; only that SIM may go on
    forced    INTEGER NOT NULL DEFAULT 0, -- out: 1: although opted out
    tries     INTEGER NOT NULL DEFAULT 0, -- out: hand-overs; a call: rings
    sim       TEXT NOT NULL DEFAULT '',  -- IMSI it went or came by; QUEUED: it
                                         -- is meant for, '' any
    modem     TEXT NOT NULL DEFAULT '',  -- that dongle's name
    reason    TEXT NOT NULL DEFAULT '',  -- why it is in this state, in words
    match     TEXT NOT NULL DEFAULT '',  -- why it is in this thread, in words
    suggested INTEGER REFERENCES family, -- tray: whose it might be
    question  INTEGER REFERENCES question, -- out: asks it; in: answers it
    answer    TEXT NOT NULL DEFAULT '',  -- in: the option chosen
    batch     INTEGER REFERENCES batch,  -- out: sent to many
    author    TEXT NOT NULL DEFAULT '',  -- out: who wrote it; '' the program
    policy    INTEGER NOT NULL DEFAULT 0, -- enum unsure_policy
    resent_as INTEGER REFERENCES message, -- the copy made by a resend
    moved_from INTEGER REFERENCES thread, -- where it was before it was filed
    handled   INTEGER NOT NULL DEFAULT 0, -- in: when staff saw it; 0: unread
    -- What a message is about, for the balance of praise and concern.
    tone INTEGER NOT NULL DEFAULT 0,     -- enum tone (tone.h); 0: nobody said
    -- A reason is a code and its arguments; its sentence is made where it is
    -- shown. The old columns hold the arguments; of code 0 the words themselves,
    -- as in the rows that are there already.
    reason_code INTEGER NOT NULL DEFAULT 0, -- enum reason_code (text/reason.h)
    match_code INTEGER NOT NULL DEFAULT 0, -- likewise
    -- Whether a text tells of harm to a child.
    concern INTEGER NOT NULL DEFAULT 0,  -- enum concern (mapping/concern.h)
    automatic INTEGER NOT NULL DEFAULT 0, -- out: 1: an answer by itself, under
                                         -- a ceiling
    -- What in a text cannot wait, and that staff say it can.
    urgent INTEGER NOT NULL DEFAULT 0,   -- in: enum urgent (mapping/urgent.h)
    eased INTEGER NOT NULL DEFAULT 0,    -- when staff said that it can; 0:
                                         -- nobody did
    -- A text that says by when the answer comes is not the answer.
    holds INTEGER NOT NULL DEFAULT 0,    -- out: that day (calendar.h); 0: it is
                                         -- none
    -- Which texts a person found to need no answer, so that the promise is
    -- counted of the others alone.
    settled INTEGER NOT NULL DEFAULT 0   -- in: 1: its wait ended without an
                                         -- answer
) STRICT;
CREATE INDEX message_thread ON message (thread, id);
-- What waits, by SIM in the order of sending; who is next; what runs out.
CREATE INDEX message_queue ON message (sim, started, priority, next, id)
    WHERE direction = 2 AND state = 1;
CREATE INDEX message_open ON message (state) WHERE state IN (1, 2, 6);
CREATE INDEX message_batch ON message (batch) WHERE batch IS NOT NULL;
CREATE INDEX message_question ON message (question) WHERE question IS NOT NULL;
CREATE INDEX message_number ON message (number, id);
CREATE INDEX message_tone ON message (tone, at) WHERE tone > 0;
-- The words that wait: thread.waiting is the time of the oldest of them.
CREATE INDEX message_unanswered ON message (thread, at)
    WHERE direction = 1 AND answer = '';
CREATE INDEX message_automatic ON message (at) WHERE automatic = 1;
-- Else whoever deletes a family looks through all messages for it.
CREATE INDEX message_suggested ON message (suggested)
    WHERE suggested IS NOT NULL;
-- Texts that perhaps tell of harm, until named staff have decided.
CREATE INDEX message_marked ON message (id) WHERE concern = 1;
-- When a text may go at the earliest.
CREATE INDEX message_out ON message (max(at, due))
    WHERE direction = 2 AND kind = 1;
CREATE INDEX message_urgent ON message (thread, urgent)
    WHERE urgent > 0 AND eased = 0;
CREATE INDEX message_holds ON message (thread, id) WHERE holds > 0;
CREATE INDEX message_next ON message (next, expires)
    WHERE direction = 2 AND state = 1;
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
CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
    UPDATE thread SET archived = 0,
        unread = unread + (NEW.direction = 1 AND NEW.handled = 0)
    WHERE id = NEW.thread;
    UPDATE thread SET last_id = NEW.id, last_at = NEW.at,
        snippet = substr(NEW.body, 1, 80)
    WHERE id = NEW.thread AND (NEW.batch IS NULL OR last_id = 0);
END;
CREATE TRIGGER message_rang AFTER INSERT ON message
    WHEN NEW.direction = 1 AND NEW.kind = 2 AND NEW.number <> ''
    AND NOT EXISTS (SELECT 1 FROM task WHERE number = NEW.number AND done = 0)
BEGIN
    INSERT INTO task (message, number, at)
        VALUES (NEW.id, NEW.number, NEW.at);
END;
CREATE TRIGGER message_waits AFTER INSERT ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2)
    AND (NEW.answer = '' OR NEW.urgent BETWEEN 1 AND 69)
    AND NOT (NEW.kind = 2 AND NEW.number = '') BEGIN
    UPDATE thread SET waiting = NEW.at WHERE id = NEW.thread AND waiting = 0;
END;
CREATE TRIGGER message_answers AFTER INSERT ON message
    WHEN NEW.direction = 2 AND NEW.author <> '' AND NEW.batch IS NULL
    AND NEW.holds = 0 BEGIN
    UPDATE thread SET waiting = 0 WHERE id = NEW.thread AND waiting > 0;
END;
-- A message that is filed takes its waiting along.
CREATE TRIGGER message_moves AFTER UPDATE OF thread ON message
    WHEN NEW.direction = 1 AND NEW.kind IN (1, 2) AND (NEW.answer = ''
        OR (NEW.urgent BETWEEN 1 AND 69 AND NEW.eased = 0))
    AND OLD.thread <> NEW.thread BEGIN
    UPDATE thread SET waiting = CASE WHEN waiting > 0
        THEN min(waiting, NEW.at) ELSE NEW.at END WHERE id = NEW.thread
        AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = NEW.thread
            AND o.id > NEW.id AND o.direction = 2 AND o.author <> ''
            AND o.batch IS NULL AND o.holds = 0);
    UPDATE thread SET waiting = coalesce((SELECT min(i.at) FROM message i
        WHERE i.thread = OLD.thread AND i.direction = 1 AND i.kind IN (1, 2)
        AND (i.answer = '' OR (i.urgent BETWEEN 1 AND 69 AND i.eased = 0))
        AND i.id > coalesce((SELECT max(o.id)
            FROM message o WHERE o.thread = OLD.thread AND o.direction = 2
            AND o.author <> '' AND o.batch IS NULL AND o.holds = 0), 0)), 0)
        WHERE id = OLD.thread AND waiting > 0;
END;
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

-- One text to a phone that several of the families addressed share stands
-- in the thread of the first of them; these are the others that it reached.
CREATE TABLE message_also (
    family  INTEGER NOT NULL REFERENCES family,
    message INTEGER NOT NULL REFERENCES message,
    PRIMARY KEY (family, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_also_message ON message_also (message);

-- Which children a text is about. One that has no row here is the
-- family's, as are all texts of before.
CREATE TABLE message_child (
    child   INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    first   INTEGER NOT NULL,            -- of the messages that say the same,
                                         -- one a phone: its id
    tone    INTEGER NOT NULL,            -- enum tone, of what it says of them
    PRIMARY KEY (child, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_child_message ON message_child (message);

-- How many messages there are in each state that lasts, so that nobody has
-- to count them. Those on their way are few, and found by message_open.
CREATE TABLE message_count (
    direction INTEGER NOT NULL,          -- enum message_direction (message.h)
    state     INTEGER NOT NULL,          -- enum message_state, but QUEUED and
                                         -- SENDING: they do not last
    n         INTEGER NOT NULL,
    PRIMARY KEY (direction, state)
) STRICT, WITHOUT ROWID;

-- What is searched: the folded words of each body; rowid is message.id.
CREATE VIRTUAL TABLE message_words USING fts5 (
    words, content = '',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);

CREATE TABLE modem (
    imei     TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    device   TEXT NOT NULL,              -- where it was last found
    model    TEXT NOT NULL DEFAULT '',
    firmware TEXT NOT NULL DEFAULT '',
    sim      TEXT,                       -- IMSI in it now
    seen     INTEGER NOT NULL
) STRICT;

-- What staff tell each other. No phone ever gets a row of this table.
CREATE TABLE note (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    thread INTEGER NOT NULL REFERENCES thread,
    at     INTEGER NOT NULL,
    author TEXT NOT NULL,
    body   TEXT NOT NULL,
    -- A note may be for one person alone.
    only_for INTEGER REFERENCES staff    -- who reads it, beside its writer;
                                         -- NULL: all staff
) STRICT;
CREATE INDEX note_thread ON note (thread, id);
CREATE INDEX note_alone ON note (only_for, at) WHERE only_for IS NOT NULL;

-- Forms that did their work already.
CREATE TABLE once (
    key    TEXT PRIMARY KEY,             -- of one form on one page shown
    at     INTEGER NOT NULL,
    result INTEGER NOT NULL              -- what it made; 0: nothing with an id
) STRICT, WITHOUT ROWID;

-- A part as it came, committed before it leaves the SIM.
CREATE TABLE part_in (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       BLOB NOT NULL UNIQUE,      -- BLAKE2b of IMSI and TPDU
    sim       TEXT NOT NULL,
    modem     TEXT NOT NULL,
    at        INTEGER NOT NULL,
    pdu       TEXT NOT NULL,             -- hex, SMSC first, as listed
    state     INTEGER NOT NULL DEFAULT 0, -- enum part_in_state (inbox.h)
    damaged   INTEGER NOT NULL DEFAULT 0, -- 1: listed as something unreadable
    sender    TEXT NOT NULL DEFAULT '',  -- canonical
    stamp     INTEGER NOT NULL DEFAULT 0, -- TP-SCTS
    width     INTEGER NOT NULL DEFAULT 0, -- concatenation: 0 none, 8, 16 bits
    reference INTEGER NOT NULL DEFAULT 0,
    total     INTEGER NOT NULL DEFAULT 1,
    n         INTEGER NOT NULL DEFAULT 1,
    assembly  INTEGER REFERENCES part_in, -- the first part that came of the
                                         -- same text; NULL: it stands alone
    message   INTEGER REFERENCES message -- NULL: waits for its other parts
) STRICT;
CREATE INDEX part_joining ON part_in (sim, sender, width, reference, total, at);
CREATE INDEX part_assembly ON part_in (assembly, n) WHERE assembly IS NOT NULL;
CREATE INDEX part_waiting ON part_in (at) WHERE state IN (0, 1);
CREATE INDEX part_message ON part_in (message);

-- A part on its way out.
CREATE TABLE part_out (
    message   INTEGER NOT NULL REFERENCES message,
    n         INTEGER NOT NULL,          -- 1..total
    total     INTEGER NOT NULL,
    state     INTEGER NOT NULL,          -- enum message_state
    ucs2      INTEGER NOT NULL,          -- 0: GSM 7 bit default alphabet
    udh       BLOB NOT NULL,             -- with its length octet; empty: none
    units     BLOB NOT NULL,             -- UTF-16, big-endian
    reference INTEGER,                   -- TP-MR, once known
    sim       TEXT,                      -- IMSI that took it
    handed    INTEGER NOT NULL DEFAULT 0, -- when a modem took it
    settled   INTEGER NOT NULL DEFAULT 0, -- when its last state came
    tries     INTEGER NOT NULL DEFAULT 0,
    plain     INTEGER NOT NULL DEFAULT 0, -- 1: the network refused the request
                                         -- for a report; ask for none
    PRIMARY KEY (message, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_reference ON part_out (sim, reference, handed)
    WHERE reference IS NOT NULL;
CREATE INDEX part_unsure ON part_out (sim, handed) WHERE state = 6;

-- A number that we know something about, with or without a guardian.
CREATE TABLE phone (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    number         TEXT NOT NULL UNIQUE, -- canonical: E.164 where possible
    raw            TEXT NOT NULL,        -- as first typed or received
    state          INTEGER NOT NULL DEFAULT 1, -- enum phone_state (people.h)
    since          INTEGER NOT NULL,     -- in this state since
    next_reference INTEGER NOT NULL DEFAULT 0, -- concatenation counter
    sim            TEXT,                 -- IMSI it last heard from
    last_auto      INTEGER NOT NULL DEFAULT 0, -- last automatic answer
    hold_until     INTEGER NOT NULL DEFAULT 0, -- back-off of this recipient
    failures       INTEGER NOT NULL DEFAULT 0, -- in a row
    failed_day     INTEGER NOT NULL DEFAULT 0, -- day (ms / 86400000) of the last
    -- What a text asked or said of its phone while staff have not decided,
    -- and which texts the program wrote to somebody by itself.
    stop_asked INTEGER NOT NULL DEFAULT 0, -- the text that seems to ask for no
                                         -- more: routine ones wait; 0: none
    wrong_asked INTEGER NOT NULL DEFAULT 0, -- the text that may say the number
                                         -- is wrong; 0
    -- Numbers whose texts are kept and heard, and are nobody's to read.
    blocked INTEGER NOT NULL DEFAULT 0,  -- UTC ms since when; 0: it is not
    -- A phone says whether a text was ever tried there, and when one arrived.
    tried INTEGER NOT NULL DEFAULT 0,    -- UTC ms of the first hand-over to a
                                         -- network; 0: none
    arrived INTEGER NOT NULL DEFAULT 0   -- UTC ms of the last report that a
                                         -- text arrived; 0
) STRICT;
CREATE INDEX phone_doubt ON phone (id) WHERE stop_asked > 0 OR wrong_asked > 0;
CREATE TRIGGER list_phone_added AFTER INSERT ON phone
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item) SELECT list,
        step, 6, 1, NEW.id FROM list_now;
END;

-- A plan for a child that needs more: an aim, steps, a day on which it is
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

-- Only where a companion board tells.
CREATE TABLE power_history (
    at      INTEGER PRIMARY KEY,
    mains   INTEGER NOT NULL,            -- 1: mains power is there
    battery INTEGER NOT NULL             -- mV
) STRICT;

-- Talk at home: a bank of prompts about what families do anyway, with a
-- text in each language; which class had which; and cards for the classroom,
-- made of what families answered.
CREATE TABLE prompt (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT NOT NULL COLLATE NOCASE UNIQUE,  -- "market-change"
    place  INTEGER NOT NULL,             -- enum prompt_place (prompt.h)
    grade  INTEGER NOT NULL,             -- enum prompt_grade
    asks   INTEGER NOT NULL DEFAULT 0,   -- 1: families answer, for cards
    hidden INTEGER NOT NULL DEFAULT 0,   -- 1: it is not offered
    own    INTEGER NOT NULL DEFAULT 1    -- 0: it came with the program
) STRICT;

-- A class had it. Name and kind are those of the moment.
CREATE TABLE prompt_use (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    prompt INTEGER REFERENCES prompt ON DELETE SET NULL,
    name   TEXT NOT NULL,
    asks   INTEGER NOT NULL,
    class  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    batch  INTEGER NOT NULL REFERENCES batch
) STRICT;
CREATE INDEX prompt_use_class ON prompt_use (class, at);
CREATE INDEX prompt_use_prompt ON prompt_use (prompt);

CREATE TABLE prompt_words (
    prompt   INTEGER NOT NULL REFERENCES prompt ON DELETE CASCADE,
    language TEXT NOT NULL COLLATE NOCASE,
    body     TEXT NOT NULL,              -- "Ask {child}: ..."
    PRIMARY KEY (prompt, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE question (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    closes  INTEGER NOT NULL,            -- answers after this go to staff
    text    TEXT NOT NULL,
    options TEXT NOT NULL                -- JSON array of strings
) STRICT;

-- What was tried to bring a dongle back, one row a rung of the ladder.
CREATE TABLE recovery (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    modem   TEXT NOT NULL,               -- its name
    rung    INTEGER NOT NULL,            -- enum recovery_rung (recovery.h)
    why     TEXT NOT NULL,               -- what was wrong, in words
    outcome INTEGER NOT NULL DEFAULT 0,  -- enum recovery_outcome
    took_ms INTEGER NOT NULL DEFAULT 0,  -- until the outcome was known
    -- Why a dongle was helped is a reason too (step 21).
    why_code INTEGER NOT NULL DEFAULT 0  -- enum reason_code; 0: words as such
) STRICT;
CREATE INDEX recovery_modem ON recovery (modem, id);
CREATE INDEX recovery_open ON recovery (id) WHERE outcome = 0;

-- Status reports, matched or waiting for the result they overtook.
CREATE TABLE report (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        BLOB NOT NULL UNIQUE,
    sim        TEXT NOT NULL,
    at         INTEGER NOT NULL,
    pdu        TEXT NOT NULL,
    reference  INTEGER NOT NULL,         -- TP-MR
    recipient  TEXT NOT NULL,            -- canonical
    stamp      INTEGER NOT NULL,         -- TP-SCTS
    discharged INTEGER NOT NULL,         -- TP-DT
    status     INTEGER NOT NULL,         -- TP-ST, TS 23.040 §9.2.3.15
    message    INTEGER REFERENCES message, -- NULL: not matched yet
    n          INTEGER
) STRICT;
CREATE INDEX report_waiting ON report (sim, reference) WHERE message IS NULL;
CREATE INDEX report_message ON report (message, n) WHERE message IS NOT NULL;

-- Who calls the others of a class in an emergency.
CREATE TABLE representative (
    class  TEXT NOT NULL,                -- as its children have it
    family INTEGER NOT NULL REFERENCES family ON DELETE CASCADE,
    PRIMARY KEY (class, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX representative_family ON representative (family);
-- Whoever represents a class may go on with it.
CREATE TRIGGER list_representative_changed AFTER UPDATE ON representative
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0) SELECT
        list, step, 8, 2, NEW.family, OLD.class, NEW.class FROM list_now;
END;

-- Whose number it is, as staff said of one that no family had.
CREATE TABLE sender (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    number   TEXT NOT NULL,              -- canonical
    at       INTEGER NOT NULL,
    who      TEXT NOT NULL,              -- said so
    kind     INTEGER NOT NULL,           -- enum sender_kind (sender.h)
    name     TEXT NOT NULL DEFAULT '',   -- of one who is no parent
    thread   INTEGER NOT NULL REFERENCES thread, -- where its texts were
    family   INTEGER REFERENCES family,  -- NULL: of none
    guardian INTEGER NOT NULL DEFAULT 0, -- 0: none; may be gone since
    child    INTEGER NOT NULL DEFAULT 0, -- of a new family
    made     INTEGER NOT NULL DEFAULT 0, -- 1: the guardian was new then
    proof    INTEGER NOT NULL DEFAULT 0, -- enum sender_proof
    question INTEGER REFERENCES question, -- put to the family's old number
    was      INTEGER NOT NULL DEFAULT 0, -- enum phone_state before; 0: no row
    undone   INTEGER NOT NULL DEFAULT 0  -- when; 0: it holds
) STRICT;
CREATE UNIQUE INDEX sender_number ON sender (number) WHERE undone = 0;
CREATE INDEX sender_family ON sender (family) WHERE undone = 0;
CREATE INDEX sender_question ON sender (question) WHERE question IS NOT NULL;

-- The messages that went along, and why they were where they had been.
CREATE TABLE sender_message (
    sender     INTEGER NOT NULL REFERENCES sender ON DELETE CASCADE,
    message    INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    match      TEXT NOT NULL,
    match_code INTEGER NOT NULL,
    PRIMARY KEY (sender, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX sender_of_message ON sender_message (message);

-- Sentences about children, from when a teacher types them to the week's
-- round that takes them home.
CREATE TABLE sentence (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    child   INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    author  TEXT NOT NULL,
    at      INTEGER NOT NULL,            -- last changed
    tone    INTEGER NOT NULL,            -- enum tone
    body    TEXT NOT NULL,
    sent    INTEGER NOT NULL DEFAULT 0,  -- when a round took it; 0: it waits
    message INTEGER REFERENCES message ON DELETE SET NULL -- the first that it
                                         -- went with; NULL: nobody got it
) STRICT;
CREATE UNIQUE INDEX sentence_waits ON sentence (child, author) WHERE sent = 0;
CREATE INDEX sentence_child ON sentence (child, sent);
CREATE INDEX sentence_message ON sentence (message) WHERE message IS NOT NULL;

-- Small facts about this installation.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How signal and power were, a row every ten minutes for five weeks.
CREATE TABLE signal_history (
    modem   TEXT NOT NULL,               -- its name
    at      INTEGER NOT NULL,
    working INTEGER NOT NULL,            -- 1: it answered just before
    percent INTEGER NOT NULL,            -- signal, 0..100; -1 unknown
    used    INTEGER NOT NULL,            -- messages on the SIM; -1 unknown
    size    INTEGER NOT NULL,            -- and how many fit
    PRIMARY KEY (modem, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE sim (
    imsi         TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    number       TEXT NOT NULL DEFAULT '', -- its own number, where known
    operator     TEXT NOT NULL DEFAULT '',
    paused_until INTEGER NOT NULL DEFAULT 0,
    paused_why   TEXT NOT NULL DEFAULT '',
    refusals     INTEGER NOT NULL DEFAULT 0, -- account errors in a row
    waits        INTEGER NOT NULL DEFAULT 0, -- enum message_wait: why its queue
    waits_until  INTEGER NOT NULL DEFAULT 0, -- stands still, and until when
    credit       TEXT NOT NULL DEFAULT '', -- the network's last words on it
    credit_at    INTEGER NOT NULL DEFAULT 0,
    working      INTEGER NOT NULL DEFAULT 0, -- 1: in a dongle that answers
    pin_refused  TEXT NOT NULL DEFAULT '', -- hash of a PIN never to try again
    seen         INTEGER NOT NULL,
    -- Limits of its own; NULL: those of all SIMs.
    per_minute INTEGER,
    per_15_minutes INTEGER,
    per_day INTEGER,
    numbers_per_day INTEGER,
    balance_code TEXT NOT NULL DEFAULT '', -- "*144#"
    expires TEXT NOT NULL DEFAULT '',    -- "2027-03-01": the network ends it;
                                         -- '' unknown
    keep_alive INTEGER NOT NULL DEFAULT 0, -- 1: it is kept in use before that
                                         -- day
    price INTEGER NOT NULL DEFAULT 0,    -- of a part, in thousandths of the
                                         -- money; 0 unknown
    -- Hundredths of the money; NULL: the words did not say it beyond doubt.
    credit_amount INTEGER,
    credit_low INTEGER NOT NULL DEFAULT 0, -- enum sim_credit_level
    credit_ends INTEGER NOT NULL DEFAULT 0, -- UTC ms: then it is lost; 0
                                         -- unknown
    credit_asked INTEGER NOT NULL DEFAULT 0, -- UTC ms: last asked for by itself
    credit_told INTEGER NOT NULL DEFAULT 0, -- UTC ms: the keeper was last told
    expiry_told TEXT NOT NULL DEFAULT '', -- "2027-03-01 14": told so many days
                                         -- before
    -- The operator's last words on what was bought, and when that ends (UTC ms).
    bundle TEXT NOT NULL DEFAULT '',
    bundle_at INTEGER NOT NULL DEFAULT 0,
    bundle_ends INTEGER NOT NULL DEFAULT 0,
    -- Two more limits of its own for each SIM; NULL: those of all SIMs.
    numbers_per_month INTEGER,           -- different ones
    same_per_15_minutes INTEGER,         -- one text, word for
    same_per_day INTEGER,                -- word, to anybody
    -- How long a SIM lives without being used, and whether it still receives.
    used_at INTEGER NOT NULL DEFAULT 0,  -- UTC ms: the network last took a text
                                         -- of it
    life_days INTEGER NOT NULL DEFAULT 0, -- without use the network ends it
                                         -- then; 0 unknown
    keep_days INTEGER NOT NULL DEFAULT 0, -- keep_alive: a text after so many
                                         -- days without
    keep_at INTEGER NOT NULL DEFAULT 0,  -- the last such
    keep_message INTEGER NOT NULL DEFAULT 0,
    prove INTEGER NOT NULL DEFAULT 0,    -- 1: it texts itself each month
    proof_state INTEGER NOT NULL DEFAULT 0, -- enum sim_proof (sim_life.h)
    proof_at INTEGER NOT NULL DEFAULT 0, -- queued
    proof_message INTEGER NOT NULL DEFAULT 0,
    proof_code TEXT NOT NULL DEFAULT '', -- in its text
    proof_took INTEGER NOT NULL DEFAULT 0, -- ms until it came back
    -- The message centre of each SIM, for when it has lost it.
    smsc TEXT NOT NULL DEFAULT '',       -- E.164; '' unknown
    -- The queue wants to know a SIM's credit; whoever asks clears it.
    credit_wanted INTEGER NOT NULL DEFAULT 0, -- UTC ms of the refusal; 0: not
                                         -- wanted
    paused_code INTEGER NOT NULL DEFAULT 0, -- likewise, of paused_why
    -- The money of a balance, and notices that are not believed yet.
    credit_currency TEXT NOT NULL DEFAULT '', -- ISO 4217 of credit_amount; ''
                                         -- unknown
    -- The balance that the last notice named, until a code or a second one agrees.
    notice_amount INTEGER,               -- hundredths; NULL: none
    notice_currency TEXT NOT NULL DEFAULT '',
    notice_at INTEGER NOT NULL DEFAULT 0, -- UTC ms
    bundle_told INTEGER NOT NULL DEFAULT 0 -- UTC ms: the end that the keeper
                                         -- was told of
) STRICT;

CREATE TABLE staff (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL UNIQUE,
    role     INTEGER NOT NULL,           -- enum staff_role (staff.h)
    password TEXT NOT NULL,              -- crypto_pwhash_str, argon2id
    created  INTEGER NOT NULL,
    closed   INTEGER NOT NULL DEFAULT 0, -- when the account was ended
    -- A person chooses the page that opens after the sign-in.
    opens TEXT NOT NULL DEFAULT '',      -- "/inbox"; '' Today
    -- A person has classes, subjects, a language and a signature.
    language TEXT NOT NULL DEFAULT '',   -- of the pages, BCP 47; '' as the
                                         -- browser has it
    signature TEXT NOT NULL DEFAULT '',  -- "Mrs Otieno"
    subjects TEXT NOT NULL DEFAULT '',   -- in words
    classes TEXT NOT NULL DEFAULT '',    -- each between line feeds; '' none
    classes_kept INTEGER NOT NULL DEFAULT 0, -- 1: an admin set them, so that
                                         -- the person does not
    -- An account that sees its own classes alone.
    walled INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Who leaves takes the phone along: nothing goes there, and it answers nobody.
CREATE TRIGGER alert_person_leaves AFTER UPDATE OF closed ON staff
    WHEN NEW.closed > 0 BEGIN
    DELETE FROM alert_person WHERE staff = NEW.id;
    DELETE FROM alert WHERE staff = NEW.id AND told = 0;
END;
-- Where a list renames a class, whose class it is goes on with it, and goes
-- back when the list is taken back.
CREATE TRIGGER list_staff_changed AFTER UPDATE OF classes ON staff
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0) SELECT
        list, step, 9, 2, NEW.id, OLD.classes, NEW.classes FROM list_now;
END;

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

-- Words to begin with, per language.
CREATE TABLE template (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    language TEXT NOT NULL,              -- BCP 47
    tone     INTEGER NOT NULL DEFAULT 0, -- enum tone
    body     TEXT NOT NULL,              -- fields unfilled
    UNIQUE (name, language)
) STRICT;

-- One row a family, and one a sender in a tray; kept so that lists cost O(page).
CREATE TABLE thread (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    family   INTEGER UNIQUE REFERENCES family, -- NULL: a tray's sender
    tray     INTEGER NOT NULL DEFAULT 0, -- enum tray (mapping.h); 0: a family
    number   TEXT,                       -- the tray's sender, canonical
    last_id  INTEGER NOT NULL DEFAULT 0, -- newest message
    last_at  INTEGER NOT NULL DEFAULT 0,
    unread   INTEGER NOT NULL DEFAULT 0, -- messages in that nobody has seen
    snippet  TEXT NOT NULL DEFAULT '',   -- start of the newest message
    archived INTEGER NOT NULL DEFAULT 0,
    -- An account that answers this thread; NULL: anybody.
    assigned INTEGER REFERENCES staff,
    -- Since when the family waits for a person (UTC ms); 0: it does not. A text to
    -- many is no answer, and an answer to a question needs none.
    waiting INTEGER NOT NULL DEFAULT 0,
    -- What an operator or a bank says of money is for admins alone.
    money INTEGER NOT NULL DEFAULT 0,    -- 1: a sender in Notices that told of
                                         -- money
    CHECK ((family IS NULL) = (tray <> 0))
) STRICT;
CREATE UNIQUE INDEX thread_sender ON thread (tray, number) WHERE family IS NULL;
CREATE INDEX thread_list ON thread (tray, archived, last_at DESC, id DESC);
CREATE INDEX thread_unread ON thread (tray, last_at DESC, id DESC)
    WHERE unread > 0;
CREATE INDEX thread_waiting ON thread (waiting) WHERE waiting > 0;
CREATE INDEX thread_assigned ON thread (assigned) WHERE assigned IS NOT NULL;
-- By id, for a clock may have been wrong.
CREATE TRIGGER thread_waits_less AFTER UPDATE OF waiting ON thread
    WHEN OLD.waiting > 0 AND (NEW.waiting = 0 OR NEW.waiting > OLD.waiting)
BEGIN
    UPDATE message SET settled = 1 WHERE thread = NEW.id AND direction = 1
        AND kind IN (1, 2)
        AND id >= (SELECT min(id) FROM message WHERE thread = NEW.id
            AND at = OLD.waiting AND direction = 1)
        AND id < coalesce((SELECT min(id) FROM message WHERE thread = NEW.id
            AND at = NEW.waiting AND direction = 1), 9223372036854775807)
        AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = NEW.id
            AND o.id > message.id AND o.direction = 2 AND o.author <> ''
            AND o.batch IS NULL AND o.holds = 0);
END;
CREATE TRIGGER thread_waits_more AFTER UPDATE OF waiting ON thread
    WHEN NEW.waiting > 0 AND (OLD.waiting = 0 OR NEW.waiting < OLD.waiting)
BEGIN
    UPDATE message SET settled = 0 WHERE thread = NEW.id AND settled = 1
        AND id >= (SELECT min(id) FROM message WHERE thread = NEW.id
            AND at = NEW.waiting AND direction = 1);
END;

-- Access tokens and sign-in sessions: only their hash is kept.
CREATE TABLE token (
    hash    BLOB PRIMARY KEY,            -- BLAKE2b of the 32 random bytes
    staff   INTEGER REFERENCES staff,    -- NULL: a machine's token
    name    TEXT NOT NULL,
    role    INTEGER NOT NULL,
    csrf    TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    expires INTEGER NOT NULL,            -- 0: never
    -- A machine's token that came back with a backup sleeps.
    asleep INTEGER NOT NULL DEFAULT 0    -- 1: it opens nothing until an admin
                                         -- wakes it
) STRICT, WITHOUT ROWID;

-- A USSD dialogue, step by step.
CREATE TABLE ussd (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    sim      TEXT NOT NULL,
    code     TEXT NOT NULL,
    state    INTEGER NOT NULL,           -- enum ussd_state (modems.h)
    status   INTEGER,                    -- as +CUSD
    answer   TEXT NOT NULL DEFAULT '',
    asked    INTEGER NOT NULL,
    answered INTEGER,
    author   TEXT NOT NULL DEFAULT '',
    run INTEGER NOT NULL DEFAULT 0,      -- menu_run; 0: typed by a person. A
                                         -- row without a code closes the
                                         -- session.
    -- How a USSD code and a menu went is a reason too (step 21); what the
    -- operator says are words.
    answer_code INTEGER NOT NULL DEFAULT 0 -- enum reason_code; 0: words as such
) STRICT;
CREATE INDEX ussd_waiting ON ussd (sim) WHERE state = 1;

-- Programs elsewhere are told of messages: what is to be told is a row of
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
