/* A template in several languages, told to a class. */
#include "store_world.h"

#include "send/send.h"
#include "store/people/people.h"
#include "web/view/variants.h"

static struct reason refused;

static void
add_family(struct db *db, const char *child, const char *phone,
    const char *language)
{
    struct people_row r = { .child = child, .class_name = "4B",
        .guardian = child, .phone = phone, .language = language };
    bool changed;

    CHECK(db_begin(db) == OK);
    CHECK(people_add_row(db, &r, "KE", &changed, &refused) == OK);
    CHECK(db_commit(db) == OK);
}

static void
add_template(struct db *db, const char *name, const char *language,
    const char *body)
{
    struct template t = { .tone = TONE_NONE };

    snprintf(t.name, sizeof(t.name), "%s", name);
    snprintf(t.language, sizeof(t.language), "%s", language);
    snprintf(t.body, sizeof(t.body), "%s", body);
    CHECK(template_set(db, &t, "head") == OK);
}

/* A class of four: the school's language, Swahili, Swahili of Kenya, Amharic. */
static struct db *
open_school(void)
{
    struct db *db = world_open();

    add_family(db, "Ann", "0712000001", "");
    add_family(db, "Ben", "0712000002", "sw");
    add_family(db, "Cat", "0712000003", "sw-ke");
    add_family(db, "Dan", "0712000004", "am");
    add_template(db, "Trip", "en", "{child}: trip\r\non Friday.");
    add_template(db, "Trip", "sw", "{child}: safari.");
    add_template(db, "Book", "fr", "{child} : livre.");
    return db;
}

static void
list_copy(void *user, const struct send_copy *c)
{
    char line[120];

    snprintf(line, sizeof(line), "%s=%s;", c->language, c->text);
    strcat(user, line);
}

static const char *
preview(struct db *db, const struct compose *c)
{
    static char out[600];
    static const char *const classes[] = { "4B" };
    struct send s = { .classes = classes, .n_classes = 1, .text = c->text,
        .author = "amina", .country = "KE", .language = "en",
        .school = "Hill", .rules = &world_rules };
    struct variants v;
    int skipped;

    *out = '\0';
    CHECK(variants_read(db, c, &v) == OK);
    s.variants = v.list;
    s.n_variants = v.count;
    if (send_preview(db, &s, list_copy, out, &skipped, &refused))
        return in_words(&refused);
    return out;
}

TEST(each_family_gets_the_template_in_its_language_else_in_the_schools)
{
    struct db *db = open_school();
    struct compose c = { .text = "" };

    CHECK(variants_use(db, 2, "en", &c) == OK);         /* sw was clicked */
    CHECK_TEXT(c.text, "{child}: trip\non Friday.");
    CHECK_TEXT(c.base, "Trip");
    CHECK_TEXT(preview(db, &c), "en=Ann: trip\non Friday.;sw=Ben: safari.;"
        "sw=Cat: safari.;en=Dan: trip\non Friday.;");
    db_close(db);
}

/* What the first phone would read. */
static const char *
asked(struct db *db, const char *ask)
{
    static char out[600];
    static const char *const classes[] = { "4B" };
    struct send s = { .classes = classes, .n_classes = 1, .text = "Trip?",
        .ask = ask, .author = "amina", .country = "KE", .language = "en",
        .school = "Hill", .rules = &world_rules };
    int skipped;

    *out = '\0';
    if (send_preview(db, &s, list_copy, out, &skipped, &refused))
        return in_words(&refused);
    out[strcspn(out, ";")] = '\0';
    return out;
}

TEST(a_look_before_reads_the_answers_as_sending_does)
{
    static const char bad[] = "A question has 2 to 9 short answers, with commas"
        " between them: yes,no.";
    struct db *db = open_school();

    CHECK_TEXT(asked(db, "yes, no"), "=Trip? Reply 1 yes, 2 no");
    CHECK_TEXT(asked(db, "نعم، لا"), "=Trip? Reply 1 نعم, 2 لا");
    CHECK_TEXT(asked(db, "yes"), bad);
    CHECK_TEXT(asked(db, "yes, Yes"), bad);
    CHECK_TEXT(asked(db, "1,2,3,4,5,6,7,8,9,10"), bad);
    CHECK_TEXT(asked(db, "yes,no, and here is far more than an answer takes"),
        bad);
    db_close(db);
}

TEST(a_text_that_was_changed_goes_to_everybody_as_it_stands)
{
    struct db *db = open_school();
    struct compose c = { .text = "" };
    struct variants v;

    CHECK(variants_use(db, 1, "en", &c) == OK);
    strcat(c.text, " Bring food.");
    CHECK(variants_read(db, &c, &v) == OK);
    CHECK(v.changed && v.count == 0);
    CHECK(!strstr(preview(db, &c), "safari"));
    db_close(db);
}

TEST(a_template_that_is_not_in_the_schools_language_is_taken_as_it_is)
{
    struct db *db = open_school();
    struct compose c = { .text = "kept" };

    CHECK(variants_use(db, 99, "en", &c) == OK);
    CHECK_TEXT(c.text, "kept");
    CHECK(variants_use(db, 3, "en", &c) == OK);
    CHECK_TEXT(c.text, "{child} : livre.");
    add_template(db, "Book", "sw", "{mtoto}: kitabu.");
    CHECK(strstr(preview(db, &c), "There is no field {mtoto}") != NULL);
    db_close(db);
}

/* What a family is offered whose guardians read these, with commas between. */
static const char *
offered(struct db *db, const char *first, const char *second)
{
    static char out[200];
    const char *wanted[] = { first, second };
    struct template t[8];
    int n = 0;

    *out = '\0';
    CHECK(variants_offer(db, wanted, second ? 2 : 1, "en", t, 8, &n) == OK);
    for (int i = 0; i < n; i++)
        snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s %s",
            i ? "," : "", t[i].name, t[i].language);
    return out;
}

TEST(a_family_is_offered_each_template_in_its_language_else_in_the_schools)
{
    struct db *db = open_school();

    CHECK_TEXT(offered(db, "en", NULL), "Book fr,Trip en");
    CHECK_TEXT(offered(db, "sw", NULL), "Book fr,Trip sw");
    CHECK_TEXT(offered(db, "SW-ke", NULL), "Book fr,Trip sw");
    CHECK_TEXT(offered(db, "am", NULL), "Book fr,Trip en");
    CHECK_TEXT(offered(db, "sw", "am"), "Book fr,Trip sw,Trip en");
    db_close(db);
}
