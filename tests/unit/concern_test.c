#include "mapping/concern.h"
#include "test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static enum concern
of(const char *text, const char *languages)
{
    return concern_of(concern_words_built_in(), text, languages, NULL);
}

/* S: hidden. H: heard, on either level. M: not hidden. N: nothing. */
struct row {
    char want;
    const char *languages, *text;
};

static bool
is_as_wanted(const struct row *r)
{
    enum concern c = of(r->text, r->languages);

    return r->want == 'S' ? c == CONCERN_SURE
        : r->want == 'H'  ? c >= CONCERN_PERHAPS
        : r->want == 'M'  ? c < CONCERN_SURE : c == CONCERN_NONE;
}

static int
wrong_rows(const struct row *rows, size_t count)
{
    int wrong = 0;

    for (size_t i = 0; i < count; i++) {
        if (is_as_wanted(&rows[i]))
            continue;
        wrong++;
        printf("# %c but \"%s\": %s\n", rows[i].want,
            concern_name(of(rows[i].text, rows[i].languages)), rows[i].text);
    }
    return wrong;
}
#define WRONG(rows) wrong_rows(rows, sizeof(rows) / sizeof(*(rows)))

TEST(what_a_child_says_is_heard)
{
    static const struct row rows[] = {
        { 'S', "en", "my uncle beats me with a belt every night" },
        { 'S', "en", "stepfather comes to my bed and touches me" },
        { 'S', "en", "i want to die" },
        { 'H', "en", "i have not eaten for 3 days" },
        { 'H', "en", "im afraid to go home" },
        { 'H', "en", "he locks me in d store n says he will kill me" },
        { 'S', "sw en", "baba ananipiga na mkanda kila siku" },
        { 'S', "sw en", "mjomba ananigusa usiku" },
        { 'H', "sw en", "nataka kufa" },
        { 'H', "sw en", "wananioza kwa mzee" },
        { 'S', "fr", "mon oncle me touche la nuit" },
        { 'S', "fr", "papa me frappe avec la ceinture" },
        { 'H', "fr", "g pas mangé depuis 2 jours" },
        { 'S', "ar", "عمي بيلمسني بالليل" },
        { 'H', "ar", "ابويا بيضربني بالحزام" },
        { 'H', "ar", "baba byedrabni kol yom" },
        { 'S', "pt", "o meu padrasto bate-me com o cinto" },
        { 'H', "pt", "quero morrer" },
        { 'S', "es", "mi padrastro me toca en la noche" },
        { 'H', "es", "mi papá me pega con el cinturón" },
        { 'H', "am", "እንጀራ አባቴ ይደበድበኛል" },
        { 'H', "am", "abate yimetagnal" },
        { 'H', "am", "መሞት እፈልጋለሁ" },
        { 'S', "hi", "चाचा रात को मुझे छूते हैं" },
        { 'H', "hi", "papa mujhe belt se marte hain" },
        { 'H', "hi", "मेरी शादी जबरदस्ती करा रहे हैं मैं 13 साल की हूँ" },
        { 'S', "tr", "amcam gece bana dokunuyor" },
        { 'H', "tr", "babam beni kemerle dövüyor" },
    };

    CHECK_INT(WRONG(rows), 0);
}

TEST(what_others_say_of_a_child_is_heard)
{
    static const struct row rows[] = {
        { 'H', "en", "the neighbour's girl has burn marks and says she fell" },
        { 'H', "en", "my cousin is 13 and will be married to an old man" },
        { 'H', "en", "our watchman shows his thing to the small girls" },
        { 'H', "sw", "jirani anamchapa mtoto hadi anazimia" },
        { 'H', "sw", "mwalimu anamshika binti yangu kifua" },
        { 'H', "fr", "le maître a frappé ma fille jusqu'au sang" },
        { 'H', "fr", "ma voisine enferme la petite sans manger" },
        { 'H', "pt", "o vizinho apalpou a minha filha" },
        { 'H', "es", "el profesor le pegó a mi hijo con la regla" },
        { 'H', "ar", "مرات عمي حرقت البنت بالمعلقة" },
        { 'H', "am", "መምህሩ ልጄን በዱላ መታው ጀርባው አብጧል" },
        { 'H', "hi", "मास्टर जी ने बच्चे को डंडे से मारा, हाथ सूज गया" },
        { 'H', "tr", "öğretmen oğluma tokat atmış" },
    };

    CHECK_INT(WRONG(rows), 0);
}

