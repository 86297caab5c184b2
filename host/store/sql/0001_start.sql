-- 0001: the first shape of the store.
-- Every time is UTC milliseconds. Every id grows with arrival, and order is by
-- id: a modem's or the network's clock never decides it. Numbers of states are
-- those of the enums in the headers named; they are never reused.

-- Small facts about this installation.
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- People -------------------------------------------------------------------

-- A family is whom one thread talks with.
CREATE TABLE family (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT UNIQUE,             -- column `family` of the CSV, or NULL
    name        TEXT NOT NULL DEFAULT '', -- what staff call it; '' when unnamed
    label       TEXT NOT NULL DEFAULT '', -- name, else its guardians' names
    created     INTEGER NOT NULL,
    merged_into INTEGER REFERENCES family -- NULL while it stands for itself
) STRICT;

CREATE TABLE child (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    key     TEXT UNIQUE,                 -- column `child_id` of the CSV, or NULL
    name    TEXT NOT NULL,
    folded  TEXT NOT NULL,               -- name as compared
    class   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX child_class ON child (class);
CREATE INDEX child_folded ON child (folded, class);

CREATE TABLE family_child (
    family INTEGER NOT NULL REFERENCES family,
    child  INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    PRIMARY KEY (family, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX child_family ON family_child (child);

CREATE TABLE guardian (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',   -- BCP 47, '' for the school's
    consent  TEXT NOT NULL DEFAULT ''    -- as recorded: 'yes', 'no', a date, ''
) STRICT;

CREATE INDEX guardian_folded ON guardian (folded);

CREATE TABLE family_guardian (
    family   INTEGER NOT NULL REFERENCES family,
    guardian INTEGER NOT NULL REFERENCES guardian ON DELETE CASCADE,
    relation TEXT NOT NULL DEFAULT '',   -- mother, uncle, ... as written
    PRIMARY KEY (family, guardian)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardian_family ON family_guardian (guardian);

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
    failed_day     INTEGER NOT NULL DEFAULT 0  -- day (ms / 86400000) of the last
) STRICT;

CREATE TABLE guardian_phone (
    guardian INTEGER NOT NULL REFERENCES guardian ON DELETE CASCADE,
    phone    INTEGER NOT NULL REFERENCES phone,
    rank     INTEGER NOT NULL DEFAULT 1, -- 1 is tried first
    PRIMARY KEY (guardian, phone)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_guardian ON guardian_phone (phone);

-- Threads and messages -----------------------------------------------------

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
    CHECK ((family IS NULL) = (tray <> 0))
) STRICT;
CREATE UNIQUE INDEX thread_sender ON thread (tray, number) WHERE family IS NULL;
CREATE INDEX thread_list ON thread (tray, archived, last_at DESC, id DESC);
CREATE INDEX thread_unread ON thread (tray, last_at DESC, id DESC)
    WHERE unread > 0;

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
    handled   INTEGER NOT NULL DEFAULT 0 -- in: when staff saw it; 0: unread
) STRICT;
CREATE INDEX message_thread ON message (thread, id);
-- What waits, by SIM in the order of sending; who is next; what runs out.
CREATE INDEX message_queue ON message (sim, started, priority, next, id)
    WHERE direction = 2 AND state = 1;
CREATE INDEX message_next ON message (next) WHERE direction = 2 AND state = 1;
CREATE INDEX message_expires ON message (expires)
    WHERE direction = 2 AND state = 1 AND expires > 0;
CREATE INDEX message_open ON message (state) WHERE state IN (1, 2, 6);
CREATE INDEX message_batch ON message (batch) WHERE batch IS NOT NULL;
CREATE INDEX message_question ON message (question) WHERE question IS NOT NULL;
CREATE INDEX message_number ON message (number, id);

CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
    UPDATE thread SET last_id = NEW.id, last_at = NEW.at,
        unread = unread + (NEW.direction = 1 AND NEW.handled = 0),
        snippet = substr(NEW.body, 1, 80), archived = 0
    WHERE id = NEW.thread;
END;

-- What is searched: the folded words of each body; rowid is message.id.
CREATE VIRTUAL TABLE message_words USING fts5 (
    words, content = '',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);

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
    code      INTEGER
) STRICT;
CREATE INDEX attempt_open ON attempt (id) WHERE ended IS NULL;
CREATE INDEX attempt_message ON attempt (message, n);
-- What a SIM's limits count: all but what surely never left (LINK_NOT_SENT).
CREATE INDEX attempt_sim ON attempt (sim, started)
    WHERE outcome IS NULL OR outcome <> 2;
CREATE INDEX attempt_number ON attempt (sim, number, started)
    WHERE outcome IS NULL OR outcome <> 2;

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

-- Asking many, and questions -----------------------------------------------

CREATE TABLE batch (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    author TEXT NOT NULL,
    target TEXT NOT NULL,                -- in words: "class 4B"
    body   TEXT NOT NULL                 -- as written, fields unfilled
) STRICT;

CREATE TABLE question (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    closes  INTEGER NOT NULL,            -- answers after this go to staff
    text    TEXT NOT NULL,
    options TEXT NOT NULL                -- JSON array of strings
) STRICT;

-- Dongles and SIMs ---------------------------------------------------------

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
    seen         INTEGER NOT NULL
) STRICT;

CREATE TABLE modem (
    imei     TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    device   TEXT NOT NULL,              -- where it was last found
    model    TEXT NOT NULL DEFAULT '',
    firmware TEXT NOT NULL DEFAULT '',
    sim      TEXT,                       -- IMSI in it now
    seen     INTEGER NOT NULL
) STRICT;

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
    author   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX ussd_waiting ON ussd (sim) WHERE state = 1;

-- Staff --------------------------------------------------------------------

CREATE TABLE staff (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL UNIQUE,
    role     INTEGER NOT NULL,           -- enum staff_role (staff.h)
    password TEXT NOT NULL,              -- crypto_pwhash_str, argon2id
    created  INTEGER NOT NULL,
    closed   INTEGER NOT NULL DEFAULT 0  -- when the account was ended
) STRICT;

-- Access tokens and sign-in sessions: only their hash is kept.
CREATE TABLE token (
    hash    BLOB PRIMARY KEY,            -- BLAKE2b of the 32 random bytes
    staff   INTEGER REFERENCES staff,    -- NULL: a machine's token
    name    TEXT NOT NULL,
    role    INTEGER NOT NULL,
    csrf    TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    expires INTEGER NOT NULL             -- 0: never
) STRICT, WITHOUT ROWID;

-- Who did what. Never a message's text.
CREATE TABLE audit (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    action TEXT NOT NULL,                -- "message.file", "phone.opt_out", ...
    object TEXT NOT NULL,                -- "message 12"
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
