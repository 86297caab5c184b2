#include "paper/paper.h"
#include "test.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>

/* What was given of one paper. */
struct seen {
    int n, kinds[PAPER_KINDS];
    enum paper_kind first;
    char lines[2000], values[4000];
    bool whole;                 /* each block has what its kind needs */
};

static void
see(void *user, const struct paper_block *b)
{
    struct seen *s = user;
    bool table = b->kind == PAPER_COLUMNS || b->kind == PAPER_CELLS;
    bool bare = b->kind == PAPER_CODE || b->kind == PAPER_WORD || table;
    bool told = b->kind == PAPER_FACT || b->kind == PAPER_CODE
        || b->kind == PAPER_QR || b->kind == PAPER_WORD;

    if (!s->n++)
        s->first = b->kind;
    s->kinds[b->kind]++;
    s->whole = s->whole && (b->text || bare) && (!told || *b->value)
        && (b->kind != PAPER_ROW || b->more);
    for (int i = 0; table && i < PAPER_COLUMNS_MAX; i++)
        s->whole = s->whole && b->cell[i];
    if (b->kind == PAPER_LINE)
        strcat(strcat(s->lines, b->text), "\n");
    if (told)
        strcat(strcat(s->values, b->value), "\n");
}

static struct seen
look(enum paper which, const struct paper_facts *f, const char *language)
{
    struct seen s = { .whole = true };

    paper_write(which, f, language, see, &s);
    return s;
}

TEST(each_paper_begins_with_its_title_and_every_piece_is_whole)
{
    struct paper_facts none = { .school = "" };

    for (int i = 0; i < PAPERS; i++) {
        struct seen s = look((enum paper)i, &none, "en");

        CHECK_INT(s.first, PAPER_TITLE);
        CHECK_INT(s.kinds[PAPER_TITLE], 1);
        CHECK(s.whole);
        CHECK(s.n > 10);
        CHECK_INT(paper_find(paper_name((enum paper)i)), i);
    }
    CHECK_INT(paper_find("cases"), PAPERS);
    CHECK_INT(paper_find(""), PAPERS);
}

TEST(what_is_not_known_is_a_line_to_write_on_and_what_is_known_is_none)
{
    struct paper_facts f = { .school = "Hillside" };
    struct seen s = look(PAPER_CASE, &f, "en");

    CHECK(strstr(s.lines, "Its address\n"));
    CHECK(strstr(s.lines, "Fingerprint (SHA-256)\n"));
    CHECK(strstr(s.lines, "Who looks after this box\n"));
    CHECK_INT(s.kinds[PAPER_QR], 0);
    CHECK_INT(s.kinds[PAPER_CELLS], 2);
    CHECK(strstr(look(PAPER_PARENTS, &f, "en").lines, "so many months\n"));
    strcpy(f.address[0], "http://192.168.1.10:8080/");
    f.addresses = 1;
    strcpy(f.keeper, "+254712345678");
    strcpy(f.sim[0].number, "+254700000001");
    f.sims = 2;
    f.known = true;
    f.keep_months = 18;
    s = look(PAPER_CASE, &f, "en");
    CHECK(!strstr(s.lines, "Its address\n"));
    CHECK(!strstr(s.lines, "Who looks after this box\n"));
    CHECK(strstr(s.values, "http://192.168.1.10:8080/\n"));
    CHECK_INT(s.kinds[PAPER_QR], 1);
    CHECK_INT(s.kinds[PAPER_CELLS], 3); /* and one for the next SIM */
    /* Where a secret is kept stays a line: what is known of none is told. */
    CHECK(strstr(s.lines, "The passphrase of the copies\n"));
    s = look(PAPER_PARENTS, &f, "en");
    CHECK(strstr(s.values, "+254700000001\n"));
    CHECK(strstr(s.values, "18\n"));
    f.keep_months = 0;
    CHECK(!strstr(look(PAPER_PARENTS, &f, "en").lines, "months"));
}

TEST(the_words_that_parents_are_told_to_send_do_what_is_promised)
{
    static const char *const languages[] = { "en", "sw", "fr", "ar", "pt", "es",
        "am", "hi", "tr", "sw-KE", "pt_BR" };
    struct paper_facts none = { .school = "" };

    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++) {
        const char *l = languages[i];
        struct seen s = look(PAPER_PARENTS, &none, l);
        char line[40];

        CHECK_INT(words_opt(words_language(l), paper_stop_word(l)),
            WORDS_OPT_STOP);
        CHECK_INT(words_opt(words_language(l), paper_start_word(l)),
            WORDS_OPT_START);
        snprintf(line, sizeof(line), "%s\n", paper_stop_word(l));
        CHECK(strstr(s.values, line));
        /* English counts everywhere, so it stands there too. */
        CHECK(strstr(s.values, "STOP\n") && strstr(s.values, "START\n"));
    }
    CHECK_INT(words_opt(0, "STOP"), WORDS_OPT_STOP);
    CHECK_TEXT(paper_stop_word("de"), "STOP");
    CHECK_TEXT(paper_start_word(""), "START");
}
