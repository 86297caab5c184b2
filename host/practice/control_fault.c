/* Commands about what goes wrong. */
#include "practice/control_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    struct dongle *d = control_named(c, w);
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
    struct dongle *d = control_named(c, w);

    for (size_t i = 0; d && i < d->faults.count; i++) {
        const struct fault *f = &d->faults.list[i];
        struct jsonl j = { 0 };

        jsonl_start(&j);
        jsonl_text(&j, "kind", fault_name(f->kind));
        jsonl_text(&j, "match", f->match);
        jsonl_int(&j, "left", f->left);
        control_send_object(c, &j);
    }
    return d != NULL;
}

const struct control_command control_fault_commands[] = {
    { "fault", 2, fault }, { "faults", 1, faults }, { 0 }
};
