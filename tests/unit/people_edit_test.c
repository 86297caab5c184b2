#include "inbox_world.h"

#include "store/people/people_edit.h"
#include "store/thread/thread.h"

#include <fcntl.h>
#include <unistd.h>

static struct reason why;

/* Salma with Amina (4B) and one phone; the family's id. */
static int64_t
add_salma(struct db *db, const char *number)
{
    struct guardian_form g = { .name = "Salma Ali",
        .relation = "mother", .language = "SW", .consent = "yes" };
    int64_t family = 0, child = 0, guardian = 0;

    CHECK_INT(family_add(db, "head", &family), OK);
    CHECK_INT(child_save(db, family, "Amina  Ali", "4B", "head", &why, &child),
        OK);
    CHECK_INT(guardian_save(db, family, &g, "head", &why, &guardian), OK);
    CHECK_INT(guardian_phone_add(db, guardian, number, "KE", "head", &why),
        OK);
    return family;
}

static int64_t
write_to(struct db *db, int64_t family, const char *number, const char *body,
    enum message_state state)
{
    struct message m = { .direction = MESSAGE_OUT, .kind = MESSAGE_TEXT,
        .state = state, .at = 1 };

    snprintf(m.number, sizeof(m.number), "%s", number);
    CHECK_INT(db_begin(db), OK);
    CHECK_INT(family ? thread_of_family(db, family, &m.thread)
                     : thread_of_sender(db, 2, number, &m.thread), OK);
    m.body = strdup(body);
    CHECK_INT(message_add(db, &m), OK);
    CHECK_INT(db_commit(db), OK);
    family = m.id;
    message_clear(&m);
    return family;
}

static void
count(void *user, const struct family *f)
{
    (void)f;
    ++*(int *)user;
}

static int
found(struct db *db, const char *words)
{
    int n = 0;

    CHECK_INT(family_list(db, words, FAMILIES_BY_LABEL, 10, count, &n), OK);
    return n;
}

static void
put_label(void *user, const struct family *f)
{
    char *out = user;

    strcat(strcat(out, f->label), ";");
}

static char *
in_order(struct db *db, enum family_order order)
{
    static char out[200];

    *out = '\0';
    CHECK_INT(family_list(db, "", order, 10, put_label, out), OK);
    return out;
}

TEST(families_stand_by_their_first_child_or_its_class)
{
    static const struct {
        const char *guardian, *child, *class_name, *second, *second_class;
    } rows[] = { { "D", "Zawadi", "2B", "", "" }, { "C", "Amina", "10A", "", "" },
        { "B", "Yusuf", "Form 1", "Ben", "9A" }, { "A", "", "", "", "" } };
    struct db *db = world_open();

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct guardian_form g = { .name = rows[i].guardian };
        int64_t family = 0, id = 0;

        CHECK_INT(family_add(db, "head", &family), OK);
        if (*rows[i].child)
            CHECK_INT(child_save(db, family, rows[i].child, rows[i].class_name,
                "head", &why, &id), OK);
        id = 0;
        if (*rows[i].second)
            CHECK_INT(child_save(db, family, rows[i].second,
                rows[i].second_class, "head", &why, &id), OK);
        id = 0;
        CHECK_INT(guardian_save(db, family, &g, "head", &why, &id), OK);
    }
    CHECK_TEXT(in_order(db, FAMILIES_BY_LABEL), "A;B;C;D;");
    CHECK_TEXT(in_order(db, FAMILIES_BY_CHILD), "C;B;D;A;");
    CHECK_TEXT(in_order(db, FAMILIES_BY_CLASS), "D;B;C;A;");
    world_sql(db, "UPDATE child SET left_at = 5 WHERE name = 'Ben'");
    CHECK_TEXT(in_order(db, FAMILIES_BY_CLASS), "D;C;B;A;");
    db_close(db);
}

