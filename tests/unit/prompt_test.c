/* Talk at home: the bank of prompts, and one of them sent to a class. */
#include "facts_world.h"

#include "send/prompt_home.h"
#include "store/queue/batch.h"
#include "store/thread/calendar.h"
#include "text/parts.h"

/* --- the bank ------------------------------------------------------------- */

struct seen {
    int n, asks, own, hidden;
    int place[PROMPT_PLACES], grade[PROMPT_GRADES];
    int64_t first, last;
};

static void
see(void *user, const struct prompt *p)
{
    struct seen *s = user;

    if (!s->n++)
        s->first = p->id;
    s->last = p->id;
    s->asks += p->asks;
    s->own += p->own;
    s->hidden += p->hidden;
    s->place[p->place]++;
    s->grade[p->grade]++;
}

static struct seen
bank(struct db *db, const char *class_name)
{
    struct seen s = { 0 };

    CHECK_INT(prompt_list(db, class_name, see, &s), OK);
    return s;
}

static int64_t
named(struct db *db, const char *name)
{
    struct prompt p = { 0 };

    CHECK_INT(prompt_get(db, 0, name, "", &p), OK);
    return p.id;
}

/* The words are of these languages, name the child, and fit with the words that
 * end a text: one part in the letters of GSM, two elsewhere. */
static void
weigh(void *user, const struct prompt_words *w)
{
    static const char *const gsm = " en fr sw ";
    struct parts_size size = { 0 };
    char text[PROMPT_BODY + 200], spoken[24];
    const char *at = strstr(w->body, "{child}");

    strcat(strcat((char *)user, w->language), " ");
    assert_non_null(at);
    snprintf(text, sizeof(text), "%.*sMwanaisha%s", (int)(at - w->body),
        w->body, at + strlen("{child}"));
    CHECK_INT(parts_measure(text, PARTS_WIDTH_8, &size), OK);
    snprintf(spoken, sizeof(spoken), " %s ", w->language);
    if (size.parts > (strstr(gsm, spoken) ? 1 : 2))
        fail_msg("%s: %d parts: %s", w->language, size.parts, text);
}

TEST(a_school_begins_with_prompts_for_each_place_and_age_in_eight_languages)
{
    struct db *db = school();
    struct seen s = bank(db, "");
    char languages[200];

    CHECK_INT(s.n, 24);
    CHECK_INT(s.asks, 4);
    CHECK_INT(s.own, 0);
    for (int i = PROMPT_MARKET; i < PROMPT_PLACES; i++)
        CHECK_INT(s.place[i], 4);
    for (int i = PROMPT_LOWER; i < PROMPT_GRADES; i++)
        CHECK_INT(s.grade[i], 5);
    for (int64_t id = 1; id <= 24; id++) {
        languages[0] = '\0';
        CHECK_INT(prompt_words_of(db, id, weigh, languages), OK);
        CHECK_TEXT(languages, "am ar en es fr hi pt sw ");
    }
    db_close(db);
}

static enum err
set(struct db *db, const char *name, const char *language, const char *body)
{
    struct prompt p = { .place = PROMPT_MARKET, .grade = PROMPT_LOWER };

    snprintf(p.name, sizeof(p.name), "%s", name);
    return prompt_set(db, &p, language, body, "head", &why);
}

