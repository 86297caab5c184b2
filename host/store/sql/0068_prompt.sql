-- 0068: talk at home: a bank of prompts about what families do anyway, with a
-- text in each language; which class had which; and cards for the classroom,
-- made of what families answered.

CREATE TABLE prompt (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    name   TEXT NOT NULL COLLATE NOCASE UNIQUE,  -- "market-change"
    place  INTEGER NOT NULL,             -- enum prompt_place (prompt.h)
    grade  INTEGER NOT NULL,             -- enum prompt_grade
    asks   INTEGER NOT NULL DEFAULT 0,   -- 1: families answer, for cards
    hidden INTEGER NOT NULL DEFAULT 0,   -- 1: it is not offered
    own    INTEGER NOT NULL DEFAULT 1    -- 0: it came with the program
) STRICT;
CREATE TABLE prompt_words (
    prompt   INTEGER NOT NULL REFERENCES prompt ON DELETE CASCADE,
    language TEXT NOT NULL COLLATE NOCASE,
    body     TEXT NOT NULL,              -- "Ask {child}: ..."
    PRIMARY KEY (prompt, language)
) STRICT, WITHOUT ROWID;

-- A class had it. Name and kind are those of the moment.
CREATE TABLE prompt_use (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    prompt INTEGER REFERENCES prompt ON DELETE SET NULL,
    name   TEXT NOT NULL,
    asks   INTEGER NOT NULL,
    class  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    who    TEXT NOT NULL,
    batch  INTEGER NOT NULL REFERENCES batch
) STRICT;
CREATE INDEX prompt_use_class ON prompt_use (class, at);
CREATE INDEX prompt_use_prompt ON prompt_use (prompt);

-- What a person said of an answer: it is a card of that child, with these
-- words, or none. It is shown while its text is neither forgotten nor thought to
-- tell of harm.
CREATE TABLE card (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    asked   INTEGER NOT NULL REFERENCES prompt_use ON DELETE CASCADE,
    message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    child   INTEGER REFERENCES child ON DELETE CASCADE, -- NULL: left out
    body    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    UNIQUE (asked, message)
) STRICT;
CREATE INDEX card_message ON card (message);
CREATE INDEX card_child ON card (child) WHERE child IS NOT NULL;

INSERT INTO prompt (id, name, place, grade, asks, own) VALUES
    (1, 'market-big', 1, 1, 0, 0),
    (2, 'market-change', 1, 2, 0, 0),
    (3, 'market-compare', 1, 3, 0, 0),
    (4, 'market-guess', 1, 0, 0, 0),
    (5, 'cook-names', 2, 1, 0, 0),
    (6, 'cook-share', 2, 2, 0, 0),
    (7, 'cook-more', 2, 3, 0, 0),
    (8, 'cook-steps', 2, 0, 0, 0),
    (9, 'story-animal', 3, 1, 0, 0),
    (10, 'story-young', 3, 2, 0, 0),
    (11, 'story-end', 3, 3, 0, 0),
    (12, 'story-name', 3, 0, 0, 0),
    (13, 'song-clap', 4, 1, 0, 0),
    (14, 'song-new', 4, 2, 0, 0),
    (15, 'song-meaning', 4, 3, 0, 0),
    (16, 'song-teach', 4, 0, 0, 0),
    (17, 'field-count', 5, 1, 0, 0),
    (18, 'field-shade', 5, 2, 0, 0),
    (19, 'field-plan', 5, 3, 0, 0),
    (20, 'field-weather', 5, 0, 0, 0),
    (21, 'ask-made', 0, 0, 1, 0),
    (22, 'ask-story', 0, 0, 1, 0),
    (23, 'ask-help', 0, 0, 1, 0),
    (24, 'ask-glad', 0, 0, 1, 0);

