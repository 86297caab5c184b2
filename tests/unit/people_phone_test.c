/* Phones: whose they are, in which state, found by what; who gets a text. */
#include "people_world.h"

#include "store/db/audit.h"

struct numbers {
    int n;
    int64_t sum;
};

static void
count_id(void *user, int64_t family)
{
    struct numbers *n = user;

    n->n++;
    n->sum += family;
}

TEST(a_shared_number_gives_each_of_its_families_once)
{
    struct db *db = open_db();
    struct numbers n = { 0, 0 };

    ADD("Amina", "3A", "Salma", "0722123456", .family = "A");
    ADD("Amina", "3A", "Idris", "0722123456", .family = "A");
    ADD("Peter", "3A", "Grace", "0722123456", .family = "B");
    CHECK_INT(phone_families(db, "+254722123456", count_id, &n), OK);
    CHECK_INT(n.n, 2);
    CHECK_INT(n.sum, 3);
    n = (struct numbers){ 0, 0 };
    CHECK_INT(phone_families(db, "+254700000000", count_id, &n), OK);
    CHECK_INT(n.n, 0);
    db_close(db);
}

static int
audit_lines(struct db *db)
{
    struct query q = query_start(db, "SELECT count(*) FROM audit");
    int n = 0;

    if (query_row(&q))
        n = (int)query_get_int(&q, 0);
    CHECK_INT(query_end(&q), OK);
    return n;
}

static void
hear_reason(void *user, const struct audit_row *r)
{
    put(user, in_words(&r->detail));
    put(user, ";");
}

TEST(a_failure_never_hides_that_a_phone_opted_out)
{
    struct audit_filter newest = { .limit = 9 };
    struct reason stop = reason_of(REASON_REPLIED_STOP);
    struct reason refused = reason_of(REASON_NOT_REACHED);
    struct db *db = open_db();
    struct text t = { 0 };
    struct people_phone p;

    CHECK_INT(phone_get(db, "+254722123456", &p), ERR_NOT_FOUND);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_OPTED_OUT,
        "notehome", &stop), OK);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_FAILING,
        "notehome", &refused), OK);
    CHECK_INT(phone_get(db, "+254722123456", &p), OK);
    CHECK_INT(p.state, PHONE_OPTED_OUT);
    CHECK_TEXT(phone_state_name(p.state), "opted_out");
    CHECK_INT(audit_lines(db), 1);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_WORKING,
        "notehome", &no_reason), OK);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_FAILING,
        "notehome", &refused), OK);
    CHECK_INT(phone_get(db, "+254722123456", &p), OK);
    CHECK_INT(p.state, PHONE_FAILING);
    CHECK_INT(audit_lines(db), 3);
    CHECK_INT(audit_list(db, &newest, hear_reason, &t), OK);
    CHECK_TEXT(t.out, "the number cannot be reached;;replied STOP;");
    db_close(db);
}

static void
put_label(void *user, const struct family *f)
{
    put(user, f->label);
    put(user, ";");
}

static const char *
found(struct db *db, const char *words)
{
    static struct text t;

    t = (struct text){ .db = db };
    CHECK_INT(family_list(db, words, FAMILIES_BY_LABEL, 10, put_label, &t), OK);
    return t.out;
}

TEST(families_are_found_by_any_name_or_number_in_any_script)
{
    struct db *db = open_db();

    ADD("Amina \xc3\x96zt\xc3\xbcrk", "3A", "Salma Ali", "0722123456");
    ADD("\xe1\x88\xb0\xe1\x88\x8b\xe1\x88\x9d", "3B", "Hiwot", "0733123456");
    CHECK_TEXT(found(db, "ozturk amina"), "Salma Ali;");
    CHECK_TEXT(found(db, "SALM"), "Salma Ali;");
    CHECK_TEXT(found(db, "\xe1\x88\xb0\xe1\x88\x8b"), "Hiwot;");
    CHECK_TEXT(found(db, "0733 123 456"), "Hiwot;");
    CHECK_TEXT(found(db, "+254733"), "Hiwot;");
    CHECK_TEXT(found(db, "amina hiwot"), "");
    CHECK_TEXT(found(db, " "), "Hiwot;Salma Ali;");
    CHECK_INT(family_rename(db, 1, " The \xc3\x96zt\xc3\xbcrks ", "head"), OK);
    CHECK_TEXT(found(db, "ozturks"), "The \xc3\x96zt\xc3\xbcrks;");
    CHECK_INT(family_rename(db, 1, "", "head"), OK);
    CHECK_TEXT(found(db, "salma"), "Salma Ali;");
    CHECK_INT(family_rename(db, 99, "x", "head"), ERR_NOT_FOUND);
    CHECK_INT(family_rename(db, 1, "a\x01", "head"), ERR_INPUT);
    db_close(db);
}

