/* From home to school: what families answered, as cards for the classroom. */
#include "facts_world.h"

#include "send/prompt_home.h"
#include "store/people/people_edit.h"
#include "store/thread/card.h"
#include "store/thread/message.h"

static int second;

static void
hear(struct db *db, const char *from, const char *text)
{
    struct air a = { .from = from, .text = text, .second = second++ % 40000 };

    take(db, &a);
    world_later(MINUTE);
}

/* The class is asked; the number of the question. */
static int64_t
ask(struct db *db, const char *name)
{
    struct prompt p;
    struct sent sent = { 0 };
    struct prompt_wish w = { .class_name = "4A" };

    CHECK_INT(prompt_get(db, 0, name, "", &p), OK);
    w.prompt = p.id;
    CHECK_INT(prompt_home_send(db, &w, &with, &sent, &why), OK);
    free(sent.ids);
    world_later(MINUTE);
    return world_number(db, "SELECT max(id) FROM prompt_use");
}

struct list {
    int n;
    char text[2000];
    int64_t message, child;     /* the last */
    int children;
};

static void
add_answer(void *user, const struct card_answer *a)
{
    struct list *l = user;

    l->n++;
    l->message = a->message;
    l->children = a->n;
    l->child = a->n ? a->child[a->n - 1].id : 0;
    sprintf(l->text + strlen(l->text), "%s|", a->body);
}

static void
add_card(void *user, const struct card *c)
{
    struct list *l = user;

    l->n++;
    l->message = c->message;
    sprintf(l->text + strlen(l->text), "%s: %s|", c->name, c->body);
}

static struct list
answers(struct db *db, int64_t asked, bool left)
{
    struct list l = { 0 };

    CHECK_INT(card_answers(db, asked, left, add_answer, &l), OK);
    return l;
}

static struct list
cards(struct db *db, int64_t asked)
{
    struct list l = { 0 };

    CHECK_INT(card_list(db, asked, add_card, &l), OK);
    return l;
}

static enum err
put(struct db *db, int64_t asked, int64_t message, int64_t child,
    const char *text)
{
    return card_put(db, asked, message, child, text, "grace", &why);
}

