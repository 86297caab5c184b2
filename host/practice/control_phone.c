/* Commands about phones, their texts and calls. */
#include "practice/alphabet.h"
#include "practice/control_own.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[] = { "on", "off", "full", "dead" };

static bool
change_phone(struct control_client *c, struct words *w, struct handset *h)
{
    const char *state = words_text(w, "state", states[h->state]);
    const char *shows = words_text(w, "shows", h->shows.text);
    int64_t toa = 0, refuse = h->refuse, width = h->width;
    int s = 0;

    while (s < 4 && strcmp(states[s], state))
        s++;
    if (s == 4)
        return control_fail(c, "state is on, off, full or dead");
    if (!words_int(w, "toa", &toa) || !words_int(w, "refuse", &refuse)
        || !words_int(w, "width", &width) || (width != 8 && width != 16)
        || refuse < 0 || refuse > 511)
        return control_fail(c, "an option has an unusable value");
    if ((toa || strcmp(shows, h->shows.text))
        && pdu_address_set(&h->shows, shows, (uint8_t)toa))
        return control_fail(c, "shows is a number or up to 11 letters");
    h->refuse = (int)refuse;
    h->width = (int)width;
    h->state = (enum handset_state)s;
    network_phone_ready(control_world_of(c)->network, h);
    return true;
}

static bool
phone(struct control_client *c, struct words *w)
{
    struct handset *h =
        network_phone(control_world_of(c)->network, w->word[1], true);

    if (!h)
        return control_fail(c, "%s is no phone number", w->word[1]);
    return change_phone(c, w, h);
}

static void
send_phone(void *owner, struct handset *h)
{
    struct jsonl j = { 0 };

    jsonl_start(&j);
    jsonl_text(&j, "number", h->number);
    jsonl_text(&j, "shows", h->shows.text);
    jsonl_text(&j, "state", states[h->state]);
    jsonl_int(&j, "texts", (int64_t)h->texts);
    control_send_object(owner, &j);
}

static bool
phones(struct control_client *c, struct words *w)
{
    (void)w;
    network_phones(control_world_of(c)->network, send_phone, c);
    return true;
}

static bool
inbox(struct control_client *c, struct words *w)
{
    const struct handset *h =
        network_phone(control_world_of(c)->network, w->word[1], false);

    for (size_t i = 0; h && i < h->texts; i++) {
        const struct handset_text *t = &h->inbox[i];
        struct jsonl j = { 0 };

        jsonl_start(&j);
        jsonl_int(&j, "at", t->at);
        jsonl_text(&j, "from", t->from);
        jsonl_int(&j, "parts", t->parts);
        jsonl_text(&j, "text", t->text);
        control_send_object(c, &j);
    }
    return true;
}

static bool
automatic(struct control_client *c, struct words *w)
{
    struct handset *h =
        network_phone(control_world_of(c)->network, w->word[1], true);
    const char *match = words_text(w, "match", "");
    int64_t after = 0, times = -1;

    if (!h)
        return control_fail(c, "%s is no phone number", w->word[1]);
    if (!words_int(w, "after", &after) || !words_int(w, "times", &times))
        return control_fail(c, "after and times are numbers");
    if (!w->options && !strcmp(w->word[2], "clear"))
        handset_rules_clear(h);
    else if (handset_rule_add(h, match, w->word[2], after, (long)times))
        return control_fail(c, "out of memory");
    return true;
}

/* "3,1,2" into order, 0-ended. false: not such a list. */
static bool
read_order(const char *text, unsigned *order)
{
    size_t n = 0;
    char *end;

    for (;; text = end + 1) {
        unsigned long v = strtoul(text, &end, 10);

        if (end == text || !v || v > HANDSET_PARTS_MAX
            || n == HANDSET_PARTS_MAX)
            return false;
        order[n++] = (unsigned)v;
        order[n] = 0;
        if (*end != ',')
            return !*end;
    }
}

/* All parts in their order but those named in "2,4". */
static bool
read_missing(const char *text, unsigned total, unsigned *order)
{
    unsigned gone[HANDSET_PARTS_MAX + 1] = { 0 };
    size_t n = 0;

    if (!read_order(text, gone))
        return false;
    for (unsigned part = 1; part <= total; part++) {
        bool missing = false;

        for (size_t i = 0; gone[i]; i++)
            missing = missing || gone[i] == part;
        if (!missing)
            order[n++] = part;
    }
    order[n] = 0;
    return true;
}

/* "2:60000,3:500" into late[part]. */
static bool
read_late(const char *text, int64_t *late)
{
    unsigned part;
    long long ms;
    int n;

    for (; *text; text += n + (text[n] == ',')) {
        if (sscanf(text, "%u:%lld%n", &part, &ms, &n) != 2 || !part
            || part > HANDSET_PARTS_MAX || ms < 0
            || (text[n] && text[n] != ','))
            return false;
        late[part] = ms;
    }
    return true;
}

static bool
read_alphabet(struct control_client *c, struct words *w,
    struct handset_typed *t)
{
    static const char *const names[] = { "auto", "gsm7", "ucs2", "turkish",
        "spanish", "portuguese" };
    const char *name = words_text(w, "alphabet", "auto");
    int64_t locking = 0, single = 0;
    int i = 0;

    while (i < 6 && strcmp(names[i], name))
        i++;
    if (i == 6)
        return control_fail(c, "no such alphabet: %.20s", name);
    t->alphabet = i < 3 ? (enum handset_alphabet)i : HANDSET_GSM7;
    if (i >= 3) {
        single = i - 2;
        locking = single == ALPHABET_SPANISH ? 0 : single;
    }
    if (!words_int(w, "locking", &locking) || !words_int(w, "single", &single)
        || locking < 0 || locking > 255 || single < 0 || single > 255)
        return control_fail(c, "locking and single are table numbers");
    t->locking = (int)locking;
    t->single = (int)single;
    return true;
}

