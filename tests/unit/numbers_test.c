/* numbers_test.c - numbers that SQL writes out are those of their enums. */
#include "test.h"

#include "link/link.h"
#include "mapping/mapping.h"
#include "store/alert/alert_heard.h"
#include "store/figures/register.h"
#include "store/inbox/sender.h"
#include "store/people/people.h"
#include "store/queue/batch.h"
#include "store/queue/queue_own.h"
#include "store/sims/menu.h"
#include "store/sims/modems.h"
#include "store/sims/sim_life.h"
#include "store/thread/behaviour.h"
#include "store/thread/plan.h"
#include "store/thread/message.h"
#include "store/thread/part_in.h"
#include "store/thread/prompt.h"
#include "store/thread/thread.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX 4

/* A fragment, the column that it asks, and every number that it may name. */
static const struct number {
    const char *name, *sql, *column;
    int n, value[MAX];
} numbers[] = {
#define ONE(f, column, a) { #f, f, column, 1, { a } }
#define TWO(f, column, a, b) { #f, f, column, 2, { a, b } }
    ONE(MESSAGE_IS_IN, "direction", MESSAGE_IN),
    ONE(MESSAGE_IS_OUT, "direction", MESSAGE_OUT),
    ONE(MESSAGE_IS_TEXT, "kind", MESSAGE_TEXT),
    ONE(MESSAGE_IS_CALL, "kind", MESSAGE_MISSED_CALL),
    TWO(MESSAGE_IS_SAID, "kind", MESSAGE_TEXT, MESSAGE_MISSED_CALL),
    ONE(MESSAGE_IS_QUEUED, "state", MESSAGE_QUEUED),
    ONE(MESSAGE_IS_SENDING, "state", MESSAGE_SENDING),
    ONE(MESSAGE_IS_DELIVERED, "state", MESSAGE_DELIVERED),
    ONE(MESSAGE_IS_UNSURE, "state", MESSAGE_UNSURE),
    ONE(MESSAGE_IS_CANCELLED, "state", MESSAGE_CANCELLED),
    { "MESSAGE_IS_OPEN", MESSAGE_IS_OPEN, "state", 3,
        { MESSAGE_QUEUED, MESSAGE_SENDING, MESSAGE_UNSURE } },
    TWO(MESSAGE_IS_TAKEN, "state", MESSAGE_SENT, MESSAGE_DELIVERED),
    { "MESSAGE_IS_UNPROVED", MESSAGE_IS_UNPROVED, "state", 4,
        { MESSAGE_SENT, MESSAGE_FAILED, MESSAGE_UNSURE, MESSAGE_EXPIRED } },
    { "MESSAGE_IS_LOST", MESSAGE_IS_LOST, "state", 3,
        { MESSAGE_FAILED, MESSAGE_EXPIRED, MESSAGE_CANCELLED } },
    ONE(PRIORITY_IS_URGENT, "priority", PRIORITY_URGENT),
    ONE(UNSURE_IS_RESENT, "policy", UNSURE_RESENT),
    ONE(PART_IS_NEW, "state", PART_NEW),
    ONE(PART_IS_WAITING, "state", PART_WAITING),
    ONE(PART_IS_SHOWN, "state", PART_SHOWN),
    ONE(PART_IS_COPY, "state", PART_COPY),
    ONE(PART_IS_OURS, "state", PART_OURS),
    TWO(PART_IS_UNSEEN, "state", PART_NEW, PART_WAITING),
    TWO(PART_IS_READ, "state", PART_WAITING, PART_SHOWN),
    ONE(PHONE_IS_FAILING, "state", PHONE_FAILING),
    ONE(PHONE_IS_WORKING, "state", PHONE_WORKING),
    ONE(PHONE_IS_OPTED_OUT, "state", PHONE_OPTED_OUT),
    ONE(PHONE_IS_PENDING, "state", PHONE_PENDING),
    ONE(PHONE_IS_WRONG, "state", PHONE_WRONG),
    TWO(SENDER_IS_NO_PARENT, "kind", SENDER_SUPPLIER, SENDER_MISTAKE),
    ONE(TRAY_IS_SAFEGUARDING, "tray", MAPPING_SAFEGUARDING),
    ONE(READS_IS_CALL, "reads", READS_CALL),
    TWO(PHONE_IS_USED, "state", PHONE_WORKING, PHONE_FAILING),
    TWO(PHONE_IS_REFUSED, "state", PHONE_OPTED_OUT, PHONE_WRONG),
    ONE(REGISTER_IS_SENT, "outcome", LINK_SENT),
    ONE(REGISTER_IS_UNKNOWN, "outcome", LINK_UNKNOWN),
    ONE(ATTEMPT_IS_SENT, "outcome", LINK_SENT),
    ONE(ALERT_IS_TO_SEND, "state", ALERT_TO_SEND),
    ONE(BEHAVIOUR_IS_NOTED, "state", BEHAVIOUR_NOTED),
    ONE(BEHAVIOUR_IS_ASKED, "state", BEHAVIOUR_ASKED),
    ONE(PLAN_IS_OPEN, "result", PLAN_OPEN),
    ONE(PLAN_IS_SENT, "result", PLAN_SENT),
    ONE(BATCH_IS_CANCELLED, "state", BATCH_CANCELLED),
    ONE(MENU_IS_RUNNING, "state", MENU_RUNNING),
    ONE(USSD_IS_WAITING, "state", USSD_WAITING),
    ONE(USSD_IS_DONE, "state", USSD_DONE),
    TWO(USSD_IS_OPEN, "state", USSD_WAITING, USSD_ASKED),
    ONE(USSD_IS_CHOICE, "status", USSD_CHOICE),
    ONE(USSD_IS_ENDED, "status", USSD_ENDED),
    TWO(SIM_PROOF_IS_OPEN, "proof_state", SIM_PROOF_WAITING, SIM_PROOF_LOST),
    ONE(SIM_PROOF_IS_LOST, "proof_state", SIM_PROOF_LOST),
};

static void
spell(const struct number *a, char *out, size_t room)
{
    int used = snprintf(out, room, a->n > 1 ? "%s IN (%d" : "%s = %d",
        a->column, a->value[0]);

    for (int i = 1; i < a->n; i++)
        used += snprintf(out + used, room - (size_t)used, ", %d", a->value[i]);
    if (a->n > 1)
        snprintf(out + used, room - (size_t)used, ")");
}

TEST(a_number_in_sql_is_that_of_its_enum)
{
    char want[64];

    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        spell(&numbers[i], want, sizeof(want));
        CHECK_TEXT(numbers[i].sql, want);
    }
    CHECK_INT(atoi(WAIT_DONGLE_IN_SQL), WAIT_DONGLE);
    snprintf(want, sizeof(want), "outcome <> %d", LINK_NOT_SENT);
    CHECK_TEXT(ATTEMPT_IS_PERHAPS_SENT, want);
}
