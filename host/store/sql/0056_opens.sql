-- 0056: a person chooses the page that opens after the sign-in.

ALTER TABLE staff ADD COLUMN opens TEXT NOT NULL DEFAULT ''; -- "/inbox"; '' Today
