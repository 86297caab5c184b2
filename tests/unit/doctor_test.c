/* What "notehome doctor" makes of the daemon's answer. */
#include "test.h"

#include "cli/doctor.h"
#include "cli/show.h"

#include <string.h>

#define NOW 1795942800          /* 2026-11-29 09:00 UTC */

static const char healthy[] = "{\"clock\": {\"now\":"
    " \"2026-11-29T12:00:00+03:00\", \"sure\": true}, \"modems\":"
    " [{\"name\": \"sim1\", \"state\": \"working\", \"registered\": true}],"
    " \"sims\": [{\"name\": \"sim1\", \"balance\": \"12.50\", \"currency\":"
    " \"KES\", \"proof\": {\"state\": \"arrived\"}}], \"disk\": {\"free\":"
    " 9000000000, \"size\": 16000000000}, \"backup\": {\"at\":"
    " \"2026-11-28T23:00:00+03:00\", \"trouble\": null}, \"tls\": {\"port\":"
    " 8443}, \"words\": [{\"subject\": \"disk\", \"level\": \"ok\", \"text\":"
    " \"9.0 GB left\"}]}";

/* What is said of a healthy one in which this was changed: key, in JSON; NULL:
 * nothing. */
static json_t *
doctor(const char *key, const char *value)
{
    json_t *status = json_loads(healthy, 0, NULL), *checks = json_array();

    CHECK(status != NULL);
    if (key)
        json_object_set_new(status, key, json_loads(value, JSON_DECODE_ANY,
            NULL));
    doctor_read(checks, status, NOW);
    json_decref(status);
    return checks;
}

/* "level text" of the first of that name. */
static const char *
said(const json_t *checks, const char *name)
{
    static char out[800];
    const json_t *c;
    size_t i;

    out[0] = 0;
    json_array_foreach(checks, i, c)
        if (!*out && !strcmp(show_text(c, "check"), name)) {
            snprintf(out, sizeof(out), "%s %s", show_text(c, "level"),
                show_text(c, "text"));
            CHECK(!strcmp(show_text(c, "level"), "ok")
                == !*show_text(c, "do"));
        }
    return out;
}

TEST(a_healthy_box_is_in_order_in_each_check)
{
    static const char *const all[] = { "database", "disk", "clock", "dongle",
        "SIM", "credit", "TLS", "backup", "board", "queue", "e-mail" };
    json_t *checks = doctor(NULL, NULL);

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        CHECK(!strncmp(said(checks, all[i]), "ok ", 3));
    CHECK_INT(doctor_count(checks, "ok"), json_array_size(checks));
    json_decref(checks);
}

TEST(each_thing_that_is_wrong_is_named_with_what_to_do)
{
    static const struct { const char *key, *value, *check, *says; } rows[] = {
        { "clock", "{\"now\": \"2010-01-01T00:00:00Z\", \"sure\": false}",
            "clock", "bad 1 Jan" },
        { "modems", "[]", "dongle", "bad none" },
        { "modems", "[{\"name\": \"sim1\", \"state\": \"absent\","
            " \"trouble\": \"not plugged in\"}]", "dongle",
            "bad sim1 is absent: not" },
        { "modems", "[{\"name\": \"sim1\", \"state\": \"working\","
            " \"registered\": false}]", "dongle", "warn sim1 is without" },
        { "sims", "[]", "SIM", "bad none" },
        { "sims", "[]", "credit", "warn not known" },
        { "sims", "[{\"name\": \"sim1\", \"paused_why\": \"no credit\"}]",
            "SIM", "bad sim1 is paused: no credit" },
        { "sims", "[{\"name\": \"sim1\", \"proof\": {\"state\": \"lost\"}}]",
            "SIM", "warn sim1 sends and" },
        { "disk", "{\"free\": 90000000}", "disk", "bad 0.1 GB" },
        { "disk", "{\"free\": 400000000}", "disk", "warn 0.4 GB" },
        { "disk", "null", "disk", "warn" },
        { "words", "[{\"subject\": \"disk\", \"level\": \"bad\", \"text\":"
            " \"takes no writes\"}]", "database", "bad takes no writes" },
        { "words", "[{\"subject\": \"disk\", \"level\": \"warn\", \"text\":"
            " \"0.4 GB left\"}]", "database", "ok" },
        { "words", "[{\"subject\": \"credit\", \"level\": \"warn\", \"text\":"
            " \"low\"}]", "credit", "warn low" },
        { "words", "[{\"subject\": \"board\", \"level\": \"bad\", \"text\":"
            " \"battery low\"}]", "board", "bad battery low" },
        { "words", "[{\"subject\": \"tls\", \"level\": \"warn\", \"text\":"
            " \"ends in 3 days\"}]", "TLS", "warn ends" },
        { "tls", "null", "TLS", "warn the page is not" },
        { "backup", "{\"at\": null, \"trouble\": null}", "backup",
            "warn there is none" },
        { "backup", "{\"at\": \"2026-11-20T09:00:00Z\", \"trouble\": null}",
            "backup", "warn the last" },
        { "backup", "{\"at\": \"2026-11-28T09:00:00Z\", \"trouble\":"
            " \"no room\"}", "backup", "bad the last one failed: no room" },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        json_t *checks = doctor(rows[i].key, rows[i].value);
        const char *is = said(checks, rows[i].check);

        if (strncmp(is, rows[i].says, strlen(rows[i].says)) != 0)
            print_error("%s %s: %s\n", rows[i].key, rows[i].value, is);
        CHECK(!strncmp(is, rows[i].says, strlen(rows[i].says)));
        json_decref(checks);
    }
}
