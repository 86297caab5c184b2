/* Commands about one dongle: its settings, stores, plug and faults. */
#include "sim/alphabet.h"
#include "sim/control_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
send_object(struct control_client *c, struct jsonl *j)
{
    const char *line = jsonl_end(j);

    if (line)
        control_send(c, line);
    jsonl_free(j);
}

static struct dongle *
named(struct control_client *c, struct words *w)
{
    struct dongle *d = control_dongle(c, w->word[1]);

    if (!d)
        control_fail(c, "no such dongle: %.40s", w->word[1]);
    return d;
}

static bool
change_card(struct control_client *c, struct words *w, struct dongle *d)
{
    const char *card = words_text(w, "card", NULL);
    const char *pin = words_text(w, "pin", NULL);
    int64_t tries = d->pin_tries;

    if (!words_int(w, "tries", &tries) || tries < 0 || tries > 3)
        return control_fail(c, "tries is 0 to 3");
    if (pin && strlen(pin) >= sizeof(d->pin))
        return control_fail(c, "pin has up to 8 digits");
    if (pin) {
        snprintf(d->pin, sizeof(d->pin), "%s", pin);
        d->card = *pin ? CARD_PIN : CARD_READY;
    }
    d->pin_tries = (int)tries;
    if (!card)
        return true;
    if (!strcmp(card, "out"))
        d->card = CARD_OUT;
    else if (!strcmp(card, "in"))
        d->card = !d->pin[0]    ? CARD_READY
            : d->pin_tries      ? CARD_PIN
                                : CARD_PUK;
    else
        return control_fail(c, "card is in or out");
    return true;
}

static bool
change(struct control_client *c, struct words *w, struct dongle *d)
{
    int64_t rssi = d->rssi, mr = d->mr, noise = d->noise_ms;
    const char *as = words_text(w, "bootas", d->boot_path);

    if (!words_bool(w, "coverage", &d->coverage)
        || !words_bool(w, "storage", &d->storage)
        || !words_bool(w, "packed", &d->packed_ussd)
        || !words_int(w, "rssi", &rssi) || !words_int(w, "mr", &mr)
        || !words_int(w, "latency", &d->latency_ms)
        || !words_int(w, "boot", &d->boot_ms)
        || !words_int(w, "ussdafter", &d->ussd_ms)
        || !words_int(w, "noise", &noise))
        return control_fail(c, "an option has an unusable value");
    if (strlen(as) >= sizeof(d->boot_path))
        return control_fail(c, "bootas is too long");
    memmove(d->boot_path, as, strlen(as) + 1);
    d->rssi = (int)rssi;
    d->mr = (uint8_t)mr;
    if (noise != d->noise_ms)
        dongle_noise(d, noise);
    return change_card(c, w, d);
}

static bool
dongle(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    bool before, done;

    if (!d)
        return false;
    before = dongle_has_service(d);
    done = change(c, w, d);
    dongle_service_changed(d, before);
    return done;
}

static bool
store_named(struct control_client *c, const char *name, enum at_store *out)
{
    for (int i = 0; i < STORES; i++)
        if (!strcmp(dongle_store_name((enum at_store)i), name)) {
            *out = (enum at_store)i;
            return true;
        }
    return control_fail(c, "MEM is SM, ME or SR");
}

static bool
slots(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    enum at_store mem = STORE_SM;

    if (!d || !store_named(c, w->word[2], &mem))
        return false;
    for (int i = 0; i < d->store[mem].total; i++) {
        const struct slot *s = slots_at(&d->store[mem], i);
        struct jsonl j = { 0 };

        if (!s)
            continue;
        jsonl_start(&j);
        jsonl_int(&j, "slot", i);
        jsonl_int(&j, "state", (int64_t)s->state);
        jsonl_int(&j, "id", s->id);
        jsonl_bool(&j, "seen", s->seen);
        jsonl_hex(&j, "pdu", s->pdu, s->len);
        send_object(c, &j);
    }
    return true;
}

