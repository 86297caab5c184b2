/* Days of a sheet: which go into the register, and what home hears of them. */
#include "facts_world.h"

TEST(days_of_a_sheet_go_into_the_register_once_and_home_hears_of_today_alone)
{
    static const char sheet[] = "Name,Class,20/11/2026,21/11/2026,23/11/2026,"
        "24/11/2026\nBrian Otieno,4A,A,A,P,A\nAmina Ali,4A,p,,a,\n"
        "Mary Otieno,4A,X,,,\n";
    struct db *db = school();
    struct facts_view *v = open_sheet(db, sheet, "", "", "");
    struct absent_listed done;

    CHECK_INT(v->f.n_marks, 3);
    CHECK_INT(v->n_days, 2);
    CHECK_INT(v->days_today, 1);
    CHECK_TEXT(state_of(v, 0), "2026-11-24 is still to come");
    CHECK_INT(facts_view_note(db, v, &done), OK);
    CHECK_INT(done.noted, 2);
    CHECK_INT(done.told.texts, 2);
    close_sheet(v);
    CHECK_TEXT(world_text(db,
        "SELECT group_concat(child || ' ' || day || ' ' || (question IS NOT NULL)) FROM (SELECT * FROM absence ORDER BY child)"),
        "1 2026-11-20 0,3 2026-11-23 1");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);

    v = open_sheet(db, sheet, "mark==X\n", "", "");
    CHECK_INT(v->days_known, 2);
    CHECK_INT(v->n_days, 1);
    CHECK_INT(facts_view_note(db, v, &done), OK);
    close_sheet(v);
    CHECK_INT(world_number(db, "SELECT count(*) FROM absence"), 3);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 2);
    db_close(db);
}

static void
first_list(void *user, const struct absence_list *l)
{
    *(struct absence_list *)user = *l;
}

TEST(a_list_of_days_is_taken_back_as_a_whole_with_what_waits_to_go)
{
    struct db *db = school();
    struct facts_view *v = open_sheet(db, "Name,Class,Absent on\n"
        "Brian Otieno,4A,\"19/11/2026, 23/11/2026\"\nMary Otieno,4A,soon\n",
        "", "", "");
    struct absence_list l = { 0 };
    struct absent_listed done;
    bool noted = true;

    CHECK_TEXT(state_of(v, 1), "\"soon\" is no day");
    CHECK_INT(absence_is_noted(db, 1, "2026-11-23", &noted), OK);
    CHECK(!noted);
    CHECK_INT(facts_view_note(db, v, &done), OK);
    CHECK_INT(absence_is_noted(db, 1, "2026-11-23", &noted), OK);
    CHECK(noted);
    close_sheet(v);
    CHECK_INT(done.noted, 2);
    CHECK_INT(absence_lists(db, 1, first_list, &l), OK);
    CHECK_INT(l.days, 2);
    CHECK_INT(absent_list_undo(db, l.id, "grace"), OK);
    CHECK_INT(absent_list_undo(db, l.id, "grace"), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM absence"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message WHERE state = 1"),
        0);
    db_close(db);
}

TEST(home_hears_of_as_many_days_as_the_register_has)
{
    /* a Saturday, and one to come */
    struct db *db = school();
    struct facts_view *v = open_sheet(db, "Name,Class,Absent on\n"
        "Brian Otieno,4A,\"19/11/2026, 20/11/2026, 21/11/2026, 24/11/2026\"\n"
        "Mary Otieno,4A,21/11/2026\nAmina Ali,4A,\"19/11/2026, soon\"\n", "",
        "", "{child}: {days}");

    CHECK_TEXT(v->copies[0].text, "Brian: 2");
    CHECK_INT(v->phones, 1);
    CHECK_INT(v->n_days, 3);
    CHECK_TEXT(state_of(v, 1), "there was no school on 2026-11-21");
    CHECK(!v->rows[1].told);
    CHECK_TEXT(state_of(v, 2), "\"soon\" is no day");
    CHECK(!v->rows[2].told);
    close_sheet(v);
    db_close(db);
}

/* Days from 1 January 2026 on, n of them, each followed by c; the caller frees
 * it. */