TEST(a_school_adds_its_own_hides_ours_and_says_ours_in_its_own_words)
{
    struct db *db = school();
    int64_t id = named(db, "market-change");
    char many[700];

    CHECK_INT(set(db, "goats", "en", "Count the goats."), ERR_INPUT);
    CHECK_INT(why.code, REASON_PROMPT_WORDS);
    memset(many, 'x', 400);
    strcpy(many + 400, "{child}");
    CHECK_INT(set(db, "goats", "en", many), ERR_INPUT);
    CHECK_INT(set(db, "", "en", "{child}"), ERR_INPUT);
    CHECK_INT(set(db, "goats", "en", "Count goats with {child}."), OK);
    CHECK_INT(set(db, "Goats", "luo", "Kwan diek gi {child}."), OK);
    CHECK_INT(bank(db, "").own, 1);
    CHECK_INT(set(db, "market-change", "sw", "Chenji, {child}?"), OK);
    CHECK_INT(world_number(db, "SELECT place = 1 AND grade = 2 FROM prompt"
        " WHERE name = 'market-change'"), 1);
    CHECK_TEXT(world_text(db, "SELECT body FROM prompt_words WHERE prompt = 2"
        " AND language = 'sw'"), "Chenji, {child}?");
    CHECK_INT(prompt_hide(db, id, true, "head"), OK);
    CHECK_INT(bank(db, "").hidden, 1);
    CHECK_INT(bank(db, "").last, id);   /* behind all others */
    CHECK_INT(prompt_hide(db, id, false, "head"), OK);
    CHECK_INT(prompt_remove(db, id, "head"), ERR_NOT_FOUND);    /* ours */
    CHECK_INT(prompt_remove(db, named(db, "goats"), "head"), OK);
    CHECK_INT(bank(db, "").n, 24);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action LIKE 'prompt.%'"), 6);
    db_close(db);
}

/* --- to a class ----------------------------------------------------------- */

static enum err
go(struct db *db, const char *name, bool holidays, bool again, int64_t *batch)
{
    struct prompt_wish w = { named(db, name), "4A", holidays, again };
    struct sent sent = { 0 };
    enum err e = prompt_home_send(db, &w, &with, &sent, &why);

    free(sent.ids);
    if (batch)
        *batch = sent.batch;
    return e;
}

static struct prompt_look
look(struct db *db, const char *name)
{
    struct prompt_wish w = { named(db, name), "4A", false, false };
    struct prompt_look l;

    CHECK_INT(prompt_home_look(db, &w, &with, &l, NULL, NULL, &why), OK);
    return l;
}

static const char *
text_to(struct db *db, const char *number)
{
    char sql[160];

    snprintf(sql, sizeof(sql), "SELECT body FROM message WHERE direction = 2"
        " AND number = '%s' ORDER BY id DESC LIMIT 1", number);
    return world_text(db, sql);
}

TEST(a_prompt_goes_to_each_family_in_its_language_with_its_children_in_one_text)
{
    struct db *db = school();
    struct prompt_look l = look(db, "market-change");
    int64_t batch = 0;

    CHECK_INT(l.phones, 5);
    CHECK_INT(l.parts, 5);
    CHECK(!l.holiday && !l.before);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    CHECK_INT(go(db, "market-change", false, false, &batch), OK);
    CHECK_TEXT(text_to(db, ROSE), "When you buy something, ask Brian, Mary how"
        " much change you will get. No answer needed.");
    CHECK_TEXT(text_to(db, SALMA), "Unaponunua kitu, muulize Amina"
        " utarudishiwa pesa ngapi. Si lazima kujibu.");
    CHECK_TEXT(text_to(db, "+254712000008"), "");       /* of 5B */
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 5);
    CHECK_INT(world_number(db, "SELECT count(*) FROM batch"), 1);
    CHECK_INT(world_number(db, "SELECT batch FROM prompt_use"
        " WHERE class = '4A' AND name = 'market-change'"), batch);
    /* it says nothing of a child: nobody had a sentence by it */
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_child"), 0);
    db_close(db);
}

TEST(a_prompt_that_was_used_goes_to_the_bottom_and_not_twice_in_a_term_unasked)
{
    struct db *db = school();
    int64_t id = named(db, "market-change");

    CHECK_INT(go(db, "market-change", false, false, NULL), OK);
    CHECK_INT(bank(db, "4A").last, id);
    CHECK(bank(db, "5B").last != id);
    CHECK(look(db, "market-change").before);
    CHECK_INT(go(db, "market-change", false, false, NULL), ERR_REFUSED);
    CHECK_INT(why.code, REASON_PROMPT_AGAIN);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 5);
    CHECK_INT(go(db, "market-change", false, true, NULL), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM prompt_use"), 2);
    world_later(140 * DAY);             /* another term */
    CHECK(!look(db, "market-change").before);
    CHECK_INT(go(db, "market-change", false, false, NULL), OK);
    db_close(db);
}

