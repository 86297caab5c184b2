-- 0042: the diary of a dongle that somebody asked for, one at a time.

CREATE TABLE diary (
    id     INTEGER PRIMARY KEY,
    modem  TEXT    NOT NULL,            -- its name; "": of all
    began  INTEGER NOT NULL,            -- UTC ms
    ends   INTEGER NOT NULL,            -- UTC ms
    text   TEXT                         -- NULL while it is kept: diary/diary.h
) STRICT;
