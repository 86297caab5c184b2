-- 0019: the message centre of each SIM, for when it has lost it.

ALTER TABLE sim ADD COLUMN smsc TEXT NOT NULL DEFAULT ''; -- E.164; '' unknown
