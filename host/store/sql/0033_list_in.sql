-- 0033: what a class list changed, so that it can be taken back as a whole.

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
    b4 ANY, a4 ANY
) STRICT;
CREATE INDEX list_change_step ON list_change (list, step);
CREATE INDEX list_change_item ON list_change (thing, item);

-- The list that writes within this transaction; empty outside of it.
CREATE TABLE list_now (
    list INTEGER NOT NULL,
    step INTEGER NOT NULL
) STRICT;

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
CREATE TRIGGER list_family_child_added AFTER INSERT ON family_child
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, item2) SELECT
        list, step, 3, 1, NEW.family, NEW.child FROM list_now;
END;
CREATE TRIGGER list_guardian_added AFTER INSERT ON guardian
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item) SELECT list,
        step, 4, 1, NEW.id FROM list_now;
END;
CREATE TRIGGER list_guardian_changed AFTER UPDATE ON guardian
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0, b1, a1,
        b2, a2, b3, a3) SELECT list, step, 4, 2, NEW.id, OLD.name,
        NEW.name, OLD.folded, NEW.folded, OLD.language, NEW.language,
        OLD.consent, NEW.consent FROM list_now;
END;
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
CREATE TRIGGER list_phone_added AFTER INSERT ON phone
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item) SELECT list,
        step, 6, 1, NEW.id FROM list_now;
END;
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
-- Whoever represents a class may go on with it.
CREATE TRIGGER list_representative_changed AFTER UPDATE ON representative
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0) SELECT
        list, step, 8, 2, NEW.family, OLD.class, NEW.class FROM list_now;
END;

-- Else whoever deletes a family looks through all messages for it.
CREATE INDEX message_suggested ON message (suggested)
    WHERE suggested IS NOT NULL;
CREATE INDEX family_merged_into ON family (merged_into)
    WHERE merged_into IS NOT NULL;

-- What is forgotten leaves no trace here.
CREATE TRIGGER list_child_forgotten AFTER DELETE ON child BEGIN
    DELETE FROM list_change WHERE thing = 2 AND item = OLD.id;
END;
CREATE TRIGGER list_guardian_forgotten AFTER DELETE ON guardian BEGIN
    DELETE FROM list_change WHERE thing = 4 AND item = OLD.id;
END;
CREATE TRIGGER list_family_forgotten AFTER UPDATE OF erased ON family
    WHEN NEW.erased = 1 BEGIN
    DELETE FROM list_change WHERE thing IN (1, 5) AND item = NEW.id;
END;