TEST(what_families_answer_is_looked_at_and_then_a_card_of_their_child)
{
    struct db *db = school();
    struct card_asked a;
    struct list l;
    int64_t q;

    hear(db, SALMA, "Hello teacher");   /* before the question */
    q = ask(db, "ask-made");
    CHECK_INT(answers(db, q, false).n, 0);
    hear(db, SALMA, "Alitengeneza kikapu");
    hear(db, "+254712000008", "He is of 5B");
    l = answers(db, q, false);
    CHECK_TEXT(l.text, "Alitengeneza kikapu|");
    CHECK_INT(l.children, 1);
    CHECK_INT(cards(db, q).n, 0);       /* nobody looked yet */
    CHECK_INT(put(db, q, l.message, 0, ""), OK);
    CHECK_TEXT(cards(db, q).text, "Amina Ali: Alitengeneza kikapu|");
    CHECK_INT(answers(db, q, false).n, 0);
    CHECK_INT(put(db, q, l.message, 0, "Kikapu"), OK);
    CHECK_TEXT(cards(db, q).text, "Amina Ali: Kikapu|");
    CHECK_INT(card_leave(db, q, l.message, "grace"), OK);
    CHECK_INT(card_asked(db, q, &a), OK);
    CHECK_INT(a.open, 0);
    CHECK_INT(a.cards, 0);
    CHECK_INT(a.left, 1);
    CHECK_INT(card_again(db, q, l.message, "grace"), OK);
    CHECK_INT(answers(db, q, false).n, 1);
    CHECK_INT(card_again(db, q, l.message, "grace"), ERR_NOT_FOUND);
    CHECK_INT(put(db, q, 1, 0, ""), ERR_NOT_FOUND);     /* no answer to it */
    CHECK_INT(put(db, 99, l.message, 0, ""), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action LIKE 'card.%'"), 4);
    db_close(db);
}

TEST(of_two_children_in_the_class_a_person_says_whose_card_it_is)
{
    struct db *db = school();
    int64_t q = ask(db, "ask-help");
    struct list l;

    hear(db, ROSE, "She feeds the goats");
    l = answers(db, q, false);
    CHECK_INT(l.children, 2);
    CHECK_INT(put(db, q, l.message, 0, ""), ERR_INPUT);
    CHECK_INT(why.code, REASON_CARD_WHOSE);
    CHECK_INT(put(db, q, l.message, 3, ""), ERR_INPUT); /* another's child */
    CHECK_INT(put(db, q, l.message, 2, ""), OK);
    CHECK_TEXT(cards(db, q).text, "Mary Otieno: She feeds the goats|");
    db_close(db);
}

TEST(what_may_tell_of_harm_is_never_offered_nor_shown)
{
    struct db *db = school();
    int64_t q = ask(db, "ask-glad");
    struct list l;

    hear(db, SALMA, "My husband beats Amina with a stick every night");
    hear(db, ROSE, "Brian cooked rice");
    CHECK(world_number(db, "SELECT count(*) FROM message m JOIN thread t"
        " ON t.id = m.thread WHERE m.concern > 0 OR t.tray = 4") > 0);
    l = answers(db, q, false);
    CHECK_TEXT(l.text, "Brian cooked rice|");
    CHECK_INT(put(db, q, l.message, 1, ""), OK);
    CHECK_INT(cards(db, q).n, 1);
    world_sql(db, "UPDATE message SET concern = 1 WHERE body LIKE 'Brian c%'");
    CHECK_INT(cards(db, q).n, 0);       /* somebody marked it since */
    CHECK_INT(put(db, q, l.message, 1, ""), ERR_NOT_FOUND);
    db_close(db);
}

TEST(a_card_takes_no_number_that_can_be_called_and_few_words)
{
    struct db *db = school();
    int64_t q = ask(db, "ask-glad");
    struct list l;
    char many[CARD_LETTERS + 2];

    hear(db, SALMA, "Call me on 0712 000 003");
    l = answers(db, q, false);
    CHECK_INT(put(db, q, l.message, 0, ""), ERR_INPUT);
    CHECK_INT(why.code, REASON_CARD_WORDS);
    CHECK_INT(put(db, q, l.message, 0,
        "\u0660\u0667\u0661\u0662\u0660\u0660\u0660"), ERR_INPUT);
    memset(many, 'x', sizeof(many) - 1);
    many[sizeof(many) - 1] = '\0';
    CHECK_INT(put(db, q, l.message, 0, many), ERR_INPUT);
    CHECK_INT(put(db, q, l.message, 0, " \n"), ERR_INPUT);
    CHECK_INT(put(db, q, l.message, 0, "12 eggs, 3 cups, 2026"), OK);
    db_close(db);
}

TEST(the_next_question_of_the_class_has_the_texts_that_come_after_it)
{
    struct db *db = school();
    int64_t one = ask(db, "ask-made"), two;

    hear(db, ROSE, "A stool");
    two = ask(db, "ask-story");
    hear(db, ROSE, "The hare and the hyena");
    CHECK_TEXT(answers(db, one, false).text, "A stool|");
    CHECK_TEXT(answers(db, two, false).text, "The hare and the hyena|");
    world_later(CARD_WINDOW);
    hear(db, ROSE, "Good morning");
    CHECK_INT(answers(db, two, false).n, 1);
    db_close(db);
}

TEST(a_card_goes_with_its_text_and_with_its_child)
{
    struct db *db = school();
    int64_t q = ask(db, "ask-made");
    struct list l;

    hear(db, SALMA, "A basket");
    l = answers(db, q, false);
    CHECK_INT(put(db, q, l.message, 0, ""), OK);
    hear(db, ROSE, "A stool");
    CHECK_INT(put(db, q, answers(db, q, false).message, 1, ""), OK);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(message_forget(db, l.message), OK);
    CHECK_INT(db_commit(db), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM card"), 1);
    CHECK_TEXT(cards(db, q).text, "Brian Otieno: A stool|");
    world_sql(db, "UPDATE child SET left_at = 1 WHERE id = 1");
    CHECK_INT(cards(db, q).n, 0);
    CHECK_INT(family_erase(db, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM card"), 0);
    db_close(db);
}
