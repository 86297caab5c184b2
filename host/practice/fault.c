#include "practice/fault.h"

#include <string.h>
#include <strings.h>

static const char *const names[FAULT_KINDS] = {
    [FAULT_SILENT] = "silent",
    [FAULT_HANG] = "hang",
    [FAULT_IGNORE] = "ignore",
    [FAULT_MUTE] = "mute",
    [FAULT_DELAY] = "delay",
    [FAULT_REFUSE] = "refuse",
    [FAULT_GARBAGE] = "garbage",
    [FAULT_KEEP] = "keep",
};

enum fault_kind
fault_kind(const char *name)
{
    int k = 0;

    while (k < FAULT_KINDS && strcmp(names[k], name))
        k++;
    return (enum fault_kind)k;
}

const char *
fault_name(enum fault_kind kind)
{
    return names[kind];
}

void
faults_seed(struct faults *f, uint64_t seed)
{
    f->dice = seed * 2862933555777941757u + 3037000493u;
}

/* A linear congruential generator: its high bits, the same on every machine. */
unsigned
faults_roll(struct faults *f, unsigned n)
{
    f->dice = f->dice * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((f->dice >> 33) % n);
}

enum err
faults_add(struct faults *f, const struct fault *fault)
{
    if (f->count == FAULTS_MAX)
        return ERR_BUSY;
    f->list[f->count++] = *fault;
    return OK;
}

static void
drop(struct faults *f, size_t i)
{
    f->count--;
    memmove(&f->list[i], &f->list[i + 1],
        (f->count - i) * sizeof(f->list[0]));
}

void
faults_clear(struct faults *f, enum fault_kind kind)
{
    for (size_t i = f->count; i-- > 0;)
        if (kind == FAULT_KINDS || f->list[i].kind == kind)
            drop(f, i);
}

static bool
strikes(struct faults *f, size_t i, const char *command, bool prompt)
{
    const struct fault *x = &f->list[i];

    return x->prompt == prompt
        && !strncasecmp(x->match, command, strlen(x->match))
        && (x->percent >= 100 || faults_roll(f, 100) < (unsigned)x->percent);
}

bool
faults_strike(struct faults *f, enum fault_kind kind, const char *command,
    bool prompt, int64_t now, struct fault *out)
{
    for (size_t i = 0; i < f->count;) {
        struct fault *x = &f->list[i];

        if (x->until && now >= x->until) {
            drop(f, i);
            continue;
        }
        if (x->kind != kind || !strikes(f, i, command, prompt)) {
            i++;
            continue;
        }
        if (out)
            *out = *x;
        if (x->left > 0 && --x->left == 0)
            drop(f, i);
        return true;
    }
    return false;
}

static void
insert(char *text, size_t *len, size_t at, const char *what, size_t n)
{
    memmove(text + at + n, text + at, *len - at);
    memcpy(text + at, what, n);
    *len += n;
}

/* Where a line of the answer starts (the ends count), chosen by dice. */
static size_t
line_start(struct faults *f, const char *text, size_t len)
{
    size_t best = 0;
    unsigned seen = 1;

    for (size_t i = 1; i < len; i++)
        if (text[i - 1] == '\n' && faults_roll(f, ++seen) == 0)
            best = i;
    return best;
}

void
faults_spoil(struct faults *f, enum fault_garbage kind, char *text,
    size_t *len)
{
    static const char line[] = "\r\n^RSSI:19\r\n";
    char noise[3];

    switch (kind) {
    case GARBAGE_LINE:
        insert(text, len, line_start(f, text, *len), line, sizeof(line) - 1);
        break;
    case GARBAGE_MIDDLE:
        insert(text, len, *len ? faults_roll(f, (unsigned)*len) : 0, line,
            sizeof(line) - 1);
        break;
    case GARBAGE_BYTES:
        for (int i = 0; i < 3; i++)
            noise[i] = (char)faults_roll(f, 256);
        insert(text, len, *len ? faults_roll(f, (unsigned)*len) : 0, noise, 3);
        break;
    }
}
