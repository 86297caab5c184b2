#include "lists/vcard.h"

#include "lists/encoding.h"
#include "text/unicode.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum column { NAME, GROUP, RELATION, PHONE, COMPANY, NOTES, COLUMNS };
enum { CELL = 1000 };

static const char *const heads[COLUMNS] = { "Contact Name", "Class",
    "Child", "Phone", "Organization", "Notes" };

struct card {
    long line;                  /* where it began */
    char cell[COLUMNS][CELL];
};

bool
vcard_is(const char *text, size_t n)
{
    while (n && isspace((unsigned char)*text)) {
        text++;
        n--;
    }
    return n >= 11 && strncasecmp(text, "BEGIN:VCARD", 11) == 0;
}

/* --- lines ---------------------------------------------------------------- */

struct reader {
    char *at;                   /* NUL at the end */
    long line;                  /* of what comes next */
};

/* One line of the file, ended with a NUL; NULL: no more. */
static char *
raw_line(struct reader *r)
{
    char *line = r->at;
    size_t n;

    if (!*line)
        return NULL;
    n = strcspn(line, "\r\n");
    r->at = line + n;
    if (*r->at == '\r' && r->at[1] == '\n')
        *r->at++ = '\0';
    if (*r->at)
        *r->at++ = '\0';
    r->line++;
    return line;
}

/* Whether a property says that its value is quoted-printable. */
static bool
is_quoted(const char *line)
{
    char head[200];

    snprintf(head, sizeof(head), "%.*s", (int)strcspn(line, ":"), line);
    for (char *c = head; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return strstr(head, "QUOTED-PRINTABLE") != NULL;
}

/* Adds more at the end of a line; the new end. Lines only become shorter. */
static char *
join(char *end, const char *more)
{
    size_t n = strlen(more);

    memmove(end, more, n + 1);
    return end + n;
}

/* A line with those that go on with it: folded ones begin with a blank, those
 * of quoted-printable end with "=". */
static char *
next_line(struct reader *r)
{
    char *line = raw_line(r), *end, *more;
    bool quoted;

    if (!line)
        return NULL;
    quoted = is_quoted(line);
    end = line + strlen(line);
    while (quoted && end > line && end[-1] == '=' && (more = raw_line(r)))
        end = join(end - 1, more);
    while ((*r->at == ' ' || *r->at == '\t') && (more = raw_line(r)))
        end = join(end, more + 1);
    return line;
}

/* --- a property ----------------------------------------------------------- */

struct property {
    const char *name, *params;  /* "" none; NAME without its group */
    const char *group;          /* "item1"; "" none */
    char *value;
};

static bool
part(char *line, struct property *out)
{
    char *value = line, *params, *dot;
    bool quoted = false;

    for (; *value && (quoted || *value != ':'); value++)
        quoted ^= *value == '"';
    if (!*value)
        return false;
    *value++ = '\0';
    if ((params = strchr(line, ';')))
        *params++ = '\0';
    dot = strchr(line, '.');
    if (dot)
        *dot++ = '\0';
    *out = (struct property){ dot ? dot : line, params ? params : "",
        dot ? line : "", value };
    return true;
}

static bool
says(const char *params, const char *word)
{
    size_t n = strlen(word);

    for (; *params; params++)
        if (strncasecmp(params, word, n) == 0)
            return true;
    return false;
}

static int
hex(char c)
{
    return isdigit((unsigned char)c) ? c - '0'
        : isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10
        : -1;
}

/* In place; NULs are left out. */
static void
decode_quoted(char *value)
{
    char *to = value;

    while (*value) {
        int high = *value == '=' ? hex(value[1]) : -1;
        int low = high >= 0 ? hex(value[2]) : -1;

        if (low < 0) {
            *to++ = *value++;
            continue;
        }
        if (high * 16 + low)
            *to++ = (char)(high * 16 + low);
        value += 3;
    }
    *to = '\0';
}

/* Adds a text with its escapes undone, behind `between` where there is one
 * already. Bytes that are no UTF-8 are Windows-1252, as older phones write. */
static enum err
add(char cell[CELL], const char *between, const char *value, size_t n)
{
    char *plain = malloc(n + 1), *to = plain, *utf8 = NULL;
    size_t length, used = strlen(cell);
    enum err e;

    if (!plain)
        return ERR_MEMORY;
    for (size_t i = 0; i < n; i++) {
        bool escaped = value[i] == '\\' && i + 1 < n;
        char c = escaped ? value[++i] : value[i];

        *to++ = escaped && (c == 'n' || c == 'N') ? ' ' : c;
    }
    *to = '\0';
    e = encoding_utf8(plain, (size_t)(to - plain), &utf8, &length);
    free(plain);
    if (e)
        return e == ERR_INPUT ? OK : e;
    if (utf8[strspn(utf8, " ")]) {
        if (used)
            used += unicode_copy(between, cell + used, CELL - used);
        unicode_copy(utf8 + strspn(utf8, " "), cell + used, CELL - used);
    }
    free(utf8);
    return OK;
}

/* Where a value ends that goes to the next ; (or ,) that is not escaped. */
static size_t
length_to(const char *value, char end)
{
    size_t n = 0;

    while (value[n] && value[n] != end)
        n += value[n] == '\\' && value[n + 1] ? 2 : 1;
    return n;
}

/* N is family; given; other names. FN counts where there is one. */
static enum err
add_parted_name(struct card *c, const char *value)
{
    size_t family = length_to(value, ';');
    const char *given = value + family + (value[family] == ';');
    enum err e;

    if (*c->cell[NAME])
        return OK;
    if ((e = add(c->cell[NAME], " ", given, length_to(given, ';'))))
        return e;
    return add(c->cell[NAME], " ", value, family);
}

/* tel:+254-722-000001;ext=1 of version 4. */
static enum err
add_phone(struct card *c, const char *value)
{
    size_t n = strlen(value);

    if (strncasecmp(value, "tel:", 4) == 0) {
        value += 4;
        n = strcspn(value, ";");
    }
    return add(c->cell[PHONE], " / ", value, n);
}

static bool
is(const struct property *p, const char *name)
{
    return strcasecmp(p->name, name) == 0;
}

/* A relative counts as the child where it is said to be one, or nothing is. */
static bool
is_child(const char *params)
{
    return says(params, "child") || !says(params, "TYPE=");
}

static enum err
take(struct card *c, const struct property *p)
{
    size_t n = strlen(p->value);

    if (is(p, "FN")) {
        *c->cell[NAME] = '\0';
        return add(c->cell[NAME], " ", p->value, n);
    }
    if (is(p, "N"))
        return add_parted_name(c, p->value);
    if (is(p, "TEL"))
        return says(p->params, "FAX") ? OK : add_phone(c, p->value);
    if (is(p, "CATEGORIES"))
        return add(c->cell[GROUP], " ", p->value, length_to(p->value, ','));
    if (is(p, "ORG"))
        return add(c->cell[COMPANY], " ", p->value,
            length_to(p->value, ';'));
    if (is(p, "NOTE"))
        return add(c->cell[NOTES], " ", p->value, n);
    if (is(p, "X-ABRELATEDNAMES")
        || (is(p, "RELATED") && is_child(p->params)
            && strncasecmp(p->value, "urn:", 4) != 0))
        return add(c->cell[RELATION], " ", p->value, n);
    return OK;
}

/* --- the file ------------------------------------------------------------- */

static enum err
end_card(const struct card *c, struct sheet *out, bool used[COLUMNS])
{
    const char *cells[COLUMNS];

    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = c->cell[i];
        used[i] |= *c->cell[i] != '\0';
    }
    return sheet_add(out, c->line, cells, COLUMNS, false, false);
}