static bool
empty(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    enum at_store mem = STORE_SM;

    if (!d || !store_named(c, w->word[2], &mem))
        return false;
    for (int i = 0; i < d->store[mem].total; i++)
        dongle_erase(d, mem, i);
    return true;
}

/* The i-th text to fill a store with: old news, or a part without the rest. */
static enum err
old_text(const struct dongle *d, int i, bool orphan, struct pdu_bytes *out)
{
    struct pdu_deliver from = {
        .scts_ms = loop_date(d->loop) - (int64_t)(i + 1) * 3600000,
        .zone_minutes = network_habits(d->network)->zone_minutes };
    uint16_t units[PDU_UNITS_MAX];
    char text[64], number[PDU_NUMBER_MAX];
    enum err e;

    if (orphan) {
        from.user.width = 8;
        from.user.ref = (unsigned)i & 255;
        from.user.part = 1;
        from.user.total = 3;
    }
    snprintf(text, sizeof(text), "%s %d", orphan ? "first part" : "old text",
        i + 1);
    snprintf(number, sizeof(number), "+2547110%05d", i + 1);
    e = pdu_address_set(&from.from, number, 0);
    if (!e)
        e = pdu_user_write(&from.user, false, units,
            alphabet_units(text, units, PDU_UNITS_MAX));
    return e ? e : pdu_deliver_write(&from, out);
}

static bool
fill(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    const char *kind = words_text(w, "kind", "old");
    struct pdu_bytes smsc, tpdu;
    enum at_store mem = STORE_SM;
    int n;

    if (!d || !store_named(c, w->word[2], &mem))
        return false;
    n = w->count > 3 ? atoi(w->word[3]) : d->store[mem].total;
    smsc.len = pdu_smsc_write(d->line.smsc, smsc.data);
    for (int i = 0; i < n; i++) {
        if (old_text(d, i, !strcmp(kind, "orphan"), &tpdu))
            return control_fail(c, "cannot make a text");
        if (slots_add(&d->store[mem],
                strcmp(kind, "sent") ? SLOT_UNREAD : SLOT_SENT, 0, &smsc,
                &tpdu) < 0)
            break;
    }
    return true;
}

static bool
say(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);

    if (d)
        at_unasked(d, "%s", w->word[2]);
    return d != NULL;
}

static bool
unplug(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    const char *as = words_text(w, "as", "");
    int64_t back = -1;

    if (!d)
        return false;
    if (!words_int(w, "back", &back) || strlen(as) >= sizeof(d->path))
        return control_fail(c, "back is a time, as a path");
    if (back >= 0)
        dongle_replug(d, back, as);
    else
        dongle_unplug(d);
    return true;
}

static bool
plug(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    enum err e;

    if (!d)
        return false;
    e = dongle_plug(d, words_text(w, "as", ""));
    return !e || control_fail(c, "%s", err_text(e));
}

static bool
power(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    int64_t ms = 1000;

    if (!d)
        return false;
    if (!words_int(w, "ms", &ms))
        return control_fail(c, "ms is a number");
    dongle_replug(d, ms, "");
    return true;
}

/* "cms:331", "cme:30" or "plain". */
static bool
read_error(const char *text, struct fault *f)
{
    char *end;

    f->error = FAULT_PLAIN;
    if (!strcmp(text, "plain"))
        return true;
    if (strncmp(text, "cms:", 4) && strncmp(text, "cme:", 4))
        return false;
    f->error = text[2] == 's' ? FAULT_CMS : FAULT_CME;
    f->code = (int)strtol(text + 4, &end, 10);
    return end != text + 4 && !*end && f->code >= 0 && f->code < 0x10000;
}

static bool
read_garbage(const char *text, struct fault *f)
{
    static const char *const names[] = { "line", "middle", "bytes" };

    for (int i = 0; i < 3; i++)
        if (!strcmp(names[i], text)) {
            f->garbage = (enum fault_garbage)i;
            return true;
        }
    return false;
}

