-- 0064: where a list renames a class, whose class it is goes on with it, and goes
-- back when the list is taken back.

CREATE TRIGGER list_staff_changed AFTER UPDATE OF classes ON staff
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0) SELECT
        list, step, 9, 2, NEW.id, OLD.classes, NEW.classes FROM list_now;
END;
CREATE TRIGGER list_alert_person_changed AFTER UPDATE OF classes ON alert_person
    WHEN EXISTS (SELECT 1 FROM list_now) BEGIN
    INSERT INTO list_change (list, step, thing, act, item, b0, a0) SELECT
        list, step, 10, 2, NEW.staff, OLD.classes, NEW.classes FROM list_now;
END;
