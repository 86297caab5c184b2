-- 0035: texts that perhaps tell of harm, until named staff have decided.

CREATE INDEX message_marked ON message (id) WHERE concern = 1;