-- Drafts, for speakers to check. Letters outside of the GSM 7 bit alphabet are
-- avoided where readers will not mind: a text is one part there, two elsewhere.
INSERT INTO prompt_words (prompt, language, body) VALUES
    (1, 'en', 'At the market, ask {child} to find the biggest fruit, then the'
        || ' smallest.'),
    (2, 'en', 'When you buy something, ask {child} how much change you will'
        || ' get.'),
    (3, 'en', 'Ask {child}: where is sugar cheaper today, and by how much?'),
    (4, 'en', 'Before you pay, let {child} guess what it all costs. Who is'
        || ' nearest?'),
    (5, 'en', 'While you cook, ask {child} to name each thing in the pot and'
        || ' its colour.'),
    (6, 'en', 'At the meal, let {child} share out the food. Does each get the'
        || ' same?'),
    (7, 'en', 'Ask {child}: if two guests come, how much more food do we'
        || ' need?'),
    (8, 'en', 'While you cook, let {child} tell you what comes first and what'
        || ' comes next.'),
    (9, 'en', 'Tell {child} a story about an animal. Then ask: what came'
        || ' first, what came last?'),
    (10, 'en', 'Tell {child} of a day when you were small. Then answer three'
        || ' questions about it.'),
    (11, 'en', 'Tell {child} a story, but stop before the end. Ask: how could'
        || ' it end, and why?'),
    (12, 'en', 'Tell {child} who chose the name, and what it means.'),
    (13, 'en', 'Sing a song with {child} and clap once for each part of a'
        || ' word.'),
    (14, 'en', 'Sing a song with {child} and make new words for it together.'),
    (15, 'en', 'Sing an old song with {child}. Ask: what does it want to teach'
        || ' us?'),
    (16, 'en', 'Ask {child} to teach you a song from school. Then teach one of'
        || ' yours.'),
    (17, 'en', 'On the way, count with {child}: how many birds, goats or trees'
        || ' do you see?'),
    (18, 'en', 'Look at a shadow with {child} in the morning and at noon. What'
        || ' is different?'),
    (19, 'en', 'Ask {child}: what do we plant next, and what does it need to'
        || ' grow?'),
    (20, 'en', 'Look at the sky with {child}. What will the weather be? Check'
        || ' in the evening.'),
    (21, 'en', 'What did {child} build, cook or repair at home this week?'
        || ' Answer in a few words: they go on a card in class.'),
    (22, 'en', 'Which story or saying do you tell {child}? Answer in a few'
        || ' words: they go on a card in class.'),
    (23, 'en', 'How does {child} help at home or in the field? Answer in a few'
        || ' words: they go on a card in class.'),
    (24, 'en', 'What did {child} do well at home this week? Answer in a few'
        || ' words: they go on a card in class.'),
    (1, 'fr', 'Au marché, demandez à {child} le plus gros fruit, puis le plus'
        || ' petit.'),
    (2, 'fr', 'Quand vous achetez, demandez à {child} combien on va vous'
        || ' rendre.'),
    (3, 'fr', 'Demandez à {child} : où le sucre est-il moins cher, et de'
        || ' combien ?'),
    (4, 'fr', 'Avant de payer, devinez avec {child} le prix de tout. Qui est'
        || ' le plus près ?'),
    (5, 'fr', 'Pendant la cuisine, demandez à {child} ce qui est dans la'
        || ' marmite, et la couleur.'),
    (6, 'fr', 'Au repas, partagez la nourriture avec {child}. Chacun a-t-il'
        || ' autant ?'),
    (7, 'fr', 'Demandez à {child} : si deux invités viennent, que faut-il en'
        || ' plus ?'),
    (8, 'fr', 'Pendant la cuisine, demandez à {child} : que fait-on d''abord,'
        || ' et ensuite ?'),
    (9, 'fr', 'Racontez à {child} une histoire d''animal. Que se passe-t-il'
        || ' d''abord, et à la fin ?'),
    (10, 'fr', 'Racontez à {child} un jour de votre enfance, puis répondez à'
        || ' trois questions.'),
    (11, 'fr', 'Racontez à {child} une histoire sans la fin. Comment peut-elle'
        || ' finir, et pourquoi ?'),
    (12, 'fr', 'Dites à {child} qui a choisi le nom, et ce qu''il veut dire.'),
    (13, 'fr', 'Chantez avec {child} et tapez des mains à chaque partie des'
        || ' mots.'),
    (14, 'fr', 'Chantez avec {child} et inventez ensemble de nouvelles'
        || ' paroles.'),
    (15, 'fr', 'Chantez une vieille chanson avec {child}. Que veut-elle nous'
        || ' apprendre ?'),
    (16, 'fr', 'Demandez à {child} une chanson de l''école, puis chantez une'
        || ' des anciennes.'),
    (17, 'fr', 'En chemin, comptez avec {child} : combien d''oiseaux, de'
        || ' chèvres, d''arbres ?'),
    (18, 'fr', 'Regardez une ombre avec {child} le matin, puis à midi.'
        || ' Qu''est-ce qui change ?'),
    (19, 'fr', 'Demandez à {child} : que va-t-on semer, et de quoi cela a-t-il'
        || ' besoin ?'),
    (20, 'fr', 'Regardez le ciel avec {child}. Quel temps fera-t-il ? Vérifiez'
        || ' le soir.'),
    (21, 'fr', 'Qu''est-ce que {child} a construit, cuisiné ou réparé à la'
        || ' maison ? Répondez en quelques mots : ils iront sur une carte en'
        || ' classe.'),
    (22, 'fr', 'Quelle histoire ou quel proverbe racontez-vous à {child} ?'
        || ' Répondez en quelques mots : ils iront sur une carte en classe.'),
    (23, 'fr', 'Comment {child} aide à la maison ou au champ ? Répondez en'
        || ' quelques mots : ils iront sur une carte en classe.'),
    (24, 'fr', 'Qu''est-ce que {child} a fait de bien à la maison ? Répondez'
        || ' en quelques mots : ils iront sur une carte en classe.'),
    (1, 'sw', 'Sokoni, mwambie {child} atafute tunda kubwa zaidi, kisha dogo'
        || ' zaidi.'),
    (2, 'sw', 'Unaponunua kitu, muulize {child} utarudishiwa pesa ngapi.'),
    (3, 'sw', 'Muulize {child}: sukari ni nafuu wapi leo, na kwa kiasi gani?'),
    (4, 'sw', 'Kabla ya kulipa, {child} akisie bei ya vitu vyote. Nani'
        || ' amekaribia?'),
    (5, 'sw', 'Unapopika, muulize {child} kuna nini chunguni, na ni vya rangi'
        || ' gani.'),
    (6, 'sw', 'Wakati wa kula, {child} agawe chakula. Je, kila mtu amepata'
        || ' sawa?'),
    (7, 'sw', 'Muulize {child}: wageni wawili wakija, chakula kiasi gani'
        || ' kiongezwe?'),
    (8, 'sw', 'Unapopika, muulize {child}: nini huanza, na nini hufuata?'),
    (9, 'sw', 'Msimulie {child} hadithi ya mnyama. Kisha uliza: nini kilianza,'
        || ' na nini mwisho?'),
    (10, 'sw', 'Msimulie {child} siku moja ya utoto wako, kisha jibu maswali'
        || ' matatu.'),
    (11, 'sw', 'Msimulie {child} hadithi bila mwisho. Uliza: inaweza kuishaje,'
        || ' na kwa nini?'),
    (12, 'sw', 'Mweleze {child} ni nani alichagua jina lake, na maana yake.'),
    (13, 'sw', 'Imba na {child}, mkipiga kofi kwa kila silabi ya neno.'),
    (14, 'sw', 'Imba wimbo na {child}, kisha mtunge maneno mapya pamoja.'),
    (15, 'sw', 'Imba wimbo wa zamani na {child}. Uliza: unatufundisha nini?'),
    (16, 'sw', 'Mwambie {child} akufundishe wimbo wa shuleni. Kisha mfundishe'
        || ' wako.'),
    (17, 'sw', 'Mkiwa njiani, hesabu na {child}: mnaona ndege, mbuzi au miti'
        || ' mingapi?'),
    (18, 'sw', 'Angalia kivuli na {child} asubuhi, kisha adhuhuri. Nini'
        || ' kimebadilika?'),
    (19, 'sw', 'Muulize {child}: tutapanda nini, na kinahitaji nini ili'
        || ' kikue?'),
    (20, 'sw', 'Angalia anga na {child}. Hali ya hewa itakuwaje? Hakikisheni'
        || ' jioni.'),
    (21, 'sw', '{child} alitengeneza, alipika au alirekebisha nini nyumbani'
        || ' wiki hii? Jibu kwa maneno machache: yatawekwa kwenye kadi'
        || ' darasani.'),
    (22, 'sw', 'Ni hadithi au methali gani unamsimulia {child}? Jibu kwa'
        || ' maneno machache: yatawekwa kwenye kadi darasani.'),
    (23, 'sw', '{child} husaidiaje nyumbani au shambani? Jibu kwa maneno'
        || ' machache: yatawekwa kwenye kadi darasani.'),
    (24, 'sw', '{child} alifanya jambo gani zuri nyumbani wiki hii? Jibu kwa'
        || ' maneno machache: yatawekwa kwenye kadi darasani.'),
    (1, 'ar', 'ابحثوا مع {child} في السوق عن أكبر ثمرة ثم أصغرها.'),
    (2, 'ar', 'عند الشراء اسألوا {child}: كم الباقي؟'),
    (3, 'ar', 'اسألوا {child}: أين السكر أرخص اليوم، وبكم؟'),
    (4, 'ar', 'قبل الدفع خمنوا مع {child}: كم ثمن كل شيء؟ من الأقرب؟'),
    (5, 'ar', 'أثناء الطبخ اسألوا {child}: ماذا في القدر، وما لونه؟'),
    (6, 'ar', 'عند الأكل قسموا الطعام مع {child}: هل نال كل واحد مثل غيره؟'),
    (7, 'ar', 'اسألوا {child}: إذا جاء ضيفان، كم نزيد من الطعام؟'),
    (8, 'ar', 'أثناء الطبخ اسألوا {child}: ما الخطوة الأولى، وما التي بعدها؟'),
    (9, 'ar', 'احكوا قصة حيوان، ثم اسألوا {child}: ماذا حدث أولا، وماذا في'
        || ' النهاية؟'),
    (10, 'ar', 'احكوا مع {child} عن يوم من طفولتكم، ثم أجيبوا عن ثلاثة أسئلة.'),
    (11, 'ar', 'احكوا قصة بلا نهاية، ثم اسألوا {child}: كيف قد تنتهي، ولماذا؟'),
    (12, 'ar', 'احكوا: من اختار اسم {child}، وما معناه؟'),
    (13, 'ar', 'غنوا مع {child} وصفقوا مرة لكل مقطع من الكلمة.'),
    (14, 'ar', 'غنوا مع {child} وألفوا معا كلمات جديدة للأغنية.'),
    (15, 'ar', 'غنوا أغنية قديمة مع {child}. ماذا تعلمنا؟'),
    (16, 'ar', 'غنوا مع {child} أغنية من المدرسة، ثم واحدة من أغانيكم.'),
    (17, 'ar', 'في الطريق عدوا مع {child}: كم طائرا أو ماعزا أو شجرة ترون؟'),
    (18, 'ar', 'انظروا مع {child} إلى ظل في الصباح ثم عند الظهر. ماذا تغير؟'),
    (19, 'ar', 'اسألوا {child}: ماذا نزرع، وماذا يحتاج الزرع لينمو؟'),
    (20, 'ar', 'انظروا إلى السماء مع {child}. كيف سيكون الطقس؟ تأكدوا مساء.'),
    (21, 'ar', 'ماذا بنيتم أو طبختم أو أصلحتم في البيت مع {child}؟ أجيبوا'
        || ' بكلمات قليلة توضع على بطاقة في الصف.'),
    (22, 'ar', 'أي قصة أو مثل تحكون مع {child}؟ أجيبوا بكلمات قليلة توضع على'
        || ' بطاقة في الصف.'),
    (23, 'ar', 'كيف تكون مساعدة {child} في البيت أو الحقل؟ أجيبوا بكلمات قليلة'
        || ' توضع على بطاقة في الصف.'),
    (24, 'ar', 'ما العمل الجميل من {child} في البيت هذا الأسبوع؟ أجيبوا بكلمات'
        || ' قليلة توضع على بطاقة في الصف.'),
    (1, 'pt', 'No mercado, pergunte a {child} qual é a fruta maior e qual a'
        || ' mais pequena.'),
    (2, 'pt', 'Ao comprar, pergunte a {child} quanto troco vai receber.'),
    (3, 'pt', 'Pergunte a {child}: onde é mais barato o açúcar hoje, e'
        || ' quanto?'),
    (4, 'pt', 'Antes de pagar, adivinhe com {child} quanto custa tudo. Quem'
        || ' acerta?'),
    (5, 'pt', 'Ao cozinhar, pergunte a {child} o que há na panela e de que cor'
        || ' é.'),
    (6, 'pt', 'À refeição, divida a comida com {child}. Todos recebem igual?'),
    (7, 'pt', 'Pergunte a {child}: se vierem dois convidados, quanta comida'
        || ' falta?'),
    (8, 'pt', 'Ao cozinhar, pergunte a {child}: o que se faz primeiro, e'
        || ' depois?'),
    (9, 'pt', 'Conte a {child} uma história de um animal. O que vem primeiro e'
        || ' o que vem no fim?'),
    (10, 'pt', 'Conte a {child} um dia da sua infância e responda a três'
        || ' perguntas.'),
    (11, 'pt', 'Conte a {child} uma história sem o fim. Como pode acabar, e'
        || ' porquê?'),
    (12, 'pt', 'Conte a {child} quem escolheu o nome e o que quer dizer.'),
    (13, 'pt', 'Cante com {child} e batam uma palma por cada parte da'
        || ' palavra.'),
    (14, 'pt', 'Cante com {child} e inventem juntos palavras novas.'),
    (15, 'pt', 'Cante com {child} uma canção antiga. O que nos quer ensinar?'),
    (16, 'pt', 'Aprenda com {child} uma canção da escola. Depois ensine uma'
        || ' sua.'),
    (17, 'pt', 'No caminho, conte com {child}: quantos pássaros, cabras ou'
        || ' árvores veem?'),
    (18, 'pt', 'Veja com {child} uma sombra de manhã e ao meio-dia. O que'
        || ' muda?'),
    (19, 'pt', 'Pergunte a {child}: o que vamos plantar e de que precisa para'
        || ' crescer?'),
    (20, 'pt', 'Olhe o céu com {child}. Que tempo vai fazer? Vejam à noite.'),
    (21, 'pt', 'O que {child} fez, cozinhou ou consertou em casa esta semana?'
        || ' Responda em poucas palavras: vão para um cartão na aula.'),
    (22, 'pt', 'Que história ou provérbio conta a {child}? Responda em poucas'
        || ' palavras: vão para um cartão na aula.'),
    (23, 'pt', 'Como {child} ajuda em casa ou no campo? Responda em poucas'
        || ' palavras: vão para um cartão na aula.'),
    (24, 'pt', 'O que {child} fez de bom em casa esta semana? Responda em'
        || ' poucas palavras: vão para um cartão na aula.'),
    (1, 'es', 'En el mercado, pida a {child} la fruta más grande y luego la'
        || ' más chica.'),
    (2, 'es', 'Al comprar, pregunte a {child} cuánto le van a devolver.'),
    (3, 'es', 'Pregunte a {child}: ¿dónde es hoy más barato el azúcar, y por'
        || ' cuánto?'),
    (4, 'es', 'Antes de pagar, adivine con {child} cuánto cuesta todo. ¿Quién'
        || ' acierta?'),
    (5, 'es', 'Al cocinar, pregunte a {child} qué hay en la olla y de qué'
        || ' color es.'),
    (6, 'es', 'En la comida, reparta con {child}. ¿Cada uno recibe lo mismo?'),
    (7, 'es', 'Pregunte a {child}: si vienen dos invitados, ¿cuánta comida más'
        || ' hace falta?'),
    (8, 'es', 'Al cocinar, pregunte a {child}: ¿qué se hace primero, y qué'
        || ' después?'),
    (9, 'es', 'Cuente a {child} un cuento de un animal. ¿Qué pasa primero y'
        || ' qué al final?'),
    (10, 'es', 'Cuente a {child} un día de su infancia y responda a tres'
        || ' preguntas.'),
    (11, 'es', 'Cuente a {child} un cuento sin el final. ¿Cómo puede acabar, y'
        || ' por qué?'),
    (12, 'es', 'Cuente a {child} quién eligió el nombre y qué quiere decir.'),
    (13, 'es', 'Cante con {child} y den una palmada por cada parte de la'
        || ' palabra.'),
    (14, 'es', 'Cante con {child} e inventen palabras nuevas.'),
    (15, 'es', 'Cante con {child} una canción antigua. ¿Qué nos quiere'
        || ' enseñar?'),
    (16, 'es', 'Aprenda con {child} una canción de la escuela. Luego enseñe'
        || ' una suya.'),
    (17, 'es', 'En el camino, cuente con {child}: ¿cuántos pájaros, cabras o'
        || ' árboles ven?'),
    (18, 'es', 'Mire con {child} una sombra por la mañana y al mediodía. ¿Qué'
        || ' cambia?'),
    (19, 'es', 'Pregunte a {child}: ¿qué sembramos ahora y qué necesita para'
        || ' crecer?'),
    (20, 'es', 'Mire el cielo con {child}. ¿Qué tiempo hará? Comprueben por la'
        || ' noche.'),
    (21, 'es', '¿Qué construyó, cocinó o arregló {child} en casa esta semana?'
        || ' Responda en pocas palabras: irán en una tarjeta en clase.'),
    (22, 'es', '¿Qué cuento o refrán le cuenta a {child}? Responda en pocas'
        || ' palabras: irán en una tarjeta en clase.'),
    (23, 'es', '¿Cómo ayuda {child} en casa o en el campo? Responda en pocas'
        || ' palabras: irán en una tarjeta en clase.'),
    (24, 'es', '¿Qué hizo bien {child} en casa esta semana? Responda en pocas'
        || ' palabras: irán en una tarjeta en clase.'),
    (1, 'am', 'ገበያ ላይ ከ{child} ጋር ትልቁን ፍሬ፣ ከዚያም ትንሹን ይፈልጉ።'),
    (2, 'am', 'ሲገዙ {child}ን ይጠይቁ፦ መልሱ ስንት ነው?'),
    (3, 'am', '{child}ን ይጠይቁ፦ ዛሬ ስኳር የት ይረክሳል? በስንት?'),
    (4, 'am', 'ከመክፈልዎ በፊት ከ{child} ጋር ዋጋውን ይገምቱ። ማን ቀረበ?'),
    (5, 'am', 'ሲያበስሉ {child}ን ይጠይቁ፦ ድስቱ ውስጥ ምን አለ? ቀለሙስ?'),
    (6, 'am', 'ሲበሉ ከ{child} ጋር ምግቡን ያካፍሉ። ሁሉም እኩል ደረሰው?'),
    (7, 'am', '{child}ን ይጠይቁ፦ ሁለት እንግዶች ቢመጡ ምን ያህል ምግብ ይጨመራል?'),
    (8, 'am', 'ሲያበስሉ {child}ን ይጠይቁ፦ መጀመሪያ ምን ይደረጋል? ከዚያስ?'),
    (9, 'am', 'ለ{child} የእንስሳ ተረት ይንገሩ። ከዚያ ይጠይቁ፦ መጀመሪያ ምን ሆነ? መጨረሻስ?'),
    (10, 'am', 'ለ{child} ስለ ልጅነትዎ አንድ ቀን ይንገሩ፤ ሦስት ጥያቄዎችንም ይመልሱ።'),
    (11, 'am', 'ለ{child} መጨረሻ የሌለው ተረት ይንገሩ። እንዴት ሊያልቅ ይችላል? ለምን?'),
    (12, 'am', 'የ{child}ን ስም ማን እንዳወጣና ትርጉሙን ይንገሩ።'),
    (13, 'am', 'ከ{child} ጋር ይዘምሩ፤ ለእያንዳንዱ የቃል ክፍል ያጨብጭቡ።'),
    (14, 'am', 'ከ{child} ጋር ይዘምሩ፤ አዲስ ግጥም አብረው ያውጡ።'),
    (15, 'am', 'ከ{child} ጋር የድሮ መዝሙር ይዘምሩ። ምን ያስተምረናል?'),
    (16, 'am', 'ከ{child} የትምህርት ቤት መዝሙር ይማሩ። ከዚያ የእርስዎን ያስተምሩ።'),
    (17, 'am', 'መንገድ ላይ ከ{child} ጋር ይቁጠሩ፦ ስንት ወፍ፣ ፍየል ወይም ዛፍ አለ?'),
    (18, 'am', 'ከ{child} ጋር ጥላን ጠዋትና እኩለ ቀን ይመልከቱ። ምን ተለወጠ?'),
    (19, 'am', '{child}ን ይጠይቁ፦ ምን እንዝራ? ለማደግስ ምን ያስፈልገዋል?'),
    (20, 'am', 'ከ{child} ጋር ሰማዩን ይመልከቱ። አየሩ እንዴት ይሆናል? ማታ ያረጋግጡ።'),
    (21, 'am', 'በዚህ ሳምንት ከ{child} ጋር ቤት ውስጥ ምን ሠሩ፣ አበሰሉ ወይም ጠገኑ? በጥቂት ቃላት'
        || ' ይመልሱ፤ በክፍል ውስጥ በካርድ ላይ ይቀመጣል።'),
    (22, 'am', 'ለ{child} የትኛውን ተረት ወይም ምሳሌ ይናገራሉ? በጥቂት ቃላት ይመልሱ፤ በክፍል ውስጥ በካርድ'
        || ' ላይ ይቀመጣል።'),
    (23, 'am', 'የ{child} እርዳታ ቤት ወይም እርሻ ላይ ምንድን ነው? በጥቂት ቃላት ይመልሱ፤ በክፍል ውስጥ'
        || ' በካርድ ላይ ይቀመጣል።'),
    (24, 'am', 'በዚህ ሳምንት የ{child} መልካም ሥራ ቤት ውስጥ ምን ነበር? በጥቂት ቃላት ይመልሱ፤ በክፍል'
        || ' ውስጥ በካርድ ላይ ይቀመጣል።'),
    (1, 'hi', 'बाज़ार में {child} के साथ सबसे बड़ा फल ढूँढें, फिर सबसे छोटा।'),
    (2, 'hi', 'कुछ ख़रीदते समय {child} से पूछें: कितने पैसे वापस मिलेंगे?'),
    (3, 'hi', '{child} से पूछें: आज चीनी कहाँ सस्ती है, और कितनी?'),
    (4, 'hi', 'पैसे देने से पहले {child} के साथ दाम का अनुमान लगाएँ। कौन पास'
        || ' रहा?'),
    (5, 'hi', 'खाना बनाते समय {child} से पूछें: बर्तन में क्या-क्या है, किस'
        || ' रंग का?'),
    (6, 'hi', 'खाते समय {child} के साथ खाना बाँटें। क्या सबको बराबर मिला?'),
    (7, 'hi', '{child} से पूछें: दो मेहमान आएँ तो कितना खाना और चाहिए?'),
    (8, 'hi', 'खाना बनाते समय {child} से पूछें: पहले क्या होता है, फिर क्या?'),
    (9, 'hi', '{child} को किसी जानवर की कहानी सुनाएँ। फिर पूछें: पहले क्या'
        || ' हुआ, अंत में क्या?'),
    (10, 'hi', '{child} को अपने बचपन का एक दिन सुनाएँ, फिर तीन सवालों के जवाब'
        || ' दें।'),
    (11, 'hi', '{child} को बिना अंत की कहानी सुनाएँ। पूछें: अंत क्या हो सकता'
        || ' है, और क्यों?'),
    (12, 'hi', '{child} को बताएँ कि नाम किसने रखा और उसका अर्थ क्या है।'),
    (13, 'hi', '{child} के साथ गाएँ और शब्द के हर हिस्से पर ताली बजाएँ।'),
    (14, 'hi', '{child} के साथ गाना गाएँ और मिलकर नए बोल बनाएँ।'),
    (15, 'hi', '{child} के साथ पुराना गीत गाएँ। वह हमें क्या सिखाता है?'),
    (16, 'hi', '{child} से स्कूल का एक गाना सीखें। फिर अपना एक सिखाएँ।'),
    (17, 'hi', 'रास्ते में {child} के साथ गिनें: कितने पक्षी, बकरियाँ या पेड़'
        || ' दिखे?'),
    (18, 'hi', '{child} के साथ सुबह और दोपहर की छाया देखें। क्या बदला?'),
    (19, 'hi', '{child} से पूछें: अब क्या बोएँ, और उसे बढ़ने के लिए क्या'
        || ' चाहिए?'),
    (20, 'hi', '{child} के साथ आसमान देखें। मौसम कैसा होगा? शाम को जाँचें।'),
    (21, 'hi', 'इस हफ़्ते {child} के साथ घर पर क्या बनाया, पकाया या ठीक किया?'
        || ' थोड़े शब्दों में जवाब दें: वे कक्षा के कार्ड पर लगेंगे।'),
    (22, 'hi', 'आप {child} को कौन सी कहानी या कहावत सुनाते हैं? थोड़े शब्दों'
        || ' में जवाब दें: वे कक्षा के कार्ड पर लगेंगे।'),
    (23, 'hi', '{child} से घर या खेत में क्या मदद मिलती है? थोड़े शब्दों में'
        || ' जवाब दें: वे कक्षा के कार्ड पर लगेंगे।'),
    (24, 'hi', 'इस हफ़्ते {child} की घर पर कौन सी बात अच्छी लगी? थोड़े शब्दों'
        || ' में जवाब दें: वे कक्षा के कार्ड पर लगेंगे।');
