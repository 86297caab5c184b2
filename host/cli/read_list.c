#include "cli/read_list.h"

#include "cli/client.h"
#include "cli/fail.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The daemon takes 8 MB with what is said of the list. */
enum { CSV_MAX = (8 * 1024 - 64) * 1024, CLASS_MAX = 100, NAMES_MAX = 150 };

/* The whole file, the caller's; NULL after saying why not. */
static char *
read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "re");
    char *bytes = f ? malloc(CSV_MAX + 1) : NULL;
    const char *why = strerror(errno);
    bool bad = !bytes;

    if (bytes) {
        *n = fread(bytes, 1, CSV_MAX + 1, f);
        bad = ferror(f) != 0;
        why = strerror(errno);
        if (*n > CSV_MAX) {
            bad = true;
            why = "it is over 8 MB: split it";
        }
    }
    if (f)
        fclose(f);
    if (bad) {
        cli_failed("cannot read %s: %s.", path, why);
        free(bytes);
        bytes = NULL;
    }
    return bytes;
}

static bool
fit(const struct cli_texts *t)
{
    for (int i = 0; i < t->n; i++)
        if (strlen(t->text[i]) >= NAMES_MAX)
            return false;
    return true;
}

int
list_begin(struct list_form *l, const struct cli *c)
{
    unsigned char random[16];
    char *to = stpcpy(l->mark, "list");

    if ((c->class_name && strlen(c->class_name) >= CLASS_MAX)
        || !fit(&c->maps) || !fit(&c->same) || !fit(&c->one))
        return cli_usage("a name in --class, --map, --same or --one is"
            " too long");
    l->bytes = NULL;
    l->n = 0;
    l->f = getentropy(random, sizeof(random)) ? NULL
        : open_memstream(&l->bytes, &l->n);
    for (size_t i = 0; i < sizeof(random); i++)
        to += sprintf(to, "%02x", random[i]);
    return EXIT_DONE;
}

/* The head of a part; more: behind its name. */
static void
part(struct list_form *l, const char *name, const char *more)
{
    fprintf(l->f, "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s"
        "\r\n\r\n", l->mark, name, more);
}

void
list_say(struct list_form *l, const char *name, const char *text)
{
    if (!l->f || !text)
        return;
    part(l, name, "");
    fprintf(l->f, "%s\r\n", text);
}

void
list_flag(struct list_form *l, const char *name, bool is)
{
    list_say(l, name, is ? "1" : NULL);
}

void
list_say_lines(struct list_form *l, const char *name,
    const struct cli_texts *t)
{
    if (!l->f || !t->n)
        return;
    part(l, name, "");
    for (int i = 0; i < t->n; i++)
        fprintf(l->f, "%s\n", t->text[i]);
    fputs("\r\n", l->f);
}

void
list_say_map(struct list_form *l, const struct cli *c)
{
    if (!l->f || (!c->class_name && !c->maps.n))
        return;
    part(l, "map", "");
    if (c->class_name)
        fprintf(l->f, "class==%s\n", c->class_name);
    for (int i = 0; i < c->maps.n; i++)
        fprintf(l->f, "%s\n", c->maps.text[i]);
    fputs("\r\n", l->f);
}

/* The file, as the last part; false: out of memory. */
static bool
add_file(struct list_form *l, const char *bytes, size_t n)
{
    bool bad;

    part(l, "list", "; filename=\"list\"");
    fwrite(bytes, 1, n, l->f);
    fprintf(l->f, "\r\n--%s--\r\n", l->mark);
    bad = ferror(l->f);
    return !fclose(l->f) && !bad;
}

int
list_upload(const struct cli *c, const char *path, struct list_form *l,
    json_t **j)
{
    char type[100];
    size_t n = 0;
    char *bytes = read_file(c->args[0], &n);
    int code = EXIT_REFUSED;

    snprintf(type, sizeof(type), "multipart/form-data; boundary=%s", l->mark);
    if (!bytes) {
        if (l->f)
            fclose(l->f);
    } else if (!l->f || !add_file(l, bytes, n))
        code = cli_failed("out of memory.");
    else if (!n)                /* a form without a file is none */
        code = client_upload(c, path, "text/csv", "", 0, j);
    else
        code = client_upload(c, path, type, l->bytes, l->n, j);
    free(l->bytes);
    free(bytes);
    return code;
}
