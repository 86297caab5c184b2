-- 0030: the money of a balance, and notices that are not believed yet.

ALTER TABLE sim ADD COLUMN credit_currency TEXT NOT NULL DEFAULT ''; -- ISO 4217
                                         -- of credit_amount; '' unknown
-- The balance that the last notice named, until a code or a second one agrees.
ALTER TABLE sim ADD COLUMN notice_amount INTEGER; -- hundredths; NULL: none
ALTER TABLE sim ADD COLUMN notice_currency TEXT NOT NULL DEFAULT '';
ALTER TABLE sim ADD COLUMN notice_at INTEGER NOT NULL DEFAULT 0; -- UTC ms
ALTER TABLE sim ADD COLUMN bundle_told INTEGER NOT NULL DEFAULT 0; -- UTC ms: the
                                         -- end that the keeper was told of