/* How often and how long it strikes. */
static bool
read_extent(struct control_client *c, struct words *w, struct dongle *d,
    struct fault *f)
{
    int64_t count = 0, span = 0, percent = 100;

    if (!words_int(w, "count", &count) || !words_int(w, "for", &span)
        || !words_int(w, "percent", &percent) || count < -1 || span < 0
        || percent < 0 || percent > 100 || !words_int(w, "ms", &f->ms))
        return control_fail(c, "count, for, percent and ms are numbers");
    if (!count)
        count = span || f->kind == FAULT_GARBAGE ? -1 : 1;
    f->left = (long)count;
    f->percent = (int)percent;
    f->until = span ? loop_mono(d->loop) + span : 0;
    return true;
}

static bool
read_fault(struct control_client *c, struct words *w, struct dongle *d,
    struct fault *f)
{
    const char *match = words_text(w, "match",
        f->kind == FAULT_KEEP          ? "+CMGD"
            : f->kind == FAULT_GARBAGE ? ""
                                       : "+CMGS");
    int64_t seed = -1;

    f->prompt = !strcmp(words_text(w, "at", ""), "prompt");
    f->reopen = !strcmp(words_text(w, "until", "power"), "reopen");
    if (strlen(match) >= sizeof(f->match))
        return control_fail(c, "match is too long");
    snprintf(f->match, sizeof(f->match), "%s", match);
    if (!read_error(words_text(w, "error", "cms:331"), f))
        return control_fail(c, "error is cms:N, cme:N or plain");
    if (!read_garbage(words_text(w, "garbage", "line"), f))
        return control_fail(c, "garbage is line, middle or bytes");
    if (!words_int(w, "seed", &seed))
        return control_fail(c, "seed is a number");
    if (seed >= 0)
        faults_seed(&d->faults, (uint64_t)seed);
    return read_extent(c, w, d, f);
}

static bool
fault_clear(struct control_client *c, struct words *w, struct dongle *d)
{
    enum fault_kind kind = FAULT_KINDS;

    if (w->count > 3 && (kind = fault_kind(w->word[3])) == FAULT_KINDS)
        return control_fail(c, "no such fault: %.40s", w->word[3]);
    faults_clear(&d->faults, kind);
    if (kind == FAULT_SILENT || kind == FAULT_KINDS)
        d->silent = false;
    return true;
}

static bool
fault(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);
    struct fault f = { 0 };
    bool now;

    if (!d)
        return false;
    if (!strcmp(w->word[2], "clear"))
        return fault_clear(c, w, d);
    f.kind = fault_kind(w->word[2]);
    if (f.kind == FAULT_KINDS)
        return control_fail(c, "no such fault: %.40s", w->word[2]);
    now = f.kind == FAULT_SILENT && !words_text(w, "match", NULL);
    if (!read_fault(c, w, d, &f))
        return false;
    if (now)
        dongle_silence(d, f.reopen);
    else if (faults_add(&d->faults, &f))
        return control_fail(c, "too many faults at once");
    return true;
}

static bool
faults(struct control_client *c, struct words *w)
{
    struct dongle *d = named(c, w);

    for (size_t i = 0; d && i < d->faults.count; i++) {
        const struct fault *f = &d->faults.list[i];
        struct jsonl j = { 0 };

        jsonl_start(&j);
        jsonl_text(&j, "kind", fault_name(f->kind));
        jsonl_text(&j, "match", f->match);
        jsonl_int(&j, "left", f->left);
        send_object(c, &j);
    }
    return d != NULL;
}

const struct control_command control_dongle_commands[] = {
    { "dongle", 1, dongle }, { "slots", 2, slots }, { "fill", 2, fill },
    { "empty", 2, empty }, { "say", 2, say }, { "unplug", 1, unplug },
    { "plug", 1, plug }, { "power", 1, power }, { "fault", 2, fault },
    { "faults", 1, faults }, { 0 }
};
