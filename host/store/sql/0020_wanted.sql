-- 0020: the queue wants to know a SIM's credit; whoever asks clears it.

ALTER TABLE sim ADD COLUMN credit_wanted INTEGER NOT NULL DEFAULT 0; -- UTC ms
                                         -- of the refusal; 0: not wanted
