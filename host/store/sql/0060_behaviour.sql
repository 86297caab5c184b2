-- 0060: events of a child, good ones first: the school's own list of them, with
-- a sentence home in each language, and what was noted of whom.

CREATE TABLE behaviour_kind (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,    -- "helped another"
    good INTEGER NOT NULL                -- 1; 0: a concern
) STRICT;
CREATE TABLE behaviour_words (
    kind     INTEGER NOT NULL REFERENCES behaviour_kind ON DELETE CASCADE,
    language TEXT NOT NULL COLLATE NOCASE,
    body     TEXT NOT NULL,              -- "{child} helped another child."
    PRIMARY KEY (kind, language)
) STRICT, WITHOUT ROWID;

-- Name and kind are those of the moment: a list that changes later changes no
-- count of before.
CREATE TABLE behaviour (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    child   INTEGER NOT NULL REFERENCES child ON DELETE CASCADE,
    kind    INTEGER REFERENCES behaviour_kind ON DELETE SET NULL,
    name    TEXT NOT NULL,
    good    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    spoke   INTEGER NOT NULL DEFAULT 0,  -- when somebody told home in person
    state   INTEGER NOT NULL DEFAULT 0,  -- enum behaviour_state
    decided INTEGER NOT NULL DEFAULT 0,  -- when that was
    decided_by TEXT NOT NULL DEFAULT '',
    message INTEGER REFERENCES message ON DELETE SET NULL -- the first of those
                                         -- that told home
) STRICT;
CREATE INDEX behaviour_child ON behaviour (child, at);
CREATE INDEX behaviour_asked ON behaviour (state) WHERE state = 1;
CREATE INDEX behaviour_message ON behaviour (message) WHERE message IS NOT NULL;

INSERT INTO behaviour_kind (id, name, good) VALUES
    (1, 'helped another', 1), (2, 'read aloud', 1), (3, 'clean uniform', 1),
    (4, 'came early', 1), (5, 'worked hard', 1), (6, 'did all homework', 1),
    (7, 'asked a good question', 1), (8, 'shared with others', 1),
    (9, 'late', 0), (10, 'no homework', 0), (11, 'disturbed the lesson', 0),
    (12, 'fight', 0);

-- No "today": a text may go the next morning, or on Monday.
INSERT INTO behaviour_words (kind, language, body) VALUES
    (1, 'en', '{child} helped another child at school.'),
    (2, 'en', '{child} read aloud to the class.'),
    (3, 'en', '{child} came in a clean and neat uniform.'),
    (4, 'en', '{child} came to school early.'),
    (5, 'en', '{child} worked hard in class.'),
    (6, 'en', '{child} did all the homework.'),
    (7, 'en', '{child} asked a good question in class.'),
    (8, 'en', '{child} shared with other children.'),
    (9, 'en', '{child} came late to school.'),
    (10, 'en', '{child} came without the homework.'),
    (11, 'en', '{child} disturbed the lesson.'),
    (12, 'en', '{child} was in a fight at school. We would like to talk with'
        || ' you.'),
    (1, 'fr', '{child} a aidé un autre enfant à l''école.'),
    (2, 'fr', '{child} a lu à voix haute devant la classe.'),
    (3, 'fr', '{child} porte un uniforme propre et soigné.'),
    (4, 'fr', '{child} était en avance à l''école.'),
    (5, 'fr', '{child} a bien travaillé en classe.'),
    (6, 'fr', '{child} a fait tous les devoirs.'),
    (7, 'fr', '{child} a posé une bonne question en classe.'),
    (8, 'fr', '{child} a partagé avec les autres enfants.'),
    (9, 'fr', '{child} était en retard à l''école.'),
    (10, 'fr', '{child} n''avait pas fait les devoirs.'),
    (11, 'fr', '{child} a dérangé le cours.'),
    (12, 'fr', '{child} a pris part à une bagarre à l''école. Nous aimerions'
        || ' en parler avec vous.'),
    (1, 'sw', '{child} alimsaidia mwenzake shuleni.'),
    (2, 'sw', '{child} alisoma kwa sauti mbele ya darasa.'),
    (3, 'sw', '{child} alikuja na sare safi na nadhifu.'),
    (4, 'sw', '{child} alifika shuleni mapema.'),
    (5, 'sw', '{child} alifanya kazi kwa bidii darasani.'),
    (6, 'sw', '{child} alifanya kazi yote ya nyumbani.'),
    (7, 'sw', '{child} aliuliza swali zuri darasani.'),
    (8, 'sw', '{child} aligawana na wenzake.'),
    (9, 'sw', '{child} alichelewa kufika shuleni.'),
    (10, 'sw', '{child} alikuja bila kazi ya nyumbani.'),
    (11, 'sw', '{child} alivuruga somo.'),
    (12, 'sw', '{child} alihusika katika ugomvi shuleni. Tungependa kuzungumza'
        || ' nawe.'),
    (1, 'ar', 'خبر جميل عن {child}: مساعدة طفل آخر في المدرسة.'),
    (2, 'ar', 'خبر جميل عن {child}: القراءة بصوت عال أمام الصف.'),
    (3, 'ar', 'خبر جميل عن {child}: زي مدرسي نظيف ومرتب.'),
    (4, 'ar', 'خبر جميل عن {child}: الحضور إلى المدرسة مبكرا.'),
    (5, 'ar', 'خبر جميل عن {child}: العمل بجد في الصف.'),
    (6, 'ar', 'خبر جميل عن {child}: إنجاز كل الواجبات.'),
    (7, 'ar', 'خبر جميل عن {child}: طرح سؤال جيد في الصف.'),
    (8, 'ar', 'خبر جميل عن {child}: المشاركة مع الأطفال الآخرين.'),
    (9, 'ar', 'نود إخباركم عن {child}: التأخر عن المدرسة.'),
    (10, 'ar', 'نود إخباركم عن {child}: الحضور بلا واجبات.'),
    (11, 'ar', 'نود إخباركم عن {child}: التشويش على الدرس.'),
    (12, 'ar', 'نود إخباركم عن {child}: شجار في المدرسة. نود الحديث معكم.');
