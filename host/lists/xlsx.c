#include "lists/xlsx.h"

#include <ctype.h>
#include <expat.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

enum { UNPACKED_MAX = 64 * 1024 * 1024, CHUNK = 64 * 1024, SHEETS_MAX = 64,
    STRINGS_MAX = 2000000, CELL_MAX = 4000,
    MERGES_MAX = 20000, MERGED_ROWS_MAX = 200 };

/* A text that grows; cut at CELL_MAX bytes, which no name has. */
struct text {
    char *bytes;                /* owned */
    size_t n, room;
};

struct book {
    zip_t *zip;
    size_t unpacked;            /* bytes so far */
    bool too_big;
    enum err error;
    char path[SHEETS_MAX][128]; /* of the sheets, in their order */
    char name[SHEETS_MAX][64], rel[SHEETS_MAX][64];
    int sheets;
    char *strings;              /* owned; each with its NUL */
    size_t strings_n, strings_room;
    size_t *at;                 /* owned; where each begins */
    size_t at_n, at_room;
    /* --- what is being read --- */
    XML_Parser parser;
    struct text text;           /* of the element */
    bool collect;
    struct sheet *sheet;
    long line;
    int column;
    char type;                  /* of the cell: 's' shared, 'i' inline, 'n' */
    int n;
    char *cell[SHEET_COLUMNS_MAX]; /* owned */
    bool more;
    int merges;                 /* of this sheet, so far */
};

static void
fail(struct book *b, enum err e)
{
    if (!b->error)
        b->error = e;
    if (b->parser)
        XML_StopParser(b->parser, XML_FALSE);
}

/* The name without its namespace's prefix. */
static const char *
local(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

static const char *
attribute(const char **atts, const char *name)
{
    for (; atts[0]; atts += 2)
        if (strcmp(local(atts[0]), name) == 0)
            return atts[1];
    return "";
}

static void
add_text(struct book *b, const char *bytes, size_t n)
{
    struct text *t = &b->text;

    if (t->n + n > CELL_MAX)
        n = CELL_MAX - t->n;
    if (t->n + n + 1 > t->room) {
        size_t room = 2 * (t->n + n + 1);
        char *more = realloc(t->bytes, room);

        if (!more) {
            fail(b, ERR_MEMORY);
            return;
        }
        t->bytes = more;
        t->room = room;
    }
    memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    t->bytes[t->n] = '\0';
}

static void XMLCALL
on_text(void *user, const XML_Char *bytes, int n)
{
    struct book *b = user;

    if (b->collect)
        add_text(b, bytes, (size_t)n);
}

/* --- unpacking ------------------------------------------------------------ */

static void
feed(struct book *b, zip_file_t *f)
{
    zip_int64_t n;

    do {
        void *to = XML_GetBuffer(b->parser, CHUNK);

        if (!to) {
            fail(b, ERR_MEMORY);
            return;
        }
        if ((n = zip_fread(f, to, CHUNK)) < 0) {
            fail(b, ERR_CORRUPT);
            return;
        }
        b->unpacked += (size_t)n;
        if (b->unpacked > UNPACKED_MAX) {
            b->too_big = true;
            fail(b, ERR_INPUT);
            return;
        }
        if (XML_ParseBuffer(b->parser, (int)n, n == 0) == XML_STATUS_ERROR
            && !b->error)
            fail(b, ERR_CORRUPT);
    } while (n > 0 && !b->error);
}

/* No part of a workbook has a DTD: a file that has one wants to be a bomb. */
static void XMLCALL
on_doctype(void *user, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    fail(user, ERR_CORRUPT);
}

/* Reads one part through these handlers. ERR_NOT_FOUND: it is not there. */
static enum err
read_part(struct book *b, const char *path, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
    zip_file_t *f = zip_fopen(b->zip, path, ZIP_FL_NOCASE);

    if (!f)
        return ERR_NOT_FOUND;
    b->error = OK;
    b->collect = false;
    b->text.n = 0;
    if ((b->parser = XML_ParserCreate(NULL))) {
        XML_SetUserData(b->parser, b);
        XML_SetElementHandler(b->parser, start, end);
        XML_SetCharacterDataHandler(b->parser, on_text);
        XML_SetStartDoctypeDeclHandler(b->parser, on_doctype);
        feed(b, f);
        XML_ParserFree(b->parser);
        b->parser = NULL;
    } else {
        b->error = ERR_MEMORY;
    }
    zip_fclose(f);
    return b->error;
}

/* --- which sheets there are ----------------------------------------------- */

static void XMLCALL
book_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct book *b = user;

    if (strcmp(local(name), "sheet") != 0 || b->sheets == SHEETS_MAX
        || strcmp(attribute(atts, "state"), "veryHidden") == 0
        || strcmp(attribute(atts, "state"), "hidden") == 0)
        return;
    snprintf(b->name[b->sheets], sizeof(*b->name), "%s",
        attribute(atts, "name"));
    snprintf(b->rel[b->sheets], sizeof(*b->rel), "%s", attribute(atts, "id"));
    b->sheets++;
}

