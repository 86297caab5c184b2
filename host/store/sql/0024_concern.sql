-- 0024: whether a text tells of harm to a child.

ALTER TABLE message ADD COLUMN concern INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- concern (mapping/concern.h)