static char *
many_days(int n, const char *start, const char *c)
{
    size_t room = strlen(start) + (size_t)n * 16 + 200, used;
    char *out = malloc(room);

    assert_non_null(out);
    used = (size_t)snprintf(out, room, "%s", start);
    for (int i = 0; i < n; i++)
        used += (size_t)snprintf(out + used, room - used, "%s%d/%d/2026",
            i ? c : "", i % 28 + 1, i / 28 + 1);
    return out;
}

TEST(no_day_of_a_sheet_of_a_whole_term_is_lost_and_one_too_many_is_said)
{
    struct db *db = school();
    char *sheet = many_days(90, "Name,Class,", ",");
    struct facts_view *v;
    size_t used = strlen(sheet);

    sheet = realloc(sheet, used + 400);
    assert_non_null(sheet);
    used += (size_t)sprintf(sheet + used, "\nBrian Otieno,4A");
    for (int i = 0; i < 90; i++)
        used += (size_t)sprintf(sheet + used, ",A");
    v = open_sheet(db, sheet, "", "", "");
    CHECK_INT(v->rows[0].said.n_days, 90);
    close_sheet(v);
    free(sheet);

    sheet = many_days(101, "Name;Class;Absent on\nBrian Otieno;4A;", ",");
    v = open_sheet(db, sheet, "", "", "");
    CHECK_TEXT(state_of(v, 0), "more than 100 days stand in this row: use two"
        " rows");
    close_sheet(v);
    free(sheet);
    db_close(db);
}
TEST(a_column_with_a_day_above_may_be_of_scores)
{
    static const char sheet[] = "Name,Class,23/11/2026,20/11/2026\n"
        "Brian Otieno,4A,1,A\nMary Otieno,4A,2,\nAmina Ali,4A,3,P\n"
        ",,4,\n,,5,\n,,6,\n,,7,\n,,8,\n,,9,\n,,10,\n,,11,\n,,12,\n,,13,\n";
    struct db *db = school();
    struct facts_view *v = calloc(1, sizeof(*v));

    assert_non_null(v);
    CHECK_INT(facts_view_read(db, sheet, strlen(sheet), &with, v, &why),
        ERR_INPUT);
    CHECK(strstr(in_words(&why), "different marks"));
    close_sheet(v);
    v = open_sheet(db, sheet, "mark==P\nnone=#3\n", "", "");
    CHECK_INT(v->f.n_marks, 2);
    CHECK_INT(v->n_days, 2);
    close_sheet(v);
    v = open_sheet(db, sheet, "mark=#3\n", "", "{child}: {mark}");
    CHECK_INT(v->n_days, 1);
    CHECK_TEXT(v->copies[0].text, "Brian: 1 Mary: 2");
    close_sheet(v);
    db_close(db);
}

TEST(a_day_is_read_in_the_order_of_its_sheet_then_of_the_country)
{
    static const char *const plain[][2] = {
        { "23/11/2026", "2026-11-23" }, { "11/23/2026", "2026-11-23" },
        { "3/4/2026", "2026-04-03" }, { "2026-11-23 00:00:00", "2026-11-23" },
        { "46349", "2026-11-23" }, { "31/11/2026", "" }, { "11/31/2026", "" },
        { "23/11-2026", "" }, { "1/2/3/4", "" }, { "13/13/2026", "" },
        { "23.11.2026.", "2026-11-23" }, { "23.11.2026.4", "" },
    };
    struct db *db = school();
    char day[DAY_CELL];
    struct facts_view *v;

    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
        CHECK_TEXT(day_cell_read(plain[i][0], false, day, NULL) ? day : "",
            plain[i][1]);
    CHECK_TEXT(day_cell_read("3/4/2026", true, day, NULL) ? day : "",
        "2026-03-04");
    v = open_sheet(db, "Name,Class,Absent on\nBrian Otieno,4A,11/3/2026\n"
        "Mary Otieno,4A,\"11/20/2026, 11/4/2026\"\n", "", "", "");
    CHECK_TEXT(v->rows[0].said.day[0], "2026-11-03");
    CHECK_TEXT(v->rows[1].said.day[1], "2026-11-04");
    close_sheet(v);
    v = open_sheet(db, "Name,Class,Absent on\nBrian Otieno,4A,11/3/2026\n"
        "Mary Otieno,4A,20/11/2026\n", "", "", "");
    CHECK_TEXT(v->rows[0].said.day[0], "2026-03-11");
    close_sheet(v);
    db_close(db);
}