static void XMLCALL
rels_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct book *b = user;
    const char *target = attribute(atts, "Target");

    if (strcmp(local(name), "Relationship") != 0)
        return;
    for (int i = 0; i < b->sheets; i++)
        if (strcmp(b->rel[i], attribute(atts, "Id")) == 0)
            snprintf(b->path[i], sizeof(*b->path), "%s%s",
                *target == '/' ? "" : "xl/", target + (*target == '/'));
}

static void XMLCALL
no_end(void *user, const XML_Char *name)
{
    (void)user, (void)name;
}

/* --- shared strings ------------------------------------------------------- */

static void
keep_string(struct book *b)
{
    size_t n = b->text.n + 1;

    if (b->at_n == STRINGS_MAX) {
        fail(b, ERR_INPUT);
        return;
    }
    if (b->strings_n + n > b->strings_room) {
        size_t room = 2 * (b->strings_n + n) + 4096;
        char *more = realloc(b->strings, room);

        if (!more) {
            fail(b, ERR_MEMORY);
            return;
        }
        b->strings = more;
        b->strings_room = room;
    }
    if (b->at_n == b->at_room) {
        size_t room = b->at_room ? 2 * b->at_room : 1024;
        size_t *more = realloc(b->at, room * sizeof(*more));

        if (!more) {
            fail(b, ERR_MEMORY);
            return;
        }
        b->at = more;
        b->at_room = room;
    }
    b->at[b->at_n++] = b->strings_n;
    memcpy(b->strings + b->strings_n, b->text.n ? b->text.bytes : "", n);
    b->strings_n += n;
}

/* <si><t>a</t></si>, or several <r><t>...; what stands in <rPh> is how East
 * Asian names are spoken. */
static void XMLCALL
strings_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct book *b = user;

    (void)atts;
    if (strcmp(local(name), "si") == 0)
        b->text.n = 0;
    else if (strcmp(local(name), "rPh") == 0)
        b->type = 'p';
    b->collect = strcmp(local(name), "t") == 0 && b->type != 'p';
}

static void XMLCALL
strings_end(void *user, const XML_Char *name)
{
    struct book *b = user;

    b->collect = false;
    if (strcmp(local(name), "rPh") == 0)
        b->type = 'n';
    else if (strcmp(local(name), "si") == 0)
        keep_string(b);
}

/* --- a sheet -------------------------------------------------------------- */

/* "AB12" is column 27 (from 0); -1: no reference. */
static int
column_of(const char *reference)
{
    int column = 0, n = 0;

    for (; isalpha((unsigned char)*reference) && n < 4; reference++, n++)
        column = 26 * column + toupper((unsigned char)*reference) - 'A' + 1;
    return n ? column - 1 : -1;
}

/* A number as a person types it: 2.54712345678E11 is 254712345678. */
static void
plain_number(struct book *b)
{
    char *end, out[32];
    double v = strtod(b->text.n ? b->text.bytes : "", &end);

    if (!b->text.n || *end || !isfinite(v) || fabs(v) >= 1e15
        || v != floor(v))
        return;
    snprintf(out, sizeof(out), "%.0f", v);
    b->text.n = 0;
    add_text(b, out, strlen(out));
}

static void
keep_cell(struct book *b)
{
    char *end;
    const char *value = b->text.n ? b->text.bytes : "";
    unsigned long i;

    if (b->type == 's') {
        i = strtoul(value, &end, 10);
        value = end != value && i < b->at_n ? b->strings + b->at[i] : "";
    } else if (b->type == 'n') {
        plain_number(b);
        value = b->text.n ? b->text.bytes : "";
    } else if (b->type == 'e') {
        value = "";             /* #N/A */
    }
    if (!*value)
        return;
    if (b->column >= SHEET_COLUMNS_MAX) {
        b->more = true;
        return;
    }
    free(b->cell[b->column]);
    if (!(b->cell[b->column] = strdup(value)))
        fail(b, ERR_MEMORY);
    else if (b->n <= b->column)
        b->n = b->column + 1;
}

static void
clear_cells(struct book *b)
{
    for (int i = 0; i < SHEET_COLUMNS_MAX; i++) {
        free(b->cell[i]);
        b->cell[i] = NULL;
    }
    b->n = 0;
    b->column = -1;
    b->more = false;
}

