#include "web/view/practice.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096, LINES_MAX = 2000, PATIENCE_S = 2 };

static FILE *
call(const char *path)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    struct timeval patience = { PATIENCE_S, 0 };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    FILE *f = NULL;

    if (fd < 0 || strlen(path) >= sizeof(to.sun_path)) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    strcpy(to.sun_path, path);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
        f = fdopen(fd, "r+");
    if (!f)
        close(fd);
    return f;
}

/* Gives one command; fn gets each object of the answer. */
static enum err
ask(const struct config *c, const char *command,
    void (*fn)(void *user, const json_t *j), void *user)
{
    FILE *f = *c->practice ? call(c->practice) : NULL;
    char line[LINE_MAX_BYTES];
    enum err e = ERR_GONE;

    if (!f)
        return ERR_GONE;
    if (fprintf(f, "%s\n", command) > 0 && fflush(f) == 0) {
        fseek(f, 0, SEEK_CUR);  /* from writing to reading */
        for (int i = 0; i < LINES_MAX && fgets(line, sizeof(line), f); i++) {
            json_t *j;

            if (!strncmp(line, "ok", 2)) {
                e = OK;
                break;
            }
            if (!strncmp(line, "error", 5)) {
                e = ERR_INPUT;
                break;
            }
            if (fn && (j = json_loads(line, 0, NULL))) {
                fn(user, j);
                json_decref(j);
            }
        }
    }
    fclose(f);
    return e;
}

/* --- is it practice? ------------------------------------------------------ */

struct ports {
    const struct config *config;
    int found;                  /* dongles of ours among them */
};

static void
note_port(void *user, const json_t *j)
{
    struct ports *p = user;
    const char *path = json_string_value(json_object_get(j, "path"));

    for (int i = 0; path && i < p->config->modems; i++)
        p->found += !strcmp(p->config->modem[i].device, path);
}

bool
practice_is_on(const struct config *c)
{
    struct ports p = { .config = c };

    return *c->practice && c->modems && ask(c, "state", note_port, &p) == OK
        && p.found == c->modems;
}

/* --- phones --------------------------------------------------------------- */

static bool
is_number(const char *number)
{
    size_t n = strlen(number);

    return n >= 3 && n < 20
        && strspn(number + (*number == '+'), "0123456789")
            == n - (*number == '+');
}

struct phones {
    struct practice_phone *out;
    int room, n;
};

static void
keep_phone(void *user, const json_t *j)
{
    struct phones *p = user;
    const char *number = json_string_value(json_object_get(j, "number"));

    if (!number || p->n == p->room)
        return;
    snprintf(p->out[p->n].number, sizeof(p->out[p->n].number), "%s", number);
    p->out[p->n++].texts =
        (int)json_integer_value(json_object_get(j, "texts"));
}

enum err
practice_phones(const struct config *c, struct practice_phone *out, int room,
    int *n)
{
    struct phones p = { out, room, 0 };
    enum err e = ask(c, "phones", keep_phone, &p);

    if (!e)
        *n = p.n;
    return e;
}

struct inbox {
    struct practice_text *out;
    int room, n;
};

static void
keep_text(void *user, const json_t *j)
{
    struct inbox *b = user;
    const char *from = json_string_value(json_object_get(j, "from"));
    const char *text = json_string_value(json_object_get(j, "text"));
    struct practice_text *t;

    if (!from || !text)
        return;
    if (b->n == b->room)
        memmove(b->out, b->out + 1, (size_t)--b->n * sizeof(*b->out));
    t = &b->out[b->n++];
    t->at = json_integer_value(json_object_get(j, "at"));
    snprintf(t->from, sizeof(t->from), "%s", from);
    snprintf(t->text, sizeof(t->text), "%s", text);
}

enum err
practice_inbox(const struct config *c, const char *number,
    struct practice_text *out, int room, int *n)
{
    struct inbox b = { out, room, 0 };
    char command[64];
    enum err e;

    if (!is_number(number))
        return ERR_INPUT;
    snprintf(command, sizeof(command), "inbox %s", number);
    e = ask(c, command, keep_text, &b);
    if (!e)
        *n = b.n;
    return e == ERR_INPUT ? ERR_NOT_FOUND : e;
}

enum err
practice_text(const struct config *c, const char *number, const char *text)
{
    json_t *j = json_string(text);
    char *quoted = j ? json_dumps(j, JSON_ENCODE_ANY) : NULL, *command = NULL;
    enum err e = ERR_INPUT;

    json_decref(j);
    if (is_number(number) && quoted && *text
        && asprintf(&command, "text %s %s", number, quoted) > 0)
        e = ask(c, command, NULL, NULL);
    free(quoted);
    free(command);
    return e;
}

enum err
practice_ring(const struct config *c, const char *number)
{
    char command[64];

    if (!is_number(number))
        return ERR_INPUT;
    snprintf(command, sizeof(command), "ring %s", number);
    return ask(c, command, NULL, NULL);
}

/* --- the keypad ----------------------------------------------------------- */

void
practice_key(const char *text, char key, bool again, char *out, size_t room)
{
    static const char *const letters[] = { " 0", ".,?!1", "abc2", "def3",
        "ghi4", "jkl5", "mno6", "pqrs7", "tuv8", "wxyz9" };
    const char *group, *now;
    size_t n;

    snprintf(out, room, "%s", text);
    n = strlen(out);
    if (key == '<') {
        while (n && ((unsigned char)out[n - 1] & 0xc0) == 0x80)
            n--;                /* a whole letter of UTF-8 */
        out[n ? n - 1 : 0] = '\0';
        return;
    }
    if (!isdigit((unsigned char)key))
        return;
    group = letters[key - '0'];
    now = again && n ? strchr(group, out[n - 1]) : NULL;
    if (now)
        out[n - 1] = now[1] ? now[1] : group[0];
    else if (n + 1 < room) {
        out[n] = group[0];
        out[n + 1] = '\0';
    }
}
