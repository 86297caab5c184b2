-- 0061: a person has classes, subjects, a language and a signature.

ALTER TABLE staff ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- of the pages,
                                         -- BCP 47; '' as the browser has it
ALTER TABLE staff ADD COLUMN signature TEXT NOT NULL DEFAULT ''; -- "Mrs Otieno"
ALTER TABLE staff ADD COLUMN subjects TEXT NOT NULL DEFAULT ''; -- in words
ALTER TABLE staff ADD COLUMN classes TEXT NOT NULL DEFAULT ''; -- each between
                                         -- line feeds; '' none
ALTER TABLE staff ADD COLUMN classes_kept INTEGER NOT NULL DEFAULT 0; -- 1: an
                                         -- admin set them, so that the person
                                         -- does not