static void
cell_begins(struct book *b, const char **atts)
{
    const char *type = attribute(atts, "t");
    int column = column_of(attribute(atts, "r"));

    b->column = column >= 0 ? column : b->column + 1;
    b->type = strcmp(type, "s") == 0 ? 's'
        : strcmp(type, "inlineStr") == 0 || strcmp(type, "str") == 0 ? 'i'
        : strcmp(type, "e") == 0 ? 'e' : 'n';
    b->text.n = 0;
}

/* "C2:C3": one cell over two rows, of two children of one mother. What is
 * merged over columns is a title, and stays where it is. */
static void
spread_merged(struct book *b, const char *reference)
{
    const char *colon = strchr(reference, ':');
    int column = column_of(reference);
    long from = strtol(reference + strspn(reference, LETTERS), NULL, 10), to;
    enum err e;

    if (!colon || column < 0 || column >= SHEET_COLUMNS_MAX
        || column_of(colon + 1) != column || b->merges++ >= MERGES_MAX)
        return;
    to = strtol(colon + 1 + strspn(colon + 1, LETTERS), NULL, 10);
    if (to > from && to - from < MERGED_ROWS_MAX
        && (e = sheet_spread(b->sheet, from, to, column)))
        fail(b, e);
}

static void XMLCALL
sheet_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct book *b = user;

    name = local(name);
    if (strcmp(name, "row") == 0) {
        long line = strtol(attribute(atts, "r"), NULL, 10);

        b->line = line > b->line ? line : b->line + 1;
        clear_cells(b);
    } else if (strcmp(name, "c") == 0) {
        cell_begins(b, atts);
    } else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        b->collect = true;
    } else if (strcmp(name, "mergeCell") == 0) {
        spread_merged(b, attribute(atts, "ref"));
    }
}

static void XMLCALL
sheet_end(void *user, const XML_Char *name)
{
    struct book *b = user;
    const char *cells[SHEET_COLUMNS_MAX];
    enum err e;

    name = local(name);
    b->collect = false;
    if (strcmp(name, "c") == 0) {
        keep_cell(b);
    } else if (strcmp(name, "row") == 0) {
        for (int i = 0; i < b->n; i++)
            cells[i] = b->cell[i] ? b->cell[i] : "";
        if ((e = sheet_add(b->sheet, b->line, cells, b->n, b->more, false)))
            fail(b, e);
        clear_cells(b);
    }
}

static enum err
read_sheets(struct book *b)
{
    enum err e = OK;

    for (int i = 0; i < b->sheets && !e && !b->sheet->n; i++) {
        b->line = 0;
        b->merges = 0;
        e = read_part(b, b->path[i], sheet_start, sheet_end);
        clear_cells(b);
        snprintf(b->sheet->name, sizeof(b->sheet->name), "%s", b->name[i]);
    }
    b->sheet->others = b->sheets - 1;
    return e;
}

static enum err
read_book(struct book *b)
{
    enum err e;

    if ((e = read_part(b, "xl/workbook.xml", book_start, no_end))
        || (e = read_part(b, "xl/_rels/workbook.xml.rels", rels_start,
                no_end)))
        return e;
    b->type = 'n';
    e = read_part(b, "xl/sharedStrings.xml", strings_start, strings_end);
    return e && e != ERR_NOT_FOUND ? e : read_sheets(b);
}

enum err
xlsx_read(const char *bytes, size_t n, struct sheet *out, struct reason *why)
{
    struct book *b = calloc(1, sizeof(*b));
    zip_error_t error;
    zip_source_t *source;
    enum err e = ERR_CORRUPT;

    if (!b)
        return ERR_MEMORY;
    out->delimiter = ',';
    b->sheet = out;
    zip_error_init(&error);
    source = zip_source_buffer_create(bytes, n, 0, &error);
    if (source && !(b->zip = zip_open_from_source(source, ZIP_RDONLY, &error)))
        zip_source_free(source);
    if (b->zip) {
        e = read_book(b);
        zip_discard(b->zip);
    }
    zip_error_fini(&error);
    if (b->too_big)
        *why = reason_of(REASON_WORKBOOK_TOO_LARGE);
    else if (e == ERR_CORRUPT || e == ERR_NOT_FOUND)
        *why = reason_of(REASON_NO_WORKBOOK);
    free(b->strings);
    free(b->at);
    free(b->text.bytes);
    free(b);
    return e == ERR_CORRUPT || e == ERR_NOT_FOUND ? ERR_INPUT : e;
}