TEST(a_disguised_word_is_heard)
{
    static const struct row rows[] = {
        { 'H', "en", "he r a p e d my sister" },
        { 'H', "en", "he r@ped my sister" },
        { 'H', "en", "he r*ped my sister" },
        { 'H', "en", "he raaaaped my sister" },
        { 'H', "en", "he r\xD0\xB0p\xD0\xB5" "d my sister" },
        { 'H', "en", "he ra\xE2\x80\x8Dped my sister" },
        { 'H', "en", "he ra\xC2\xADped my sister" },
        { 'H', "en", "he ra.ped my sister" },
        { 'H', "en", "HE RAPED MY SISTER" },
        { 'H', "en", "he r4ped my s1ster" },
        { 'H', "fr", "IL ME VIOLE" },
        { 'H', "fr", "il m’a frappée avec le baton" },
        { 'H', "ar", "عمــي بيضــربني" },
        { 'H', "ar", "عَمِّي بيَضْرِبْني بالحِزام" },
        { 'H', "tr", "AMCAM BENİ DÖVÜYOR" },
    };

    CHECK_INT(WRONG(rows), 0);
}

TEST(what_is_said_innocently_stays_in_its_thread)
{
    static const struct row rows[] = {
        { 'M', "en", "he beats me at chess every time haha" },
        { 'M', "en", "she was hit by a ball, small bruise, she is ok" },
        { 'M', "en", "the sun is killing us" },
        { 'N', "en", "he got his measles shot today" },
        { 'N', "en", "what time is the meeting" },
        { 'N', "en", "is there sports day on friday" },
        { 'M', "en", "my daughter burnt the rice haha" },
        { 'M', "sw", "nitakupiga simu kesho" },
        { 'N', "sw", "picha zitapigwa lini" },
        { 'M', "sw", "acheni kupiga kelele" },
        { 'M', "sw", "alipigwa sindano ya chanjo" },
        { 'M', "sw", "tumepigwa na mvua" },
        { 'N', "fr", "le défilé est à 9h" },
        { 'M', "fr", "je ne veux pas abuser de votre temps" },
        { 'M', "fr", "frappez à la porte du bureau" },
        { 'M', "fr", "il a battu le record de la classe" },
        { 'M', "es", "disculpe la molestia profe" },
        { 'M', "es", "necesita pegamento para pegar las figuras" },
        { 'M', "es", "tuvo un golpe de calor, hoy no va" },
        { 'M', "pt", "bata à porta da secretaria" },
        { 'M', "pt", "vamos bater palmas" },
        { 'M', "tr", "çarpma tablosunu ezberledi mi" },
        { 'M', "tr", "kelimenin vurgusu nerede" },
        { 'M', "hi", "bazar ka chakkar maar ke aata hu" },
        { 'M', "hi", "फोटो मार लेना समारोह की" },
        { 'M', "ar", "جدول الضرب صعب عليه" },
        { 'M', "ar", "ضرب الجرس ولا لسه" },
        { 'M', "am", "ልጄ ጎል መታ ደስ ብሎታል" },
        { 'N', "am", "ስብሰባው መቼ ነው" },
        { 'N', "en", "" },
        { 'N', "en", "grapes and drapes" },
        { 'N', "fr", "nous avons un violon violet" },
        { 'N', "en", "Abubakar is sick" },
        { 'M', "en", "Ravi Kumar/5 A" },
        { 'M', "en", "nobody" },
        { 'M', "en", "me again" },
    };

    CHECK_INT(WRONG(rows), 0);
}

