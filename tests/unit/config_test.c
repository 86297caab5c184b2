#include "settings/config.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config c;
static char why[300];

static enum err
read_words(const char *text)
{
    char path[] = "/tmp/notehome-conf-XXXXXX";
    int fd = mkstemp(path);
    enum err e;

    CHECK(fd >= 0);
    CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    memset(&c, 0, sizeof(c));
    why[0] = 0;
    e = config_load(path, &c, why, sizeof(why));
    unlink(path);
    return e;
}

/* Refused, naming the line and these words. */
static void
refused(const char *text, int line, const char *words)
{
    char at[16];

    CHECK(read_words(text) == ERR_INPUT);
    snprintf(at, sizeof(at), ":%d: ", line);
    if (!strstr(why, at) || !strstr(why, words))
        fail_msg("wanted line %d and \"%s\", got: %s", line, words, why);
}

TEST(the_example_of_the_design_is_read)
{
    CHECK(read_words("school = { name = \"Hillside Primary\"; country = \"ke\";"
        " timezone = \"Africa/Nairobi\"; language = \"en\"; };\n"
        "data = \"/var/lib/notehome\";\n"
        "control = \"/run/notehome/control.sock\";\n"
        "web = { listen = \"0.0.0.0\"; port = 8080; };\n"
        "modems = ( { name = \"north\"; device = \"/dev/ttyUSB0\";"
        " pin = \"1234\"; } );\n"
        "board = { device = \"auto\"; };\n"
        "quiet = { from = \"21:00\"; to = \"06:00\"; };\n") == OK);
    CHECK_TEXT(c.school.name, "Hillside Primary");
    CHECK_TEXT(c.school.country, "KE");
    CHECK_INT(c.modems, 1);
    CHECK_TEXT(c.modem[0].name, "north");
    CHECK_TEXT(c.modem[0].pin, "1234");
    CHECK_INT(c.quiet_from, 21 * 60);
    CHECK_INT(c.quiet_to, 6 * 60);
    CHECK_TEXT(c.board, "auto");
}

TEST(the_board_and_its_keeper_are_read)
{
    CHECK(read_words("board = { device = \"/dev/board\"; modem = \"sim1\";"
        " shutdown = \"/usr/bin/systemctl poweroff\"; };\n"
        "keeper = \"+254712345678\";\n") == OK);
    CHECK_TEXT(c.board, "/dev/board");
    CHECK_TEXT(c.board_modem, "sim1");
    CHECK_TEXT(c.shutdown, "/usr/bin/systemctl poweroff");
    CHECK_TEXT(c.keeper, "+254712345678");
    refused("keeper = \"0712345678\";\n", 1, "+254712345678");
    refused("keeper = \"+2547 123\";\n", 1, "keeper");
    refused("\nboard = { device = \"ttyUSB0\"; };\n", 2, "whole path");
    refused("modems = ( { device = \"/dev/ttyUSB0\"; } );\n"
        "board = { device = \"/dev/ttyUSB0\"; };\n", 2, "a modem's");
}

TEST(an_empty_file_means_the_defaults)
{
    CHECK(read_words("") == OK);
    CHECK_INT(c.web.port, 8080);
    CHECK_INT(c.modems, 0);
    CHECK(c.reports);
    CHECK_INT(c.validity_hours, 48);
}

TEST(a_mistake_is_named_with_its_line)
{
    refused("data = \"/x\";\nweb = { prot = 80; };\n", 2, "web.prot");
    refused("\n\nwbe = { };\n", 3, "wbe");
    refused("data = /x;\n", 1, "syntax");
    refused("web = { port = \"80\"; };\n", 1, "whole number");
    refused("web = { port = 70000; };\n", 1, "65535");
    refused("quiet = { from = \"25:00\"; };\n", 1, "21:00");
    refused("reports = 1;\n", 1, "true or false");
    refused("school = { country = \"Kenya\"; };\n", 1, "two letters");
    refused("school = { timezone = \"Africa/Nowhere\"; };\n", 1,
        "no such time zone");
    refused("school = { timezone = \"../../etc\"; };\n", 1,
        "no such time zone");
    refused("data = \"here\";\n", 1, "whole path");
    refused("web = 80;\n", 1, "{ ... }");
    refused("\nweb = { tls = { cert = \"/x\"; }; };\n", 2, "both");
}

TEST(a_modem_that_cannot_work_is_named)
{
    refused("modems = ( { name = \"a\"; } );\n", 1, "needs a device");
    refused("modems = ( { device = \"ttyUSB0\"; } );\n", 1, "whole path");
    refused("modems = ( { device = \"/dev/x\"; pin = \"12a4\"; } );\n", 1,
        "4 to 8 digits");
    refused("modems = ( { device = \"/dev/x\"; },\n"
        " { device = \"/dev/x\"; } );\n", 2, "two modems");
    refused("modems = { };\n", 1, "write ( {");
    refused("modems = ( 7 );\n", 1, "{ ... }");
}

TEST(days_without_texts_are_read)
{
    CHECK(read_words("quiet = { days = \"06\"; };") == OK);
    CHECK_INT(c.quiet_days, 1 << 0 | 1 << 6);
    CHECK(read_words("quiet = { days = \"\"; };") == OK);
    CHECK_INT(c.quiet_days, 0);
    refused("quiet = { days = \"7\"; };", 1, "quiet.days");
    refused("quiet = { days = 6; };", 1, "quiet.days");
    refused("quiet = { days = \"0123456\"; };", 1, "left for texts");
}

TEST(a_mistake_leaves_the_old_settings_alone)
{
    struct config before;

    CHECK(read_words("web = { port = 81; };\n") == OK);
    before = c;
    CHECK(config_load("/nowhere/at/all", &c, why, sizeof(why)) == ERR_INPUT);
    CHECK(strstr(why, "-c"));
    CHECK(!memcmp(&before, &c, sizeof(c)));
}
