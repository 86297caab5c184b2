/* Commands about one dongle: its settings, stores and plug. */
#include "practice/alphabet.h"
#include "practice/control_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
        || !words_bool(w, "trace", &d->trace)
        || !words_bool(w, "packed", &d->packed_ussd)
        || !words_bool(w, "locked", &d->locked)
        || !words_bool(w, "direct", &d->direct)
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
    struct dongle *d = control_named(c, w);
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
    struct dongle *d = control_named(c, w);
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
        control_send_object(c, &j);
    }
    return true;
}

static bool
empty(struct control_client *c, struct words *w)
{
    struct dongle *d = control_named(c, w);
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
    struct dongle *d = control_named(c, w);
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
    struct dongle *d = control_named(c, w);

    if (d)
        at_unasked(d, "%s", w->word[2]);
    return d != NULL;
}

static bool
unplug(struct control_client *c, struct words *w)
{
    struct dongle *d = control_named(c, w);
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
    struct dongle *d = control_named(c, w);
    enum err e;

    if (!d)
        return false;
    e = dongle_plug(d, words_text(w, "as", ""));
    return !e || control_fail(c, "%s", err_text(e));
}

static bool
power(struct control_client *c, struct words *w)
{
    struct dongle *d = control_named(c, w);
    int64_t ms = 1000;

    if (!d)
        return false;
    if (!words_int(w, "ms", &ms))
        return control_fail(c, "ms is a number");
    dongle_replug(d, ms, "");
    return true;
}

const struct control_command control_dongle_commands[] = {
    { "dongle", 1, dongle }, { "slots", 2, slots }, { "fill", 2, fill },
    { "empty", 2, empty }, { "say", 2, say }, { "unplug", 1, unplug },
    { "plug", 1, plug }, { "power", 1, power }, { 0 }
};
