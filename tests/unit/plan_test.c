/* Plans of children: who reads them, when the next step is due, and that they
 * stay with the child. */
#include "behaviour_world.h"

#include "store/people/people_edit.h"
#include "store/thread/about.h"
#include "store/thread/plan.h"
#include "store/thread/retention.h"

enum { HEAD = 1, GRACE = 2, OTIENO = 3, GUEST = 4 };

/* Monday; 4A is Grace's. Otieno has no class, Guest only reads. */
static struct db *
planned_school(void)
{
    struct db *db = school();

    world_sql(db, "INSERT INTO staff (id, name, role, password, created,"
        " classes) VALUES (1, 'head', 4, '', 1, ''),"
        " (2, 'grace', 2, '', 1, char(10) || '4A' || char(10)),"
        " (3, 'otieno', 2, '', 1, ''), (4, 'guest', 1, '', 1,"
        " char(10) || '4A' || char(10))");
    return db;
}

static enum err
begin_plan(struct db *db, int64_t child, const char *aim)
{
    const struct plan_typed t = { aim, "2026-12-18", GRACE };

    return plan_start(db, child, &t, "grace", &why);
}

static enum err
step(struct db *db, enum plan_way way, const char *words, int64_t staff,
    const char *by)
{
    const struct plan_step_typed t = { words, by, way, staff };

    return plan_step_add(db, 1, &t, "grace", &why);
}

/* Brian's plan: a text by Tuesday, a call by Thursday by Mr Otieno. */
static struct db *
with_plan(void)
{
    struct db *db = planned_school();

    CHECK_INT(begin_plan(db, 1, "Brian comes each day."), OK);
    CHECK_INT(step(db, PLAN_TEXT, "Ask how mornings go", GRACE, "2026-11-24"),
        OK);
    CHECK_INT(step(db, PLAN_CALL, "Call the mother", OTIENO, "2026-11-26"),
        OK);
    return db;
}

