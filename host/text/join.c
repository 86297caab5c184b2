/* join.c - UTF-16 units to UTF-8, over the seams between parts. */
#include "text/join.h"

#include "text/gsm7.h"
#include "text/unicode.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { MARKER_MAX = sizeof("[part 255 of 255 missing]") };

struct joiner {
    char *at;
    uint16_t high;      /* first half of a pair that waits for its second */
    bool after_cr;
    bool begun;
    bool escape;        /* the part before ended with one, TS 23.038 §6.2.1.1 */
};

static void
put(struct joiner *j, uint32_t c)
{
    bool after_cr = j->after_cr;

    j->after_cr = c == '\r';
    if (c == '\n' && after_cr)
        return;
    if (c == '\r')
        c = '\n';
    else if (c == '\t' || c == '\f' || c == '\v')
        c = ' ';
    else if (c == 0xFEFF && !j->begun)
        return;                 /* a byte order mark */
    j->begun = true;
    if (unicode_printable(c))
        j->at += unicode_put(c, j->at);
}

static void
flush(struct joiner *j)
{
    if (j->high)
        put(j, 0xFFFD);
    j->high = 0;
}

static void
feed(struct joiner *j, uint16_t u)
{
    if (u >= 0xDC00 && u <= 0xDFFF && j->high) {
        uint32_t c = 0x10000 + ((uint32_t)(j->high - 0xD800) << 10);

        j->high = 0;
        put(j, c + (u - 0xDC00u));
        return;
    }
    flush(j);
    if (u >= 0xD800 && u <= 0xDBFF)
        j->high = u;
    else if (u >= 0xDC00 && u <= 0xDFFF)
        put(j, 0xFFFD);
    else
        put(j, u);
}

/* The first letter of a part whose escape stands at the end of the one
 * before. */
static uint16_t
escaped(struct joiner *j, uint16_t first)
{
    uint16_t letter = gsm7_after_escape(first);

    j->escape = false;
    if (!letter)
        feed(j, ' ');
    return letter ? letter : first;
}

static void
feed_part(struct joiner *j, const struct join_part *p)
{
    for (int k = 0; k < p->units; k++) {
        if (k == p->units - 1 && p->text[k] == GSM7_ESCAPE)
            j->escape = true;
        else
            feed(j, j->escape ? escaped(j, p->text[k]) : p->text[k]);
    }
}

/* An escape to nothing. */
static void
end_escape(struct joiner *j)
{
    if (j->escape)
        feed(j, ' ');
    j->escape = false;
}

enum err
join_text(const struct join_part *parts, int count, char **out)
{
    struct joiner j = { 0 };
    size_t room = 1;
    char *text;

    if (count < 1 || count > JOIN_PARTS_MAX)
        return ERR_INPUT;
    for (int i = 0; i < count; i++) {
        if (parts[i].text && (parts[i].units < 0
                                 || parts[i].units > JOIN_UNITS_MAX))
            return ERR_INPUT;
        room += parts[i].text ? 3 * (size_t)parts[i].units + 3 : MARKER_MAX + 3;
    }
    text = malloc(room);
    if (!text)
        return ERR_MEMORY;
    j.at = text;
    for (int i = 0; i < count; i++) {
        if (!parts[i].text) {
            end_escape(&j);
            flush(&j);
            j.at += sprintf(j.at, "[part %d of %d missing]", i + 1, count);
            j.begun = true;
            j.after_cr = false;
        }
        if (parts[i].text)
            feed_part(&j, &parts[i]);
    }
    end_escape(&j);
    flush(&j);
    *j.at = '\0';
    *out = text;
    return OK;
}