TEST(a_family_is_made_by_hand_and_found_by_what_it_says)
{
    struct db *db = world_open();
    int64_t family = add_salma(db, "0712 000 001");
    struct family f;

    CHECK_INT(family_get(db, family, &f), OK);
    CHECK_TEXT(f.label, "Salma Ali");
    CHECK_INT(found(db, "amina"), 1);
    CHECK_INT(found(db, "0712 000001"), 1);
    CHECK_TEXT(world_text(db, "SELECT language FROM guardian"), "sw");
    CHECK_TEXT(world_text(db, "SELECT name FROM child"), "Amina Ali");
    db_close(db);
}

TEST(a_new_phone_is_pending_and_one_that_was_known_keeps_its_state)
{
    struct db *db = world_open();

    CHECK_INT(phone_set_state(db, "+254712000001", PHONE_OPTED_OUT, "x",
        &no_reason), OK);
    add_salma(db, "0712000001");
    CHECK_INT(world_number(db, "SELECT state FROM phone"), PHONE_OPTED_OUT);
    CHECK_INT(guardian_phone_add(db, 1, "0712 000 002", "KE", "head", &why),
        OK);
    CHECK_INT(world_number(db, "SELECT state FROM phone"
        " WHERE number = '+254712000002'"), PHONE_PENDING);
    CHECK_INT(guardian_phone_add(db, 1, "+254712000002", "KE", "head", &why),
        ERR_EXISTS);
    CHECK_INT(guardian_phone_add(db, 1, "12", "KE", "head", &why), ERR_INPUT);
    CHECK_INT(guardian_phone_add(db, 1, "MPESA", "KE", "head", &why),
        ERR_INPUT);
    db_close(db);
}

static void
first_number(void *user, const struct people_phone *p)
{
    char *to = user;

    if (!*to)
        strcpy(to, p->number);
}

TEST(staff_say_which_phone_is_tried_first)
{
    struct db *db = world_open();
    char first[64] = "";

    add_salma(db, "0712000001");
    CHECK_INT(guardian_phone_add(db, 1, "0712000002", "KE", "head", &why), OK);
    CHECK_INT(guardian_phone_first(db, 1, 2, "head"), OK);
    CHECK_INT(guardian_phones(db, 1, first_number, first), OK);
    CHECK_TEXT(first, "+254712000002");
    CHECK_INT(guardian_phone_remove(db, 1, 2, "head"), OK);
    CHECK_INT(guardian_phone_remove(db, 1, 2, "head"), ERR_NOT_FOUND);
    db_close(db);
}

