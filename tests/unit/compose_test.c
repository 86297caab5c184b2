#include "store_world.h"

#include "store/db/setting.h"
#include "web/view/compose.h"
#include "web/view/presence.h"

static void
read_form(const char *form, struct compose *out)
{
    struct params p;

    assert_int_equal(params_read(form, strlen(form), &p), OK);
    compose_read(&p, out);
    params_clear(&p);
}

TEST(a_draft_comes_back_as_it_was_typed)
{
    struct compose c, again;
    char *kept;

    read_form("text=Habari+%22%7Bchild%7D%22%0D%0Aline+two&tone=praise"
        "&ask=yes,no&class=4B&class=2A&family=7&family=x&group=2&group=9&base=Trip&silent=3&about=5&about=x&about=5&about=8", &c);
    CHECK_TEXT(c.text, "Habari \"{child}\"\nline two");
    kept = compose_keep(&c);
    CHECK(kept != NULL);
    compose_load(kept, &again);
    free(kept);
    CHECK(memcmp(&c, &again, sizeof(c)) == 0);
    CHECK_INT(again.n_classes, 2);
    CHECK_INT(again.n_families, 1);
    CHECK_INT(again.n_groups, 2);
    CHECK_INT(again.silent, 3);
    CHECK_INT(again.n_about, 2);
    CHECK(compose_is_about(&again, 8) && !compose_is_about(&again, 3));
}

TEST(what_is_too_long_for_a_draft_is_cut_between_letters)
{
    static char form[2 * COMPOSE_TEXT] = "text=";
    struct compose c, again;
    char *kept;

    for (int i = 5; i + 2 < (int)sizeof(form); i += 2)
        memcpy(form + i, "\xd8\xa7", 2);       /* Arabic alef */
    read_form(form, &c);
    CHECK_INT(strlen(c.text), (COMPOSE_TEXT - 1) / 2 * 2);
    kept = compose_keep(&c);
    CHECK(kept != NULL);
    compose_load(kept, &again);
    CHECK_TEXT(again.text, c.text);
    free(kept);
}

TEST(an_empty_form_keeps_no_draft_and_damage_reads_as_empty)
{
    struct compose c;
    char *kept;

    read_form("text=&tone=praise&to=all", &c);
    kept = compose_keep(&c);
    CHECK_TEXT(kept, "");
    free(kept);
    compose_load("{\"text\": 5, \"classes\": [1, null], \"families\": \"x\"}",
        &c);
    CHECK_TEXT(c.text, "");
    CHECK_INT(c.n_classes, 0);
    compose_load("no json", &c);
    CHECK_TEXT(c.text, "");
}

TEST(the_count_says_what_a_text_costs_and_which_letters_make_it_dear)
{
    struct db *db = world_open();
    struct compose_count n;

    CHECK(setting_set(db, "price.part", "1.20") == OK);
    CHECK(setting_set(db, "price.currency", "KES") == OK);
    compose_measure(db, "The \xe2\x80\x9c" "book\xe2\x80\x9d and a very long"
        " story about seventy letters, the rest of which is plain", &n);
    CHECK(n.ucs2);
    CHECK_INT(n.parts, 2);
    CHECK_TEXT(n.price, "2.40 KES");
    CHECK_TEXT(n.dear, "\xe2\x80\x9c \xe2\x80\x9d");
    CHECK(n.plain != NULL);
    CHECK_INT(n.plain_parts, 1);
    compose_count_clear(&n);
    compose_measure(db, "", &n);
    CHECK(n.empty);
    CHECK_INT(n.parts, 0);
    compose_count_clear(&n);
    compose_measure(db, "Please pay the school fees", &n);
    CHECK_TEXT(n.private_word, "fees");
    compose_count_clear(&n);
    db_close(db);
}

TEST(a_time_that_has_passed_or_cannot_be_read_is_refused_in_words)
{
    struct db *db = world_open();
    const char *classes[COMPOSE_CLASSES];
    struct send s = { 0 };
    struct compose c;
    struct reason refused = { 0 };

    read_form("text=x&at=2020-01-01T10:00", &c);
    CHECK(!compose_send(&c, &s, classes, &refused));
    CHECK(strstr(in_words(&refused), "passed"));
    read_form("text=x&at=soon", &c);
    CHECK(!compose_send(&c, &s, classes, &refused));
    read_form("text=x&at=2026-11-24T10:00&expires=6h&tone=urgent&class=4B",
        &c);
    CHECK(compose_send(&c, &s, classes, &refused));
    CHECK_INT(s.expires - s.due, 6 * HOUR);
    CHECK_INT(s.tone, TONE_URGENT);
    CHECK_INT(s.n_classes, 1);
    CHECK_TEXT(s.classes[0], "4B");
    db_close(db);
}

TEST(somebody_else_who_writes_is_seen_and_forgotten_when_done)
{
    char who[80];

    CHECK(presence_note(5, "grace"));
    CHECK(!presence_note(5, "grace"));
    presence_other(5, "grace", who, sizeof(who));
    CHECK_TEXT(who, "");
    presence_other(5, "head", who, sizeof(who));
    CHECK_TEXT(who, "grace");
    presence_other(6, "head", who, sizeof(who));
    CHECK_TEXT(who, "");
    presence_end(5, "grace");
    presence_other(5, "head", who, sizeof(who));
    CHECK_TEXT(who, "");
}

TEST(an_address_carries_any_words)
{
    char to[60] = "/inbox";

    params_write(to, sizeof(to), "view", "waiting");
    params_write(to, sizeof(to), "class", "4 B&x=\xc3\xa9");
    CHECK_TEXT(to, "/inbox?view=waiting&class=4%20B%26x%3D%C3%A9");
    for (int i = 0; i < 40; i++)
        params_write(to, sizeof(to), "more", "&&&&");
    CHECK(strlen(to) < sizeof(to));
}
