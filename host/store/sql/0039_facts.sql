-- 0039: how a guardian is best told, and since when they agree to texts.

ALTER TABLE guardian ADD COLUMN reads INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- guardian_reads (people.h)
-- When texts are welcome: minutes after local midnight; equal: at any time.
ALTER TABLE guardian ADD COLUMN hours_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE guardian ADD COLUMN hours_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE guardian ADD COLUMN consent_at INTEGER NOT NULL DEFAULT 0; -- when
                                         -- recorded by hand; 0: not
ALTER TABLE guardian ADD COLUMN consent_by TEXT NOT NULL DEFAULT '';

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

-- What a list changed in a guardian's consent goes back with who recorded it:
-- what was recorded by hand since stays.
ALTER TABLE list_change ADD COLUMN b5 ANY;
ALTER TABLE list_change ADD COLUMN a5 ANY;
UPDATE list_change SET b4 = 0, a4 = 0, b5 = '', a5 = ''
    WHERE thing = 4 AND act = 2;
DROP TRIGGER list_guardian_changed;
CREATE TRIGGER list_guardian_changed AFTER UPDATE ON guardian
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0, b1, a1,
        b2, a2, b3, a3, b4, a4, b5, a5) SELECT list, step, 4, 2, NEW.id,
        OLD.name, NEW.name, OLD.folded, NEW.folded, OLD.language,
        NEW.language, OLD.consent, NEW.consent, OLD.consent_at,
        NEW.consent_at, OLD.consent_by, NEW.consent_by FROM list_now;
END;