TEST(what_is_of_another_family_is_not_changed)
{
    struct db *db = world_open();
    struct guardian_form g = { .name = "Eve" };
    int64_t one = add_salma(db, "0712000001"), other = 0, id = 1;

    CHECK_INT(family_add(db, "head", &other), OK);
    CHECK_INT(child_save(db, other, "X", "1", "head", &why, &id),
        ERR_NOT_FOUND);
    CHECK_INT(guardian_save(db, other, &g, "head", &why, &id), ERR_NOT_FOUND);
    CHECK_INT(child_remove(db, other, 1, "head"), ERR_NOT_FOUND);
    CHECK_INT(guardian_remove(db, other, 1, "head"), ERR_NOT_FOUND);
    CHECK_INT(child_remove(db, one, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM child"), 0);
    CHECK_INT(guardian_remove(db, one, 1, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM phone"), 1);
    db_close(db);
}

TEST(another_name_of_a_guardian_stands_on_each_of_ever_so_many_families)
{
    struct guardian_form omar = { .name = "Salma Omar",
        .relation = "mother" };
    struct db *db = world_open();
    int64_t family = add_salma(db, "0712000001"), id;

    id = world_number(db, "SELECT id FROM guardian");
    world_sql(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
        " SELECT i + 1 FROM n WHERE i < 200)"
        " INSERT INTO family (label, created) SELECT 'Salma Ali', 1 FROM n");
    world_sql(db, "INSERT OR IGNORE INTO family_guardian (family, guardian)"
        " SELECT f.id, g.id FROM family f, guardian g");
    CHECK_INT(guardian_save(db, family, &omar, "head", &why, &id), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM family"
        " WHERE label = 'Salma Omar'"), 201);
    db_close(db);
}

TEST(unusable_names_are_refused_with_the_field)
{
    struct db *db = world_open();
    int64_t family = add_salma(db, "0712000001"), id = 0;
    struct guardian_form g = { .name = "Eve", .language = "swahili!" };

    CHECK_INT(child_save(db, family, " ", "1", "head", &why, &id), ERR_INPUT);
    CHECK(strstr(in_words(&why), "child"));
    CHECK_INT(child_save(db, family, "A\xe2\x80\xae" "B", "1", "head", &why,
        &id), ERR_INPUT);
    CHECK_INT(guardian_save(db, family, &g, "head", &why, &id), ERR_INPUT);
    CHECK(strstr(in_words(&why), "language"));
    db_close(db);
}

TEST(an_erased_family_leaves_counts_and_nothing_else)
{
    struct db *db = world_open();
    int64_t family = add_salma(db, "0712000001"), other, out, waits;

    other = add_salma(db, "0712000009");
    CHECK_INT(family_rename(db, family, "Ali of the mill", "head"), OK);
    out = write_to(db, family, "+254712000001", "Zebra homework", MESSAGE_SENT);
    waits = write_to(db, family, "+254712000001", "Later", MESSAGE_QUEUED);
    write_to(db, 0, "+254712000001", "Tray words", MESSAGE_SENT);
    write_to(db, other, "+254712000009", "Giraffe", MESSAGE_SENT);
    world_sql(db, "INSERT INTO note (thread, at, author, body)"
        " SELECT id, 1, 'head', 'Amina' FROM thread");
    world_sql(db, "INSERT INTO staff (id, name, role, password, created)"
        " VALUES (1, 'head', 4, '', 1)");
    world_sql(db, "INSERT INTO draft (staff, place, at, fields)"
        " SELECT 1, id, 1, 'Dear Salma' FROM thread");
    CHECK_INT(family_erase(db, family, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM note"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM draft"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"), 4);
    CHECK_INT(world_state(db, out), MESSAGE_SENT);
    CHECK_INT(world_state(db, waits), MESSAGE_CANCELLED);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message"
        " WHERE body <> '' OR number <> ''"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_words"
        " WHERE message_words MATCH 'zebra'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM message_words"
        " WHERE message_words MATCH 'giraffe'"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM phone"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM child"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit WHERE object ||"
        " detail LIKE '%712000001%' OR detail LIKE '%mill%'"), 0);
    CHECK_INT(world_number(db, "SELECT count(*) FROM audit"
        " WHERE action = 'family.erase'"), 1);
    CHECK_INT(found(db, ""), 1);
    db_close(db);
}

TEST(what_waited_for_its_other_parts_is_erased_too)
{
    struct db *db = world_open();
    int64_t family = add_salma(db, "0712000001");

    take(db, &(struct air){ .from = "+254712000001", .text = "half a text",
        .reference = 3, .total = 2, .n = 1 });
    CHECK_INT(family_erase(db, family, "head"), OK);
    world_later(HOUR);
    CHECK_INT(inbox_sweep(db, &rules), OK);
    CHECK_INT(messages(db), 0);
    db_close(db);
}

TEST(an_erased_family_takes_nothing_any_more)
{
    struct db *db = world_open();
    int64_t gone = add_salma(db, "0712000001"), other, out, id = 0;
    struct queue_request r = { .number = "+254712000009", .text = "x",
        .family = gone };
    const struct guardian_form g = { .name = "Idris" };

    other = add_salma(db, "0712000009");
    CHECK_INT(family_erase(db, gone, "head"), OK);
    CHECK_INT(child_save(db, gone, "Amina", "4B", "head", &why, &id),
        ERR_NOT_FOUND);
    CHECK_INT(guardian_save(db, gone, &g, "head", &why, &id), ERR_NOT_FOUND);
    CHECK_INT(family_merge(db, other, gone, "head"), ERR_NOT_FOUND);
    CHECK_INT(queue_add(db, &r, &world_rules, &out, NULL), ERR_NOT_FOUND);
    CHECK_INT(world_number(db, "SELECT count(*) FROM family_guardian"), 1);
    db_close(db);
}

TEST(a_number_that_another_family_has_stays_theirs)
{
    struct db *db = world_open();
    int64_t one = add_salma(db, "0712000001");

    add_salma(db, "0712000001");
    CHECK_INT(family_erase(db, one, "head"), OK);
    CHECK_INT(world_number(db, "SELECT count(*) FROM phone"), 1);
    CHECK_INT(world_number(db, "SELECT count(*) FROM guardian_phone"), 1);
    CHECK_INT(family_erase(db, 99, "head"), ERR_NOT_FOUND);
    db_close(db);
}

TEST(a_family_is_not_erased_while_a_text_to_it_is_being_sent)
{
    struct db *db = world_open();
    int64_t family = add_salma(db, "0712000001");

    write_to(db, family, "+254712000001", "On its way", MESSAGE_SENDING);
    CHECK_INT(family_erase(db, family, "head"), ERR_BUSY);
    CHECK_INT(found(db, ""), 1);
    db_close(db);
}

/* Whether the bytes are anywhere in the file. */
static bool
file_has(const char *path, const char *bytes)
{
    static char all[4 << 20];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, all, sizeof(all));

    if (fd >= 0)
        close(fd);
    return n > 0 && memmem(all, (size_t)n, bytes, strlen(bytes)) != NULL;
}

TEST(what_was_erased_is_nowhere_in_the_files)
{
    char dir[] = "/tmp/notehome-eraseXXXXXX", path[80], wal[90], command[100];
    struct db *db;
    int64_t family;

    CHECK(mkdtemp(dir) != NULL);
    snprintf(path, sizeof(path), "%s/x.db", dir);
    snprintf(wal, sizeof(wal), "%s-wal", path);
    db = world_open_at(path);
    family = add_salma(db, "0712000001");
    for (int i = 0; i < 30; i++)
        write_to(db, family, "+254712000001", "Xylophone lesson moved",
            MESSAGE_SENT);
    CHECK(file_has(path, "Xylophone") || file_has(wal, "Xylophone"));
    CHECK_INT(family_erase(db, family, "head"), OK);
    CHECK(!file_has(path, "ylophone") && !file_has(wal, "ylophone"));
    CHECK(!file_has(path, "712000001") && !file_has(wal, "712000001"));
    CHECK(!file_has(path, "Salma") && !file_has(wal, "Salma"));
    db_close(db);
    snprintf(command, sizeof(command), "rm -r %s", dir);
    CHECK_INT(system(command), 0);
}

TEST(a_class_is_found_however_it_is_typed)
{
    struct db *db = world_open();
    int64_t family = add_salma(db, "0722 123 456"), other = 0, child = 0;

    CHECK_INT(family_add(db, "head", &other), OK);
    CHECK_INT(child_save(db, other, "Musa Mutua", "14 B", "head", &why, &child),
        OK);
    CHECK_INT(found(db, "4B"), 1);
    CHECK_INT(found(db, "4 b"), 1);
    CHECK_INT(found(db, "Class 4-B"), 1);
    CHECK_INT(found(db, "darasa 4b"), 1);
    CHECK_INT(found(db, "amina 4b"), 1);
    CHECK_INT(found(db, "musa 4b"), 0);
    CHECK_INT(found(db, "14B"), 1);
    CHECK_INT(found(db, "5B"), 0);
    CHECK_INT(found(db, "0722 123"), 1);
    CHECK_INT(child_save(db, other, "Neema", "7", "head", &why, &child), OK);
    CHECK_INT(found(db, "7"), 1);   /* the class, not each number with a 7 */
    CHECK(family != other);
    db_close(db);
}
