#include "modem/reports.h"

#include "base/log.h"

#include <stdio.h>

enum { ASK_MS = 5000, LIST_MS = 20000 };

/* libgammu believes that its store is still selected. */
static void
select_again(struct relay *r, int store)
{
    struct relay_answer a;

    if (relay_ask(r, store == LINK_STORE_SM ? "AT+CPMS=\"SM\""
                                            : "AT+CPMS=\"ME\"", ASK_MS, &a)
        != OK)
        log_debug("reports", "the store is not selected again");
}

void
reports_list(struct relay *r)
{
    int store = relay_store(r);
    struct relay_answer a;

    if (relay_ask(r, "AT+CPMS=\"SR\"", ASK_MS, &a) == OK
        && relay_ask(r, "AT+CMGL=4", LIST_MS, &a) != OK)
        log_debug("reports", "the store of reports cannot be listed");
    select_again(r, store);
}

void
reports_remove(struct relay *r, const struct link_stored *s)
{
    int store = relay_store(r);
    struct relay_answer a;
    char command[32];

    snprintf(command, sizeof(command), "AT+CMGR=%d", s->index);
    if (relay_ask(r, "AT+CPMS=\"SR\"", ASK_MS, &a) == OK
        && relay_ask(r, command, ASK_MS, &a) == OK
        && relay_shows(r, s->pdu)) {
        snprintf(command, sizeof(command), "AT+CMGD=%d", s->index);
        if (relay_ask(r, command, ASK_MS, &a) != OK)
            log_debug("reports", "slot=%d is not freed", (int)s->index);
    }
    select_again(r, store);
}
