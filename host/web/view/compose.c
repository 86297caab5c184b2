#include "web/view/compose.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "text/unicode.h"
#include "text/words.h"
#include "web/kit/when.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the form ------------------------------------------------------------- */

#define COPY(field, value)                                                     \
    unicode_copy((value) ? (value) : "", field, sizeof(field))

static void
add_family(struct compose *c, int64_t id)
{
    if (id > 0 && c->n_families < COMPOSE_FAMILIES)
        c->families[c->n_families++] = id;
}

static void
add_group(struct compose *c, int64_t id)
{
    if (id > 0 && c->n_groups < COMPOSE_GROUPS)
        c->groups[c->n_groups++] = id;
}

static void
add_class(struct compose *c, const char *name)
{
    if (*name && c->n_classes < COMPOSE_CLASSES) {
        COPY(c->classes[c->n_classes], name);
        c->n_classes++;
    }
}

static void
add_about(struct compose *c, int64_t id)
{
    if (id > 0 && c->n_about < ABOUT_MAX && !compose_is_about(c, id))
        c->about[c->n_about++] = id;
}

bool
compose_is_about(const struct compose *c, int64_t child)
{
    for (int i = 0; i < c->n_about; i++)
        if (c->about[i] == child)
            return true;
    return false;
}

/* A browser ends lines with CR LF; phones and counting know LF. */
static void
end_lines(char *text)
{
    char *to = text;

    for (const char *p = text; *p; p++)
        if (*p != '\r')
            *to++ = *p;
    *to = '\0';
}

void
compose_read(const struct params *form, struct compose *out)
{
    int64_t id;

    memset(out, 0, sizeof(*out));
    COPY(out->text, params_get(form, "text"));
    end_lines(out->text);
    COPY(out->tone, params_get(form, "tone"));
    COPY(out->to, params_get(form, "to"));
    COPY(out->ask, params_get(form, "ask"));
    COPY(out->at, params_get(form, "at"));
    COPY(out->expires, params_get(form, "expires"));
    COPY(out->base, params_get(form, "base"));
    out->sure = params_flag(form, "sure");
    out->no_answer = params_flag(form, "no_answer");
    out->all = params_flag(form, "all");
    out->representatives = params_flag(form, "representatives");
    out->silent = params_int(form, "silent", INT64_MAX, 0);
    for (int i = 0; i < form->count; i++)
        if (!strcmp(form->item[i].name, "class"))
            add_class(out, form->item[i].value);
        else if (!strcmp(form->item[i].name, "family")
            && params_digits(form->item[i].value, INT64_MAX, &id))
            add_family(out, id);
        else if (!strcmp(form->item[i].name, "group")
            && params_digits(form->item[i].value, INT64_MAX, &id))
            add_group(out, id);
        else if (!strcmp(form->item[i].name, "about")
            && params_digits(form->item[i].value, INT64_MAX, &id))
            add_about(out, id);
}

/* --- the draft ------------------------------------------------------------ */

static bool
is_empty(const struct compose *c)
{
    return !*c->text && !*c->ask && !*c->at && !c->all && !c->n_classes
        && !c->n_families && !c->n_groups && !c->silent && !c->n_about;
}

char *
compose_keep(const struct compose *c)
{
    json_t *j, *classes, *families, *groups, *about;
    char *text;

    if (is_empty(c))
        return calloc(1, 1);
    classes = json_array();
    families = json_array();
    groups = json_array();
    about = json_array();
    for (int i = 0; i < c->n_about; i++)
        json_array_append_new(about, json_integer(c->about[i]));
    for (int i = 0; i < c->n_classes; i++)
        json_array_append_new(classes, json_string(c->classes[i]));
    for (int i = 0; i < c->n_families; i++)
        json_array_append_new(families, json_integer(c->families[i]));
    for (int i = 0; i < c->n_groups; i++)
        json_array_append_new(groups, json_integer(c->groups[i]));
    j = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b,"
        " s:I, s:o, s:o, s:o, s:o}",
        "text", c->text, "tone", c->tone, "to", c->to, "ask", c->ask,
        "at", c->at, "expires", c->expires, "base", c->base, "sure", c->sure,
        "no_answer", c->no_answer, "all", c->all,
        "representatives", c->representatives,
        "silent", (json_int_t)c->silent, "classes", classes,
        "families", families, "groups", groups, "about", about);
    text = j ? json_dumps(j, JSON_COMPACT) : NULL;
    json_decref(j);
    return text;
}

