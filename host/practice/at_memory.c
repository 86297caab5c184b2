/* The message stores: TS 27.005 §3.2.2, §3.4 and §3.5, PDU mode. */
#include "practice/at.h"
#include "practice/dongle.h"

#include <string.h>

enum { CMS_INVALID_INDEX = 321, CMS_NOT_ALLOWED = 302, LIST_ALL = 4 };

static bool
store_of(const char *name, enum at_store *out)
{
    static const char *const names[] = { "SM", "ME", "SR", "MT" };

    for (int i = 0; i < 4; i++)
        if (!strcmp(names[i], name)) {
            *out = (enum at_store)i;
            return true;
        }
    return false;
}

/* Used and total slots of a store; MT is the dongle's and the card's. */
static void
fill_of(const struct dongle *d, enum at_store mem, int *used, int *total)
{
    if (mem == STORE_MT) {
        *used = d->store[STORE_SM].used + d->store[STORE_ME].used;
        *total = d->store[STORE_SM].total + d->store[STORE_ME].total;
    } else {
        *used = d->store[mem].used;
        *total = d->store[mem].total;
    }
}

static int
memory(struct dongle *d, struct at_call *c)
{
    enum at_store mem[3];
    int used[3], total[3];

    memcpy(mem, d->at.mem, sizeof(mem));
    if (c->form == AT_TEST) {
        at_say(d, "+CPMS: %s", d->model->stores);
        return AT_OK;
    }
    for (int i = 0; i < 3 && c->form == AT_SET; i++) {
        char name[4] = "";

        if (!at_arg_text(c, name, sizeof(name))
            || (*name && (!store_of(name, &mem[i])
                || !model_has_store(d->model, name))))
            return AT_CMS + CMS_NOT_ALLOWED;
    }
    memcpy(d->at.mem, mem, sizeof(mem));
    for (int i = 0; i < 3; i++)
        fill_of(d, mem[i], &used[i], &total[i]);
    if (c->form == AT_READ)
        at_say(d, "+CPMS: \"%s\",%d,%d,\"%s\",%d,%d,\"%s\",%d,%d",
            dongle_store_name(mem[0]), used[0], total[0],
            dongle_store_name(mem[1]), used[1], total[1],
            dongle_store_name(mem[2]), used[2], total[2]);
    else
        at_say(d, "+CPMS: %d,%d,%d,%d,%d,%d", used[0], total[0], used[1],
            total[1], used[2], total[2]);
    return AT_OK;
}

static void
read_out(struct slot *s, char *hex)
{
    pdu_hex(s->pdu, s->len, hex);
    s->seen = true;
    if (s->state == SLOT_UNREAD)
        s->state = SLOT_READ;
}

static int
list(struct dongle *d, struct at_call *c)
{
    unsigned habits = d->model->habits;
    int wanted = 0, used, total;
    char hex[2 * SLOTS_PDU_MAX + 1];
    bool first = true;

    if (c->form == AT_TEST) {
        at_say(d, "+CMGL: (0-4)");
        return AT_OK;
    }
    if (!at_arg_int(c, &wanted) || wanted < 0 || wanted > LIST_ALL)
        return AT_CMS + CMS_NOT_ALLOWED;
    fill_of(d, d->at.mem[0], &used, &total);
    for (int i = 0; i < total; i++) {
        int index = i;
        struct slots *store = dongle_store(d, d->at.mem[0], &index);
        struct slot *s = slots_at(store, index);
        int state = s ? (int)s->state : -1;

        if (!s || (wanted != LIST_ALL && state != wanted))
            continue;
        read_out(s, hex);
        (first && !(habits & MODEL_LIST_CLOSE) ? at_say : at_go_on)(d,
            "+CMGL: %d,%d,%s%zu%s\r\n%s", i + d->model->first, state,
            habits & MODEL_NO_ALPHA ? "" : ",",
            s->len - (habits & MODEL_LIST_WRONG ? 0 : s->smsc_len),
            habits & MODEL_LIST_BLANK ? " " : "", hex);
        first = false;
    }
    return AT_OK;
}

static int
read_one(struct dongle *d, struct at_call *c)
{
    char hex[2 * SLOTS_PDU_MAX + 1];
    unsigned habits = d->model->habits;
    struct slots *store;
    struct slot *s;
    int index = -1, state;

    if (c->form == AT_TEST)
        return AT_OK;
    if (!at_arg_int(c, &index) || (index -= d->model->first) < 0)
        return AT_CMS + CMS_INVALID_INDEX;
    store = dongle_store(d, d->at.mem[0], &index);
    s = slots_at(store, index);
    if (!s)
        return AT_CMS + CMS_INVALID_INDEX;
    state = (int)s->state;
    read_out(s, hex);
    at_say(d, "+CMGR: %d,%s%zu%s\r\n%s", state,
        habits & MODEL_NO_ALPHA ? "" : ",",
        s->len - (habits & MODEL_LIST_WRONG ? 0 : s->smsc_len),
        habits & MODEL_LIST_BLANK ? " " : "", hex);
    return AT_OK;
}

/* <delflag> of TS 27.005 §3.5.4. */
static bool
flag_takes(const struct slot *s, int flag)
{
    switch (flag) {
    case 1:
        return s->state == SLOT_READ;
    case 2:
        return s->state == SLOT_READ || s->state == SLOT_SENT;
    case 3:
        return s->state != SLOT_UNREAD;
    default:
        return true;
    }
}

static int
erase(struct dongle *d, struct at_call *c)
{
    int index = -1, flag = 0, used, total;
    enum at_store mem = d->at.mem[0];
    bool keep;

    if (c->form == AT_TEST) {
        at_say(d, "+CMGD: (),(0-4)");
        return AT_OK;
    }
    fill_of(d, mem, &used, &total);
    if (!at_arg_int(c, &index) || !at_arg_int(c, &flag)
        || (index -= d->model->first, false) || flag < 0
        || flag > 4 || (!flag && (index < 0 || index >= total)))
        return AT_CMS + CMS_INVALID_INDEX;
    keep = faults_strike(&d->faults, FAULT_KEEP, d->at.command, false,
        loop_mono(d->loop), NULL);
    for (int i = 0; i < total; i++) {
        int at = i;
        struct slots *store = dongle_store(d, mem, &at);
        struct slot *s = slots_at(store, at);

        if (!s || (flag ? !flag_takes(s, flag) : i != index))
            continue;
        if (keep)
            dongle_kept(d, (enum at_store)(store - d->store), at);
        else
            dongle_erase(d, (enum at_store)(store - d->store), at);
    }
    return AT_OK;
}

const struct at_entry at_memory[] = {
    { "+CPMS", memory, AT_NEEDS_SIM | AT_NEEDS_STORAGE },
    { "+CMGL", list, AT_NEEDS_SIM | AT_NEEDS_STORAGE },
    { "+CMGR", read_one, AT_NEEDS_SIM | AT_NEEDS_STORAGE },
    { "+CMGD", erase, AT_NEEDS_SIM | AT_NEEDS_STORAGE }, { 0 }
};
