-- 0031: what a text asked or said of its phone while staff have not decided,
-- and which texts the program wrote to somebody by itself.

ALTER TABLE phone ADD COLUMN stop_asked INTEGER NOT NULL DEFAULT 0; -- the text
                                         -- that seems to ask for no more:
                                         -- routine ones wait; 0: none
ALTER TABLE phone ADD COLUMN wrong_asked INTEGER NOT NULL DEFAULT 0; -- the text
                                         -- that may say the number is wrong; 0
CREATE INDEX phone_doubt ON phone (id) WHERE stop_asked > 0 OR wrong_asked > 0;

ALTER TABLE message ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0; -- out: 1:
                                         -- an answer by itself, under a ceiling
CREATE INDEX message_automatic ON message (at) WHERE automatic = 1;