/* A text about Brian, on its way to NORTH's hands. */
static int64_t
write_home(struct db *db, struct queue_part *p)
{
    int64_t id = world_add(db, ROSE, "How do mornings go?");

    CHECK_INT(db_begin(db), OK);
    CHECK_INT(about_add(db, id, id, 1, TONE_NONE), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(world_claim(db, p), id);
    return id;
}

static char said[8000];

/* Adds a line to what was said. */
#define SAY(...)                                                               \
    snprintf(said + strlen(said), sizeof(said) - strlen(said), __VA_ARGS__)

static void
keep_due(void *user, const struct plan_due *d)
{
    (void)user;
    SAY("%s %s %s %s;", d->child_name,
        plan_why_name(d->why), plan_stand_name(d->before), d->words);
}

static const char *
due(struct db *db, int64_t staff, bool is_head)
{
    said[0] = '\0';
    CHECK_INT(plan_due(db, staff, is_head, world_now, 20, keep_due, NULL), OK);
    return said;
}

static void
keep_stand(void *user, const struct plan_step *s)
{
    (void)user;
    SAY("%s;", plan_stand_name(plan_stand(s,
        world_now)));
}

static const char *
stands(struct db *db)
{
    said[0] = '\0';
    CHECK_INT(plan_steps(db, 1, keep_stand, NULL), OK);
    return said;
}

static bool
may(struct db *db, int64_t staff, int64_t child)
{
    const struct plan_reader r = { staff, false };
    bool yes;

    CHECK_INT(plan_may(db, &r, child, &yes), OK);
    return yes;
}

TEST(the_class_teacher_and_who_does_a_step_read_a_plan_and_no_other)
{
    struct db *db = planned_school();
    const struct plan_reader all = { 0, true };
    bool yes;

    CHECK(may(db, GRACE, 1));
    CHECK(!may(db, OTIENO, 1));
    CHECK(!may(db, GUEST, 1));          /* although it is the class */
    CHECK(!may(db, 0, 1));
    CHECK_INT(plan_may(db, &all, 1, &yes), OK);
    CHECK(yes);
    CHECK_INT(plan_may(db, &all, 99, &yes), ERR_NOT_FOUND);
    CHECK_INT(begin_plan(db, 1, "Brian comes each day."), OK);
    CHECK_INT(step(db, PLAN_CALL, "Call", OTIENO, "2026-11-26"), OK);
    CHECK(may(db, OTIENO, 1));
    CHECK(!may(db, OTIENO, 2));
    world_sql(db, "UPDATE staff SET created = 9999999999999 WHERE id = 3");
    CHECK(!may(db, OTIENO, 1));         /* another person's account now */
    world_sql(db, "UPDATE staff SET created = 1 WHERE id = 3");
    CHECK_INT(plan_close(db, 1, "He comes.", "grace", &why), OK);
    CHECK(!may(db, OTIENO, 1));
    CHECK(may(db, GRACE, 1));
    db_close(db);
}

TEST(a_child_has_one_open_plan_and_what_is_typed_twice_is_one)
{
    struct db *db = with_plan();

    CHECK_INT(begin_plan(db, 1, "  Brian comes  each day. "), OK);
    CHECK_INT(begin_plan(db, 1, "Another."), ERR_EXISTS);
    CHECK_INT(why.code, REASON_PLAN_IS_OPEN);
    CHECK_INT(step(db, PLAN_CALL, "Call the mother", OTIENO, "2026-11-26"),
        OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan_step"), 2);
    CHECK_INT(begin_plan(db, 99, "Nobody."), ERR_NOT_FOUND);
    CHECK_INT(plan_close(db, 1, "", "grace", &why), ERR_INPUT);
    CHECK_INT(why.code, REASON_PLAN_LINE);
    CHECK_INT(plan_close(db, 1, "He comes.", "grace", &why), OK);
    CHECK_INT(plan_close(db, 1, "He comes.", "grace", &why), ERR_NOT_FOUND);
    CHECK_INT(begin_plan(db, 1, "Another."), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action LIKE 'plan.%' AND object = 'child 1' AND detail = ''"),
        5);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action LIKE 'plan.%'"), 5);
    db_close(db);
}

TEST(what_cannot_be_is_refused_and_changes_nothing)
{
    struct db *db = with_plan();
    char longer[PLAN_FIELD + 1];
    struct plan_talk_typed talk = { "", { "", " ", "", "" } };

    memset(longer, 'x', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    CHECK_INT(step(db, PLAN_CALL, "", OTIENO, "2026-11-26"), ERR_INPUT);
    CHECK_INT(step(db, PLAN_CALL, longer, OTIENO, "2026-11-26"), ERR_INPUT);
    CHECK_INT(step(db, PLAN_WAYS, "x", OTIENO, "2026-11-26"), ERR_INPUT);
    CHECK_INT(step(db, PLAN_CALL, "x", GUEST, "2026-11-26"), ERR_INPUT);
    CHECK_INT(why.code, REASON_PLAN_WHO);
    for (const char *const *d = (const char *const[]){ "2026-11-28",
            "2026-11-20", "2028-01-03", "soon", "", NULL }; *d; d++) {
        CHECK_INT(step(db, PLAN_CALL, "x", OTIENO, *d), ERR_INPUT);
        CHECK_INT(why.code, REASON_PLAN_DAY);
    }
    CHECK_INT(plan_talk_add(db, 1, &talk, "grace", &why), ERR_INPUT);
    talk.field[2] = longer;
    CHECK_INT(plan_talk_add(db, 1, &talk, "grace", &why), ERR_INPUT);
    talk.field[2] = "He walks with Mary";
    talk.day = "2026-11-24";
    CHECK_INT(plan_talk_add(db, 1, &talk, "grace", &why), ERR_INPUT);
    CHECK_INT(why.code, REASON_FACT_AHEAD);
    CHECK_INT(plan_tried(db, 1, 2, PLAN_SENT, 0, "grace", &why), ERR_INPUT);
    CHECK_INT(plan_tried(db, 1, 1, PLAN_SENT, 0, "grace", &why), ERR_REFUSED);
    CHECK_INT(why.code, REASON_PLAN_NO_TEXT);
    CHECK_INT(plan_tried(db, 1, 9, PLAN_DONE, 0, "grace", &why),
        ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan_step"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan_talk"), 0);
    for (int i = 2; i < PLAN_STEPS; i++) {
        snprintf(longer, sizeof(longer), "step %d", i);
        CHECK_INT(step(db, PLAN_VISIT, longer, GRACE, "2026-11-27"), OK);
    }
    CHECK_INT(step(db, PLAN_VISIT, "more", GRACE, "2026-11-27"), ERR_REFUSED);
    CHECK_INT(why.code, REASON_PLAN_FULL);
    db_close(db);
}

TEST(a_text_without_an_answer_for_48_hours_makes_the_next_step)
{
    struct db *db = with_plan();
    struct queue_part p;

    CHECK_TEXT(due(db, GRACE, false), "");
    write_home(db, &p);
    CHECK_INT(plan_tried(db, 1, 1, PLAN_SENT, 0, "grace", &why), OK);
    world_later(3 * HOUR);              /* it waits to go: no clock runs */
    CHECK_TEXT(stands(db), "waits;open;");
    world_sent(db, &p, 7);
    world_later(PLAN_SILENCE - 1);
    CHECK_TEXT(stands(db), "waits;open;");
    CHECK_TEXT(due(db, OTIENO, false), "");
    world_later(1);
    CHECK_TEXT(stands(db), "silent;open;");
    CHECK_TEXT(due(db, OTIENO, false),
        "Brian Otieno next silent Call the mother;");
    CHECK_TEXT(due(db, GRACE, false), "");
    CHECK_TEXT(due(db, HEAD, true), "");
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 1);
    CHECK_INT(plan_tried(db, 1, 2, PLAN_NO_ANSWER, 0, "otieno", &why), OK);
    CHECK_TEXT(due(db, OTIENO, false), "");
    CHECK_TEXT(due(db, GRACE, false),
        "Brian Otieno no step no answer Brian comes each day.;");
    CHECK_INT(plan_tried(db, 1, 2, PLAN_DONE, 0, "otieno", &why),
        ERR_REFUSED);
    CHECK_INT(why.code, REASON_PLAN_TRIED);
    CHECK_INT(plan_tried(db, 1, 2, PLAN_OPEN, 0, "otieno", &why), OK);
    CHECK_TEXT(due(db, OTIENO, false),
        "Brian Otieno next silent Call the mother;");
    db_close(db);
}

TEST(an_answer_of_the_family_stops_the_clock)
{
    struct db *db = with_plan();
    struct air before = { .from = ROSE, .text = "Good evening.", .second = 1 };
    struct air after = { .from = ROSE, .text = "He sleeps late.",
        .second = 2 };
    struct queue_part p;

    write_home(db, &p);
    CHECK_INT(plan_tried(db, 1, 1, PLAN_SENT, 0, "grace", &why), OK);
    world_later(MINUTE);
    take(db, &before);                  /* before ours went: no answer to it */
    world_later(MINUTE);
    world_sent(db, &p, 7);
    CHECK_TEXT(stands(db), "waits;open;");
    world_later(60 * HOUR);
    CHECK_TEXT(stands(db), "silent;open;");
    take(db, &after);                   /* late, and an answer all the same */
    CHECK_TEXT(stands(db), "answered;open;");
    CHECK_TEXT(due(db, OTIENO, false), "");
    db_close(db);
}

TEST(a_text_that_reached_nobody_makes_the_next_step_at_once)
{
    struct db *db = with_plan();
    struct queue_part p;

    write_home(db, &p);
    CHECK_INT(plan_tried(db, 1, 1, PLAN_SENT, 0, "grace", &why), OK);
    world_settle(db, &p, LINK_UNKNOWN, -1, LINK_ERROR_NONE, -1);
    CHECK_TEXT(stands(db), "lost;open;");
    CHECK_TEXT(due(db, OTIENO, false),
        "Brian Otieno next lost Call the mother;");
    db_close(db);
}

TEST(steps_and_reviews_are_due_by_their_day_and_go_to_the_head_from_who_left)
{
    struct db *db = with_plan();

    world_later(2 * DAY);
    CHECK_TEXT(due(db, GRACE, false),
        "Brian Otieno overdue open Ask how mornings go;");
    world_later(DAY);
    CHECK_TEXT(due(db, OTIENO, false),
        "Brian Otieno due open Call the mother;");
    CHECK_INT(plan_step_move(db, 1, 2, "2026-11-30", 0, "grace", &why), OK);
    CHECK_TEXT(due(db, OTIENO, false), "");
    CHECK_INT(plan_step_remove(db, 1, 1, "grace", &why), OK);
    world_later(5 * DAY);
    world_sql(db, "UPDATE staff SET closed = 5 WHERE id = 3");
    CHECK_TEXT(due(db, OTIENO, false), "");
    CHECK_TEXT(due(db, HEAD, true),
        "Brian Otieno overdue open Call the mother;");
    CHECK_INT(plan_step_move(db, 1, 2, "", GRACE, "head", &why), OK);
    CHECK_TEXT(due(db, HEAD, true), "");
    CHECK_INT(plan_tried(db, 1, 2, PLAN_DONE, 0, "grace", &why), OK);
    world_later(20 * DAY);
    CHECK_TEXT(due(db, GRACE, false),
        "Brian Otieno review open Brian comes each day.;");
    world_sql(db, "UPDATE child SET left_at = 5 WHERE id = 1");
    CHECK_TEXT(due(db, GRACE, false), "");
    db_close(db);
}

static void
keep_talk(void *user, const struct plan_talk *t)
{
    (void)user;
    SAY("%s|%s|%s|%s;", t->field[0], t->field[1],
        t->field[2], t->field[3]);
}

TEST(a_conversation_is_kept_with_the_plan_once)
{
    struct db *db = with_plan();
    const struct plan_talk_typed t = { "2026-11-20", { "He walks far.",
        "A lift by the uncle.", "The uncle, from Monday.", "On the 30th." } };

    CHECK_INT(plan_talk_add(db, 1, &t, "grace", &why), OK);
    CHECK_INT(plan_talk_add(db, 1, &t, "grace", &why), OK);
    said[0] = '\0';
    CHECK_INT(plan_talks(db, 1, keep_talk, NULL), OK);
    CHECK_TEXT(said, "He walks far.|A lift by the uncle.|"
        "The uncle, from Monday.|On the 30th.;");
    db_close(db);
}

TEST(a_merge_keeps_both_plans_and_its_undo_gives_them_back)
{
    struct db *db = with_plan();
    int64_t family = 0;

    CHECK_INT(db_begin(db), OK);
    add(db, "Brian Otieno", "Tom Otieno", "+254712000009", "F9", "en");
    CHECK_INT(db_commit(db), OK);
    world_sql(db, "UPDATE child SET class = '4A' WHERE id = 5");
    CHECK_INT(begin_plan(db, 5, "Brian reads aloud."), OK);
    CHECK_INT(family_merge(db, 4, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"
        " WHERE child = 1"), 2);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"
        " WHERE closed = 0"), 1);
    CHECK_INT(family_unmerge(db, 1, "head", &family), OK);
    CHECK_TEXT(world_text(db, "SELECT aim FROM plan WHERE closed = 0"
        " AND child = 5"), "Brian reads aloud.");
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"
        " WHERE closed = 0"), 2);
    CHECK(db_check(db) == OK);
    db_close(db);
}

TEST(plans_are_erased_with_the_child_and_forgotten_with_the_notes)
{
    struct db *db = with_plan();
    int forgotten;

    CHECK_INT(begin_plan(db, 3, "Amina smiles."), OK);
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan_step"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"), 1);
    CHECK_INT(plan_close(db, 3, "She smiles.", "grace", &why), OK);
    world_add(db, SALMA, "x");
    world_sql(db, "UPDATE message SET state = 4");
    CHECK_INT(retention_step(db, 12, &forgotten), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"), 1);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(plan_forget(db, world_now + 1), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM plan"), 0);
    db_close(db);
}
