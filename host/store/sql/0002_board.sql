-- 0002: the recovery of dongles, and the companion board.

-- What was tried to bring a dongle back, one row a rung of the ladder.
CREATE TABLE recovery (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    modem   TEXT NOT NULL,               -- its name
    rung    INTEGER NOT NULL,            -- enum recovery_rung (recovery.h)
    why     TEXT NOT NULL,               -- what was wrong, in words
    outcome INTEGER NOT NULL DEFAULT 0,  -- enum recovery_outcome
    took_ms INTEGER NOT NULL DEFAULT 0   -- until the outcome was known
) STRICT;
CREATE INDEX recovery_modem ON recovery (modem, id);
CREATE INDEX recovery_open ON recovery (id) WHERE outcome = 0;

-- What the board told, and what it was told to do.
CREATE TABLE board_event (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    at    INTEGER NOT NULL,
    n     INTEGER NOT NULL,              -- the board's own count; -1: ours
    type  TEXT NOT NULL,                 -- as in board_proto.h, or one of ours
    args  TEXT NOT NULL DEFAULT '',      -- as they came, with commas
    words TEXT NOT NULL                  -- for people
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
