-- 0008: hand-overs that nothing has proved; a report may still come for one,
-- even while its part is queued for another.

CREATE INDEX attempt_unproved ON attempt (sim, started)
    WHERE reference < 0 AND outcome <> 2;