static const struct row idioms[] = {
    { 'N', "en", "He always beats me at chess" },
    { 'N', "en", "my brother beats me at cards every day" },
    { 'N', "en", "She beats him in every race" },
    { 'N', "en", "The sun beats down on the children during assembly" },
    { 'N', "en", "he got hit by the ball at sports" },
    { 'N', "en", "that exam killed him" },
    { 'N', "en", "I could kill for a cup of tea" },
    { 'N', "en", "she is dying to see the play" },
    { 'N', "en", "he was touched by your kind words" },
    { 'N', "en", "this homework is beating me" },
    { 'N', "en", "traffic hit us hard today" },
    { 'N', "en", "it hurts me that we cannot pay yet" },
    { 'N', "en", "he is burning with fever" },
    { 'N', "en", "the news hit him hard, his goat died" },
    { 'N', "en", "She burned her tongue on tea" },
    { 'N', "en", "we beat the drum at church" },
    { 'N', "en", "he beat his own record" },
    { 'N', "en", "the team was beaten three nil" },
    { 'N', "en", "don't beat yourself up about it" },
    { 'N', "en", "he kicked the ball over the fence" },
    { 'N', "en", "she was hit by malaria" },
    { 'N', "en", "I am scared of the exam results" },
    { 'N', "en", "he locked himself out of the house" },
    { 'N', "en", "my daughter ran away with first prize" },
    { 'N', "en", "He is hungry for knowledge" },
    { 'N', "en", "the rain is beating the roof" },
    { 'N', "en", "her uncle hit the jackpot" },
    { 'N', "en", "she slapped some paint on the wall" },
    { 'N', "en", "he is punching above his weight" },
    { 'N', "en", "the teacher struck the right note" },
    { 'N', "sw", "nipigie simu" },
    { 'N', "sw", "nimepiga picha ya mtoto" },
    { 'N', "sw", "tumepigwa na mvua njiani" },
    { 'N', "sw", "alichomwa sindano kliniki" },
    { 'N', "sw", "amepiga hodi" },
    { 'N', "sw", "timu yetu ilipigwa tatu bila" },
    { 'N', "sw", "jua linatupiga sana" },
    { 'N', "sw", "amepiga mswaki" },
    { 'N', "sw", "mtoto anapiga ngoma vizuri" },
    { 'N', "sw", "baba yake atampigia mwalimu simu" },
    { 'N', "sw", "kichwa kinamuuma" },
    { 'N', "sw", "anapiga mpira vizuri" },
    { 'N', "fr", "il m'a battu aux échecs" },
    { 'N', "fr", "elle a battu le record" },
    { 'N', "fr", "ils ont été battus trois à zéro" },
    { 'N', "fr", "je ne veux pas abuser de votre temps" },
    { 'N', "fr", "il bat son plein" },
    { 'N', "fr", "le défilé est à dix heures" },
    { 'N', "fr", "elle meurt d'envie de venir" },
    { 'N', "fr", "il a frappé à la porte" },
    { 'N', "fr", "son coeur bat vite quand il court" },
    { 'N', "fr", "elle s'est brûlé la langue avec le thé" },
    { 'N', "ar", "ضرب لنا مثلا جميلا" },
    { 'N', "ar", "ضربت الكرة بقوة" },
    { 'N', "ar", "هو يضربني في الشطرنج" },
    { 'N', "ar", "يموت من الضحك" },
    { 'N', "ar", "درجة الحرارة تقتلنا اليوم" },
    { 'N', "es", "me gana siempre al ajedrez" },
    { 'N', "es", "disculpe la molestia" },
    { 'N', "es", "le pegó a la pelota" },
    { 'N', "es", "se muere de risa" },
    { 'N', "es", "pegó un estirón este año" },
    { 'N', "es", "nos pegó el sol" },
    { 'N', "pt", "ele bate-me sempre no xadrez" },
    { 'N', "pt", "bateu à porta" },
    { 'N', "pt", "bateu o recorde" },
    { 'N', "pt", "morre de rir" },
    { 'N', "pt", "apanhou sol a mais" },
    { 'N', "pt", "apanhou o autocarro" },
    { 'N', "tr", "satrançta beni hep yeniyor" },
    { 'N', "tr", "kapıyı vurdu" },
    { 'N', "tr", "topa vurdu" },
    { 'N', "tr", "gülmekten öldü" },
    { 'N', "hi", "हँसते हँसते मर गया" },
    { 'N', "hi", "धूप मार रही है" },
    { 'N', "am", "በቼዝ ይመታኛል" },
    { 'N', "am", "ኳሱን መታ" },
};

TEST(an_idiom_is_not_marked)
{
    CHECK_INT(WRONG(idioms), 0);
}

TEST(a_schools_own_words_are_heard)
{
    struct concern_words *w;
    char reason[CONCERN_REASON_MAX];

    CHECK(concern_words_open(
              "gumba room\n[innocent]\nbeat the drum\n", &w) == OK);
    CHECK(concern_of(w, "the books are in the Gumba room", "en", reason)
        >= CONCERN_PERHAPS);
    CHECK_TEXT(reason, "gumba room");
    concern_words_close(w);
    CHECK_INT(of("the books are in the Gumba room", "en"), CONCERN_NONE);
}

TEST(lines_that_cannot_be_read_are_left_out)
{
    struct concern_words *w;

    CHECK(concern_words_open("((\n@\n& @me\n@a ~\n.. ..\n[\n*\nxyzzy\n", &w)
        == OK);
    CHECK(concern_of(w, "xyzzy", "en", NULL) >= CONCERN_PERHAPS);
    concern_words_close(w);
}