static bool
read_numbers(struct control_client *c, struct words *w, struct network_text *t)
{
    int64_t width = t->typed.width, ref = t->typed.ref;
    int64_t copies = 1, message_class = -1, pid = 0;
    const char *scts = words_text(w, "scts", NULL);

    if (!words_int(w, "width", &width) || (width != 8 && width != 16)
        || !words_int(w, "ref", &ref) || !words_int(w, "gap", &t->gap_ms)
        || !words_int(w, "delay", &t->delay_ms)
        || !words_int(w, "copies", &copies) || copies < 1 || copies > 99
        || !words_int(w, "class", &message_class) || message_class > 3
        || !words_int(w, "pid", &pid))
        return control_fail(c, "an option has an unusable value");
    t->typed.width = (int)width;
    t->typed.ref = (unsigned)ref;
    t->typed.message_class = (int)message_class;
    t->copies = (int)copies;
    t->pid = (uint8_t)pid;
    if (scts && !(t->scts_ms = clock_parse(scts)))
        return control_fail(c, "scts is a time as in RFC 3339");
    return true;
}

/* Parts t will have; 0: it cannot be sent. */
static unsigned
count_parts(const struct network_text *t)
{
    struct pdu_user *parts;
    size_t count;

    if (handset_split(&t->typed, &parts, &count))
        return 0;
    free(parts);
    return (unsigned)count;
}

static bool
send_text(struct control_client *c, struct words *w, struct network_line *to,
    struct network_text *t)
{
    const char *order = words_text(w, "order", NULL);
    const char *missing = words_text(w, "missing", NULL);
    const char *late = words_text(w, "late", NULL);
    unsigned which[HANDSET_PARTS_MAX + 1] = { 0 }, total = count_parts(t);
    int64_t delays[HANDSET_PARTS_MAX + 1] = { 0 }, message;
    struct jsonl j = { 0 };

    if (!total)
        return control_fail(c, "a letter is not in that alphabet, or the text "
                               "has over 255 parts");
    if ((order && !read_order(order, which))
        || (missing && !read_missing(missing, total, which)))
        return control_fail(c, "order and missing are lists: 3,1,2");
    if (late && !read_late(late, delays))
        return control_fail(c, "late is a list: 2:60000,3:500");
    t->order = order || missing ? which : NULL;
    t->late = delays;
    if (network_text(control_world_of(c)->network, to, t, &message))
        return control_fail(c, "order names a part there is not");
    jsonl_start(&j);
    jsonl_int(&j, "message", message);
    jsonl_int(&j, "parts", total);
    control_send_object(c, &j);
    return true;
}

static bool
text_to(struct control_client *c, struct words *w, const char *to)
{
    struct network *n = control_world_of(c)->network;
    struct dongle *d = control_dongle(c, to);
    struct handset *h = network_phone(n, w->word[1], true);
    struct network_text t = { .copies = 1,
        .typed = { .text = w->word[2], .width = 8, .message_class = -1 } };
    const char *as = words_text(w, "as", h ? h->shows.text : w->word[1]);
    int64_t toa = 0;

    if (!d)
        return control_fail(c, "no such dongle");
    if (h)
        t = network_text_of(h, w->word[2]);
    if (!words_int(w, "toa", &toa)
        || ((toa || !h || strcmp(as, h->shows.text))
            && pdu_address_set(&t.from, as, (uint8_t)toa)))
        return control_fail(c, "%.40s is no number and no name of up to 11 "
                               "letters", as);
    return read_alphabet(c, w, &t.typed) && read_numbers(c, w, &t)
        && send_text(c, w, &d->line, &t);
}

static bool
text(struct control_client *c, struct words *w)
{
    return text_to(c, w, words_text(w, "to", NULL));
}

static bool
reply(struct control_client *c, struct words *w)
{
    struct handset *h =
        network_phone(control_world_of(c)->network, w->word[1], false);

    if (!h || !h->last_from[0])
        return control_fail(c, "nobody has texted %s", w->word[1]);
    return text_to(c, w, words_text(w, "to", h->last_from));
}

static bool
deliver(struct control_client *c, struct words *w)
{
    struct dongle *d = control_dongle(c, words_text(w, "to", NULL));
    uint8_t raw[PDU_MAX];
    int n = pdu_unhex(w->word[1], strlen(w->word[1]), raw, sizeof(raw));
    bool report = false;

    if (!d)
        return control_fail(c, "no such dongle");
    if (n <= 0 || !words_bool(w, "report", &report)
        || network_inject(control_world_of(c)->network, &d->line, raw,
            (size_t)n, report))
        return control_fail(c, "deliver needs 1 to %d octets of hex", PDU_MAX);
    return true;
}

static bool
ring(struct control_client *c, struct words *w)
{
    struct dongle *d = control_dongle(c, words_text(w, "to", NULL));
    int64_t ms = 1500;

    if (!d)
        return control_fail(c, "no such dongle");
    if (!words_int(w, "ms", &ms))
        return control_fail(c, "ms is a number");
    if (network_ring(control_world_of(c)->network, &d->line,
            strcmp(w->word[1], "withheld") ? w->word[1] : "", ms))
        return control_fail(c, "out of memory");
    return true;
}

const struct control_command control_phone_commands[] = {
    { "phone", 1, phone }, { "phones", 0, phones }, { "inbox", 1, inbox },
    { "auto", 2, automatic }, { "text", 2, text }, { "reply", 2, reply },
    { "deliver", 1, deliver }, { "ring", 1, ring }, { 0 }
};
