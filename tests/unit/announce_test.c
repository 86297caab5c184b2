#include "modem/announce.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

/* A modem that takes one form of AT+CNMI alone, played by the test. */
static struct {
    const char *takes, *service;
    char asked[400];
} modem;

enum err
relay_ask(struct relay *r, const char *command, int ms,
    struct relay_answer *out)
{
    (void)r;
    (void)ms;
    memset(out, 0, sizeof(*out));
    snprintf(modem.asked + strlen(modem.asked),
        sizeof(modem.asked) - strlen(modem.asked), "%s ", command + 3);
    if (!strcmp(command, "AT+CNMI=?")) {
        strcpy(out->text, "+CNMI: (0,1,2),(0,1),(0),(0,1),(0)");
        return OK;
    }
    if (!strcmp(command, "AT+CSMS?")) {
        snprintf(out->text, sizeof(out->text), "%s", modem.service);
        return *modem.service ? OK : ERR_REFUSED;
    }
    return strcmp(command, modem.takes) ? ERR_REFUSED : OK;
}

static const char *
chosen(const char *listed, bool direct)
{
    static char out[32];

    out[0] = '\0';
    return announce_choose(listed, direct, out, sizeof(out)) ? out : "";
}

TEST(each_value_is_one_that_is_listed)
{
    static const struct {
        const char *listed, *stored, *direct;
    } rows[] = {
        { "+CNMI: (0,1,2),(0,1,2,3),(0,2,3),(0,1,2),(0,1)",
            "AT+CNMI=2,1,0,2,0", "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (0-2),(0,1,3),(0),(0,1),(0,1)", "AT+CNMI=2,1,0,1,0",
            "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (2),(0-1,3),(0,2),(0-1),(0)", "AT+CNMI=2,1,0,1,0",
            "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (0-3),(0,1),(0,2,3),(0,2),(1)", "AT+CNMI=2,1,0,2,1",
            "AT+CNMI=2,1,0,2,1" },
        { "+CNMI: (0-3),(0-3),(0,2),(0,1),(0,1)", "AT+CNMI=2,1,0,1,0",
            "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (0,1),(0,1),(0),(0,1,2),(1)", "AT+CNMI=1,1,0,2,1",
            "AT+CNMI=1,1,0,1,1" },
        { "+CNMI:(3),(2),(2,3),(0),(0,1)", "AT+CNMI=3,2,2,0,0",
            "AT+CNMI=3,2,2,0,0" },
        { "+CNMI: (0, 1, 2),( 1 ),(0)", "AT+CNMI=2,1,0,0,0",
            "AT+CNMI=2,1,0,0,0" },
        { "+CNMI: (0-4),(0-5),(0-4),(0-4),(0,1)", "AT+CNMI=2,1,0,2,0",
            "AT+CNMI=2,1,0,1,0" },
        { "+CNMI: (1,4),(1,5),(0),(0),(0)", "AT+CNMI=1,1,0,0,0",
            "AT+CNMI=1,1,0,0,0" },
        { "+CNMI: 2,1,0,0,0", "", "" },
        { "", "", "" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_TEXT(chosen(rows[i].listed, false), rows[i].stored);
        CHECK_TEXT(chosen(rows[i].listed, true), rows[i].direct);
    }
}

TEST(a_store_is_named_in_whatever_brackets)
{
    CHECK(announce_has_store("+CPMS: (\"SM\",\"BM\",\"SR\"),(\"SM\")", "SR"));
    CHECK(announce_has_store("+CPMS: ((\"SM\",\"SR\"),(\"SM\"))", "SR"));
    CHECK(announce_has_store("+CPMS: \"ME\",\"MT\",\"SM\"", "SM"));
    CHECK(!announce_has_store("+CPMS: (),(),()", "SR"));
    CHECK(!announce_has_store("\"SR\"", "SR"));
}

static bool
announced(const char *takes, const char *service, const char *asked)
{
    modem.takes = takes;
    modem.service = service;
    modem.asked[0] = '\0';
    bool acknowledge = announce_set(NULL, false);

    CHECK_TEXT(modem.asked, asked);
    return acknowledge;
}

TEST(a_modem_that_takes_fewer_values_still_tells_of_texts)
{
    CHECK(!announced("AT+CNMI=2,1,0,1,0", "+CSMS: 0,1,1,1",
        "CNMI=? CNMI=2,1,0,1,0 CSMS? "));
    CHECK(!announced("AT+CNMI=2,1", "", "CNMI=? CNMI=2,1,0,1,0 CSMS=1"
        " CNMI=2,1 CSMS? "));
    CHECK(!announced("AT+CNMI=1,1", "", "CNMI=? CNMI=2,1,0,1,0 CSMS=1"
        " CNMI=2,1 CNMI=1,1 CSMS? "));
}

TEST(what_is_handed_over_is_acknowledged_in_phase_two_alone)
{
    CHECK(announced("AT+CNMI=2,1,0,1,0", "+CSMS: 1,1,1,1",
        "CNMI=? CNMI=2,1,0,1,0 CSMS? "));
    CHECK(!announced("AT+CNMI=2,1,0,1,0", "+CSMS: 128,1,1,1",
        "CNMI=? CNMI=2,1,0,1,0 CSMS? "));
}
