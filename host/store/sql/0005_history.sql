-- 0005: how signal and power were, a row every ten minutes for five weeks.

CREATE TABLE signal_history (
    modem   TEXT NOT NULL,               -- its name
    at      INTEGER NOT NULL,
    working INTEGER NOT NULL,            -- 1: it answered just before
    percent INTEGER NOT NULL,            -- signal, 0..100; -1 unknown
    used    INTEGER NOT NULL,            -- messages on the SIM; -1 unknown
    size    INTEGER NOT NULL,            -- and how many fit
    PRIMARY KEY (modem, at)
) STRICT, WITHOUT ROWID;

-- Only where a companion board tells.
CREATE TABLE power_history (
    at      INTEGER PRIMARY KEY,
    mains   INTEGER NOT NULL,            -- 1: mains power is there
    battery INTEGER NOT NULL             -- mV
) STRICT;
