-- 0010: menus of the operators, of several steps, and how each walk went.

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
    words   TEXT NOT NULL DEFAULT ''     -- the last answer, or what went wrong
) STRICT;
CREATE INDEX menu_run_sim ON menu_run (sim, id);

ALTER TABLE ussd ADD COLUMN run INTEGER NOT NULL DEFAULT 0; -- menu_run; 0:
                                         -- typed by a person. A row without a
                                         -- code closes the session.

-- The operator's last words on what was bought, and when that ends (UTC ms).
ALTER TABLE sim ADD COLUMN bundle TEXT NOT NULL DEFAULT '';
ALTER TABLE sim ADD COLUMN bundle_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sim ADD COLUMN bundle_ends INTEGER NOT NULL DEFAULT 0;