TEST(a_prompt_that_was_taken_back_was_not_used)
{
    struct db *db = school();
    int64_t batch;

    CHECK_INT(go(db, "song-new", false, false, &batch), OK);
    CHECK_INT(batch_cancel(db, batch, "grace"), OK);
    CHECK(!look(db, "song-new").before);
    CHECK_INT(go(db, "song-new", false, false, NULL), OK);
    db_close(db);
}

TEST(in_the_holidays_nothing_goes_unless_it_is_wished)
{
    struct db *db = school();
    int added;

    CHECK_INT(calendar_add(db, "2026-11-23 2026-11-27 Mid-term", "head",
        &added, &why), OK);
    CHECK(look(db, "song-new").holiday);
    CHECK_TEXT(look(db, "song-new").day, "Mid-term");
    CHECK_INT(go(db, "song-new", false, false, NULL), ERR_REFUSED);
    CHECK_INT(why.code, REASON_PROMPT_HOLIDAY);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM prompt_use"), 0);
    CHECK_INT(go(db, "song-new", true, false, NULL), OK);
    world_later(5 * DAY);               /* a Saturday of the term */
    CHECK_INT(go(db, "song-teach", false, false, NULL), OK);
    db_close(db);
}

TEST(between_terms_and_behind_quiet_hours_are_holidays_too)
{
    struct db *db = school();
    const char *name;
    struct calendar *c = calloc(1, sizeof(*c));
    int added;

    CHECK_INT(calendar_add(db, "term 2026-09-01 2026-11-23 Term 3\n"
        "term 2027-01-04 2027-04-09 Term 1", "head", &added, &why), OK);
    CHECK_INT(calendar_read(db, c), OK);
    CHECK(!calendar_is_holiday(c, calendar_day(world_now), &name));
    CHECK(calendar_is_holiday(c, calendar_day(world_now + DAY), &name));
    CHECK_TEXT(name, "");
    CHECK(!calendar_is_holiday(c, calendar_day(world_now + 200 * DAY), &name));
    CHECK(!look(db, "song-new").holiday);
    world_rules.quiet_from = 8 * 60;    /* until tomorrow */
    world_rules.quiet_to = 6 * 60;
    CHECK(look(db, "song-new").holiday);
    CHECK_TEXT(look(db, "song-new").day, "2026-11-24");
    free(c);
    db_close(db);
}

TEST(it_counts_among_three_a_week_and_a_monday_in_the_holidays_is_passed_over)
{
    struct db *db = school();
    int added;

    CHECK_INT(go(db, "song-new", false, false, NULL), OK);
    CHECK_INT(go(db, "song-teach", false, false, NULL), OK);
    CHECK_INT(go(db, "story-end", false, false, NULL), OK);
    CHECK_INT(look(db, "field-plan").monday, 5);
    CHECK_INT(calendar_add(db, "2026-11-30 2026-12-04 Mid-term", "head",
        &added, &why), OK);
    CHECK_INT(look(db, "field-plan").phones, 0);
    CHECK_INT(look(db, "field-plan").skipped, 6);    /* one has no phone */
    CHECK_INT(go(db, "field-plan", false, false, NULL), ERR_REFUSED);
    CHECK_INT(why.code, REASON_NOBODY_REACHED);
    CHECK_INT(go(db, "field-plan", true, false, NULL), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE due > 0"),
        5);
    db_close(db);
}

TEST(a_number_that_may_be_wrong_gets_none)
{
    struct db *db = school();

    world_sql(db, "UPDATE phone SET wrong_asked = 1 WHERE number = '" ROSE "'");
    CHECK_INT(look(db, "song-new").phones, 4);
    CHECK_INT(go(db, "song-new", false, false, NULL), OK);
    CHECK_TEXT(text_to(db, ROSE), "");
    db_close(db);
}
