-- 0016: how long a SIM lives without being used, and whether it still receives.

ALTER TABLE sim ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0; -- UTC ms: the
                                         -- network last took a text of it
ALTER TABLE sim ADD COLUMN life_days INTEGER NOT NULL DEFAULT 0; -- without use
                                         -- the network ends it then; 0 unknown
ALTER TABLE sim ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 0; -- keep_alive:
                                         -- a text after so many days without
ALTER TABLE sim ADD COLUMN keep_at INTEGER NOT NULL DEFAULT 0; -- the last such
ALTER TABLE sim ADD COLUMN keep_message INTEGER NOT NULL DEFAULT 0;

ALTER TABLE sim ADD COLUMN prove INTEGER NOT NULL DEFAULT 0; -- 1: it texts
                                         -- itself each month
ALTER TABLE sim ADD COLUMN proof_state INTEGER NOT NULL DEFAULT 0; -- enum
                                         -- sim_proof (sim_life.h)
ALTER TABLE sim ADD COLUMN proof_at INTEGER NOT NULL DEFAULT 0; -- queued
ALTER TABLE sim ADD COLUMN proof_message INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sim ADD COLUMN proof_code TEXT NOT NULL DEFAULT ''; -- in its text
ALTER TABLE sim ADD COLUMN proof_took INTEGER NOT NULL DEFAULT 0; -- ms until it
                                         -- came back

UPDATE sim SET used_at = coalesce((SELECT max(started) FROM attempt
    WHERE sim = imsi AND outcome = 1), 0);
UPDATE sim SET life_days = 90, keep_days = 60 WHERE keep_alive = 1;