/* A property of a card, or where one begins or ends. */
static enum err
take_line(struct card *c, struct property *p, long line, bool *inside,
    struct sheet *out, bool used[COLUMNS])
{
    bool begins = is(p, "BEGIN"), ends = is(p, "END");
    enum err e = OK;

    if (*inside && (begins || ends))
        e = end_card(c, out, used);
    if (begins) {
        memset(c, 0, sizeof(*c));
        c->line = line - 1;
    }
    if (begins || ends) {
        *inside = begins;
        return e;
    }
    if (is_quoted(p->params))
        decode_quoted(p->value);
    return *inside ? take(c, p) : OK;
}

enum err
vcard_read(char *text, size_t n, struct sheet *out, struct reason *why)
{
    struct reader r = { .at = text, .line = 1 };
    struct card *c = calloc(1, sizeof(*c));
    struct property p;
    char *at;
    bool inside = false, used[COLUMNS] = { [NAME] = true, [PHONE] = true };
    enum err e = c ? sheet_add(out, 0, heads, COLUMNS, false, false)
                   : ERR_MEMORY;

    out->delimiter = ',';
    if (strlen(text) != n && !e)
        e = reason_refuse(why, ERR_INPUT, reason_of(REASON_VCARDS_HAVE_NUL));
    while (!e && (at = next_line(&r)))
        if (part(at, &p))
            e = take_line(c, &p, r.line, &inside, out, used);
    if (!e && inside)
        e = end_card(c, out, used);
    /* nobody is asked about a column with nothing in it */
    for (int i = 0; i < COLUMNS && !e; i++)
        if (!used[i])
            e = sheet_put(&out->rows[0], i, "");
    free(c);
    return e;
}