void
compose_load(const char *kept, struct compose *out)
{
    json_t *j = json_loads(kept, 0, NULL), *list, *one;
    size_t i;

    memset(out, 0, sizeof(*out));
    if (!j)
        return;
#define LOAD(field)                                                            \
    COPY(out->field, json_string_value(json_object_get(j, #field)))
    LOAD(text);
    LOAD(tone);
    LOAD(to);
    LOAD(ask);
    LOAD(at);
    LOAD(expires);
    LOAD(base);
#undef LOAD
    out->all = json_is_true(json_object_get(j, "all"));
    out->sure = json_is_true(json_object_get(j, "sure"));
    out->no_answer = json_is_true(json_object_get(j, "no_answer"));
    out->representatives =
        json_is_true(json_object_get(j, "representatives"));
    out->silent = json_integer_value(json_object_get(j, "silent"));
    list = json_object_get(j, "classes");
    json_array_foreach(list, i, one)
        if (json_is_string(one))
            add_class(out, json_string_value(one));
    list = json_object_get(j, "families");
    json_array_foreach(list, i, one)
        add_family(out, json_integer_value(one));
    list = json_object_get(j, "groups");
    json_array_foreach(list, i, one)
        add_group(out, json_integer_value(one));
    list = json_object_get(j, "about");
    json_array_foreach(list, i, one)
        add_about(out, json_integer_value(one));
    json_decref(j);
}

/* --- sending -------------------------------------------------------------- */

bool
compose_send(const struct compose *c, struct send *s, const char *classes[],
    struct reason *why)
{
    char at[32];

    s->text = c->text;
    s->ask = c->ask;
    s->tone = tone_of(c->tone);
    s->about = c->about;
    s->n_about = c->n_about;
    COPY(at, c->at);
    if (strchr(at, 'T') && strlen(at) == 16)
        *strchr(at, 'T') = ' ';         /* as <input type=datetime-local> */
    if (*at && !(s->due = clock_parse(at))) {
        *why = reason_of(REASON_TIME_NOT_READ);
        return false;
    }
    if (s->due && s->due < clock_now()) {
        *why = reason_of(REASON_TIME_PASSED_ALREADY);
        return false;
    }
    if (*c->expires && !(s->expires = when_expires(c->expires,
            s->due ? s->due : clock_now()))) {
        *why = reason_of(REASON_WHEN_TOO_LATE);
        return false;
    }
    s->sure = c->sure;
    s->no_answer = c->no_answer;
    s->all = c->all;
    s->representatives = c->representatives;
    for (int i = 0; !c->all && i < c->n_classes; i++)
        classes[i] = c->classes[i];
    s->classes = classes;
    s->n_classes = c->all ? 0 : c->n_classes;
    s->families = c->families;
    s->n_families = c->all ? 0 : c->n_families;
    s->groups = c->groups;
    s->n_groups = c->all ? 0 : c->n_groups;
    s->silent = c->all ? 0 : c->silent;
    return true;
}

/* --- what it costs -------------------------------------------------------- */

/* The letters that force UCS-2, with blanks between. */
static void
name_dear(const struct text_report *r, char *out, size_t room)
{
    size_t n = 0;

    for (int i = 0; i < r->dear_count && i < TEXT_DEAR_MAX; i++) {
        uint32_t c = r->dear[i];
        char u[5] = "";

        if (c < 0x80)
            u[0] = (char)c;
        else if (c < 0x800) {
            u[0] = (char)(0xc0 | c >> 6);
            u[1] = (char)(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            u[0] = (char)(0xe0 | c >> 12);
            u[1] = (char)(0x80 | (c >> 6 & 0x3f));
            u[2] = (char)(0x80 | (c & 0x3f));
        } else {
            u[0] = (char)(0xf0 | c >> 18);
            u[1] = (char)(0x80 | (c >> 12 & 0x3f));
            u[2] = (char)(0x80 | (c >> 6 & 0x3f));
            u[3] = (char)(0x80 | (c & 0x3f));
        }
        if (n + 6 < room)
            n += (size_t)snprintf(out + n, room - n, "%s%s", n ? " " : "", u);
    }
}

/* "price.part" is what one part costs ("1.20"), "price.currency" its unit. */
void
compose_price(struct db *db, int parts, char *out, size_t room)
{
    char price[20] = "", unit[12] = "", *end;
    double each;

    *out = '\0';
    if (setting_get(db, "price.part", price, sizeof(price))
        || setting_get(db, "price.currency", unit, sizeof(unit)))
        return;
    each = strtod(price, &end);
    if (*price && !*end && each > 0 && each < 1e6)
        snprintf(out, room, "%.2f %s", each * parts, unit);
}

static int
count_letters(const char *text)
{
    int n = 0;

    for (; *text; text++)
        n += (*text & 0xc0) != 0x80;
    return n;
}

void
compose_measure(struct db *db, const char *text, struct compose_count *out)
{
    struct text_report r;
    const char *which = NULL;
    char *clean = NULL;

    memset(out, 0, sizeof(*out));
    out->empty = !*text;
    if (text_clean(text, &clean) || text_check(clean, &r)) {
        out->bad = reason_of(REASON_LETTERS_NOT_SHOWN);
        free(clean);
        return;
    }
    out->characters = count_letters(clean);
    out->ucs2 = r.size.ucs2;
    out->parts = *clean ? r.size.parts : 0;
    out->left = r.size.left;
    name_dear(&r, out->dear, sizeof(out->dear));
    if (r.plain_helps) {
        out->plain = r.plain;
        out->plain_parts = r.plain_parts;
        r.plain = NULL;
    }
    if (out->parts > QUEUE_PARTS_MAX)
        out->bad = reason_number(REASON_OVER_PARTS, QUEUE_PARTS_MAX);
    if (words_within(WORDS_PRIVATE, WORDS_ALL, clean, &which))
        COPY(out->private_word, which);
    compose_price(db, out->parts, out->price, sizeof(out->price));
    text_report_clear(&r);
    free(clean);
}

void
compose_count_clear(struct compose_count *c)
{
    free(c->plain);
    c->plain = NULL;
}
