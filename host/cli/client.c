#include "cli/client.h"

#include "settings/config.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USUAL_SOCKET "/run/notehome/control.sock"

enum { CONNECT_S = 5, ANSWER_S = 600, ANSWER_MAX = 256 * 1024 * 1024 };

struct answer {
    char *text;
    size_t used;
};

/* Something typed did not fit into client_escape(): nothing is asked. */
static bool cut;

static size_t
take(char *bytes, size_t one, size_t n, void *user)
{
    struct answer *a = user;
    char *more;

    n *= one;
    if (a->used + n > ANSWER_MAX || !(more = realloc(a->text, a->used + n + 1)))
        return 0;
    memcpy(more + a->used, bytes, n);
    a->text = more;
    a->used += n;
    a->text[a->used] = '\0';
    return n;
}

/* Which socket: --socket, else the configuration's, else the usual one. */
static int
find_socket(const struct cli *c, char *out, size_t room)
{
    const char *file = c->config ? c->config : CLIENT_CONFIG;
    struct config config;
    char why[400];

    if (c->socket)
        snprintf(out, room, "%s", c->socket);
    else if (!c->config && access(file, R_OK))
        snprintf(out, room, "%s", USUAL_SOCKET);
    else if (config_load(file, &config, why, sizeof(why)))
        return cli_usage("%s", why);
    else
        snprintf(out, room, "%s", config.control);
    return EXIT_DONE;
}

static int
no_connection(const struct cli *c, CURL *curl, CURLcode bad, const char *path)
{
    long os = 0;

    if (c->quiet)
        return EXIT_NO_DAEMON;

    curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &os);
    if (bad != CURLE_COULDNT_CONNECT)
        return cli_failed("the daemon did not answer: %s.",
            curl_easy_strerror(bad));
    if (os == EACCES || (access(path, F_OK) == 0 && access(path, W_OK) != 0))
        return cli_failed("you may not use %s: join the group notehome, or"
            " use sudo.", path);
    fprintf(stderr, "notehome: no daemon answers at %s. Start it: sudo"
        " systemctl start notehomed\n", path);
    return EXIT_NO_DAEMON;
}

/* What the daemon said against it. */
static int
refused(long status, const json_t *j)
{
    const char *why = json_string_value(json_object_get(j, "error"));

    if (why)
        return cli_failed("%s", why);
    return cli_failed("the daemon answered %ld.", status);
}

/* Into a file that nobody else may read. */
static int
save(const struct answer *a, const char *file)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    bool bad = !f || fwrite(a->text, 1, a->used, f) != a->used;

    if (f)
        bad = fclose(f) || bad;
    if (!bad)
        return EXIT_DONE;
    if (f)
        unlink(file);
    return cli_failed("%s: %s.", file, strerror(errno));
}

static int
finish(const struct cli *c, CURL *curl, struct answer *a, const char *file,
    json_t **out)
{
    json_error_t bad;
    json_t *j;
    long status = 0;
    int code;

    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (file && status == 200)
        return save(a, file);
    j = json_loadb(a->text ? a->text : "", a->used, 0, &bad);
    if (status >= 200 && status < 300 && j) {
        *out = j;
        return EXIT_DONE;
    }
    code = c->quiet ? EXIT_REFUSED : j || status >= 300 ? refused(status, j)
        : cli_failed("the daemon's answer cannot be read: %s.", bad.text);
    json_decref(j);
    return code;
}

/* One request; bytes NULL: GET. file: where the answer goes as it is; NULL: it
 * is JSON, and goes to *out. */
static int
ask(const struct cli *c, const char *path, const char *bytes, size_t n,
    const char *type, const char *file, json_t **out)
{
    static const char door[] = "http://localhost/api/v1/";
    char socket_path[200] = "", *url;
    struct answer a = { NULL, 0 };
    struct curl_slist *headers = NULL;
    int code = find_socket(c, socket_path, sizeof(socket_path));
    CURL *curl;
    CURLcode bad;

    if (code)
        return code;
    if (cut)
        return cli_usage("what was typed is too long: write less.");
    url = malloc(sizeof(door) + strlen(path));
    if (!url || !(curl = curl_easy_init())) {
        free(url);
        return cli_failed("out of memory.");
    }
    strcpy(stpcpy(url, door), path);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, socket_path);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)ANSWER_S);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &a);
    headers = curl_slist_append(headers, "Expect:");
    if (bytes) {
        headers = curl_slist_append(headers, type);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)n);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, bytes);
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    bad = curl_easy_perform(curl);
    code = bad ? no_connection(c, curl, bad, socket_path)
               : finish(c, curl, &a, file, out);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    free(url);
    free(a.text);
    return code;
}

int
client_get(const struct cli *c, const char *path, json_t **out)
{
    return ask(c, path, NULL, 0, NULL, NULL, out);
}

int
client_post(const struct cli *c, const char *path, json_t *body, json_t **out)
{
    char *text = body ? json_dumps(body, JSON_COMPACT) : strdup("{}");
    int code;

    json_decref(body);
    if (!text)
        return cli_failed("out of memory.");
    code = ask(c, path, text, strlen(text), "Content-Type: application/json",
        NULL, out);
    free(text);
    return code;
}

int
client_upload(const struct cli *c, const char *path, const char *type,
    const char *bytes, size_t n, json_t **out)
{
    char head[200];

    snprintf(head, sizeof(head), "Content-Type: %s", type);
    return ask(c, path, bytes, n, head, NULL, out);
}

int
client_save(const struct cli *c, const char *path, const char *file)
{
    json_t *none = NULL;
    int code;

    if (access(file, F_OK) == 0)
        return cli_failed("%s is there already: name another file.", file);
    code = ask(c, path, NULL, 0, NULL, file, &none);
    json_decref(none);
    return code;
}

const char *
client_escape(const char *text)
{
    static char made[4][CLIENT_ESCAPED];
    static unsigned turn;
    char *out = made[turn++ % 4], *to = out;

    for (; *text && to - out < CLIENT_ESCAPED - 4; text++)
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                   "0123456789-._~", *text))
            *to++ = *text;
        else
            to += sprintf(to, "%%%02X", (unsigned char)*text);
    *to = '\0';
    cut |= *text != '\0';
    return out;
}

json_t *
client_names(const char *text)
{
    json_t *list = json_array();

    while (*text) {
        size_t n = strcspn(text, ",");

        if (n)
            json_array_append_new(list, json_stringn(text, n));
        text += n + (text[n] != '\0');
    }
    return list;
}

int
client_pairs(const struct cli *c, int from, json_t *to)
{
    for (int i = from; i < c->count; i++) {
        const char *sign = strchr(c->args[i], '=');
        char name[20];

        if (!sign || sign == c->args[i]
            || (size_t)(sign - c->args[i]) >= sizeof(name))
            return i;
        snprintf(name, sizeof(name), "%.*s", (int)(sign - c->args[i]),
            c->args[i]);
        json_object_set_new(to, name, !strcmp(name, "classes")
                ? client_names(sign + 1) : json_string(sign + 1));
    }
    return 0;
}

bool
client_print_json(const struct cli *c, json_t *answer)
{
    if (!c->json)
        return false;
    json_dumpf(answer, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(answer);
    return true;
}