TEST(one_word_is_both_signs_only_where_a_rule_lets_it)
{
    static const char lists[] = "[perhaps]\n@blood %s @body\n"
                                "[blood]\ndamu\n[body]\ndamu, mguu\n";
    struct concern_words *near, *apart;
    char own[128];

    snprintf(own, sizeof(own), lists, "~");
    CHECK(concern_words_only(own, &near) == OK);
    snprintf(own, sizeof(own), lists, "~~");
    CHECK(concern_words_only(own, &apart) == OK);
    CHECK(concern_by_rule(near, "damu ya pua", NULL));
    CHECK(!concern_by_rule(apart, "damu ya pua", NULL));
    CHECK(concern_by_rule(apart, "mguu una damu", NULL));
    concern_words_close(near);
    concern_words_close(apart);
}

TEST(the_reason_names_the_words)
{
    char reason[CONCERN_REASON_MAX];

    CHECK_INT(concern_of(concern_words_built_in(),
        "Baraka says the uncle beats me, stop", "en", reason), CONCERN_SURE);
    CHECK(strstr(reason, "beats me"));
    CHECK_INT(concern_of(concern_words_built_in(), "ok", "en", reason),
        CONCERN_NONE);
    CHECK_TEXT(reason, "");
}

TEST(a_long_text_is_read_to_its_end)
{
    static char text[9000];
    size_t n = 0;

    while (n < 8000)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "thank you sir ");
    snprintf(text + n, sizeof(text) - n, "my uncle beats me with a belt");
    CHECK(of(text, "en") >= CONCERN_PERHAPS);
}

TEST(what_is_no_text_is_nothing)
{
    CHECK_INT(of("\xFF\xFE", "en"), CONCERN_NONE);
    CHECK_INT(concern_of(NULL, "my uncle beats me", "en", NULL),
        CONCERN_NONE);
}

/* What the texts kept apart must give, in whole percent: tests/words/. */
struct floor {
    const char *file;
    int heard, hidden, marked;
};

static void
count_file(const struct floor *f, int n[2][3])
{
    char path[64], line[4096];
    FILE *file;

    snprintf(path, sizeof(path), "tests/words/%s.tsv", f->file);
    file = fopen(path, "r");
    CHECK(file != NULL);
    while (file && fgets(line, sizeof(line), file)) {
        char *rest = line, *label = strsep(&rest, "\t");

        strsep(&rest, "\t");
        if (!rest)
            continue;
        rest[strcspn(rest, "\n")] = '\0';
        n[!strcmp(label, "harm")][of(rest, NULL)]++;
    }
    if (file)
        fclose(file);
}

TEST(the_texts_kept_apart_are_heard_as_well_as_they_were)
{
    static const struct floor floors[] = { { "am.heldout", 86, 3, 12 },
        { "ar.heldout", 84, 3, 18 }, { "en.heldout", 85, 3, 17 },
        { "es.heldout", 95, 4, 16 }, { "fr.heldout", 84, 4, 16 },
        { "hi.heldout", 90, 4, 14 }, { "pt.heldout", 83, 4, 15 },
        { "sw.heldout", 86, 3, 18 }, { "tr.heldout", 88, 3, 10 },
        { "am.heldout2", 86, 2, 14 }, { "ar.heldout2", 90, 3, 13 },
        { "en.heldout2", 88, 3, 10 }, { "es.heldout2", 90, 3, 11 },
        { "fr.heldout2", 93, 3, 12 }, { "hi.heldout2", 87, 3, 14 },
        { "pt.heldout2", 94, 3, 15 }, { "sw.heldout2", 94, 5, 10 },
        { "tr.heldout2", 88, 2, 15 } };

    for (size_t i = 0; i < sizeof(floors) / sizeof(*floors); i++) {
        const struct floor *f = &floors[i];
        int n[2][3] = { { 0 } };
        int harm, other;

        count_file(f, n);
        harm = n[1][0] + n[1][1] + n[1][2];
        other = n[0][0] + n[0][1] + n[0][2];
        CHECK(harm > 60 && other > 80);
        CHECK((n[1][1] + n[1][2]) * 100 >= f->heard * harm);
        CHECK(n[0][2] * 100 <= f->hidden * other);
        CHECK(n[0][1] * 100 <= f->marked * other);
    }
}