static void
put_recipient(void *user, const struct recipient *r)
{
    char line[400];

    snprintf(line, sizeof(line), "%s %lld %s (%s %s);", r->number,
        (long long)r->family, r->children, r->guardian, r->language);
    put(user, line);
}

static const char *
sent_to(struct db *db, struct people_target target, int *skipped)
{
    static struct text t;

    t = (struct text){ .db = db };
    *skipped = -1;
    CHECK_INT(people_recipients(db, &target, put_recipient, &t, skipped), OK);
    return t.out;
}

TEST(a_shared_phone_gets_one_text_with_all_children_named)
{
    struct db *db = open_db();
    int skipped;

    ADD("Amina Ali", "3A", "Salma", "0722123456", .language = "sw");
    ADD("Ali, Juma", "4B", "Salma", "0722123456");
    ADD("Peter Otieno", "3A", "Grace", "0722123456");
    ADD("Zuri", "4B", "Neema", "0733123456");
    CHECK_TEXT(sent_to(db, (struct people_target){ .all = true }, &skipped),
        "+254722123456 1 Amina, Juma, Peter (Salma sw);"
        "+254733123456 3 Zuri (Neema );");
    CHECK_INT(skipped, 0);
    CHECK_TEXT(sent_to(db, (struct people_target){ .class_name = "4b" },
        &skipped),
        "+254722123456 1 Juma (Salma sw);+254733123456 3 Zuri (Neema );");
    CHECK_TEXT(sent_to(db, (struct people_target){ .family = 2 }, &skipped),
        "+254722123456 2 Peter (Grace );");
    db_close(db);
}

TEST(a_guardian_gets_the_text_at_the_first_phone_that_may_have_it)
{
    struct db *db = open_db();
    struct people_target all = { .all = true };
    int skipped;

    ADD("Amina", "3A", "Salma", "0722123456", .phone2 = "0733123456");
    ADD("Amina", "3A", "Idris", "0744123456", .consent = "No");
    CHECK_TEXT(sent_to(db, all, &skipped), "+254722123456 1 Amina (Salma );");
    CHECK_INT(skipped, 1);
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_FAILING, "x",
        &no_reason), OK);
    CHECK_TEXT(sent_to(db, all, &skipped), "+254733123456 1 Amina (Salma );");
    CHECK_INT(phone_set_state(db, "+254733123456", PHONE_WRONG, "x",
        &no_reason), OK);
    CHECK_TEXT(sent_to(db, all, &skipped), "+254722123456 1 Amina (Salma );");
    CHECK_INT(phone_set_state(db, "+254722123456", PHONE_OPTED_OUT, "x",
        &no_reason), OK);
    CHECK_TEXT(sent_to(db, all, &skipped), "");
    CHECK_INT(skipped, 2);
    db_close(db);
}

TEST(a_text_to_nobody_is_an_error)
{
    struct db *db = open_db();
    struct people_target target = { .class_name = "9Z" };
    int skipped;

    CHECK_INT(people_recipients(db, &target, put_recipient, NULL, &skipped),
        ERR_NOT_FOUND);
    target = (struct people_target){ .family = 7 };
    CHECK_INT(people_recipients(db, &target, put_recipient, NULL, &skipped),
        ERR_NOT_FOUND);
    target = (struct people_target){ 0 };
    CHECK_INT(people_recipients(db, &target, put_recipient, NULL, &skipped),
        ERR_INPUT);
    db_close(db);
}

TEST(more_than_ten_children_are_counted_not_named)
{
    struct db *db = open_db();
    struct text t = { .db = db };
    struct people_target all = { .all = true };
    char name[20];

    for (int i = 0; i < 13; i++) {
        snprintf(name, sizeof(name), "C%d", i);
        ADD(name, "1", "Home", "0722123456");
    }
    CHECK_INT(people_recipients(db, &all, put_recipient, &t, NULL), OK);
    CHECK_TEXT(t.out, "+254722123456 1 C0, C1, C2, C3, C4, C5, C6, C7, C8, C9,"
                      " +3 (Home );");
    db_close(db);
}
