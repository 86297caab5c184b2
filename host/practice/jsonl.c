#include "practice/jsonl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
add(struct jsonl *j, const char *text, size_t len)
{
    if (j->len + len + 1 > j->room) {
        size_t room = (j->len + len + 1) * 2;
        char *more = realloc(j->text, room);

        if (!more) {
            j->failed = true;
            return;
        }
        j->text = more;
        j->room = room;
    }
    memcpy(j->text + j->len, text, len);
    j->len += len;
    j->text[j->len] = '\0';
}

static void
add_key(struct jsonl *j, const char *key)
{
    if (j->len > 1)
        add(j, ",", 1);
    add(j, "\"", 1);
    add(j, key, strlen(key));
    add(j, "\":", 2);
}

void
jsonl_start(struct jsonl *j)
{
    j->len = 0;
    j->failed = false;
    add(j, "{", 1);
}

void
jsonl_text(struct jsonl *j, const char *key, const char *utf8)
{
    char escape[8];
    const char *from = utf8;

    add_key(j, key);
    add(j, "\"", 1);
    for (; *utf8; utf8++) {
        unsigned char c = (unsigned char)*utf8;

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        add(j, from, (size_t)(utf8 - from));
        from = utf8 + 1;
        if (c < 0x20)
            snprintf(escape, sizeof(escape), "\\u%04x", c);
        else
            snprintf(escape, sizeof(escape), "\\%c", c);
        add(j, escape, strlen(escape));
    }
    add(j, from, (size_t)(utf8 - from));
    add(j, "\"", 1);
}

void
jsonl_int(struct jsonl *j, const char *key, int64_t value)
{
    char text[24];

    add_key(j, key);
    snprintf(text, sizeof(text), "%" PRId64, value);
    add(j, text, strlen(text));
}

void
jsonl_bool(struct jsonl *j, const char *key, bool value)
{
    add_key(j, key);
    add(j, value ? "true" : "false", value ? 4 : 5);
}

void
jsonl_hex(struct jsonl *j, const char *key, const uint8_t *p, size_t len)
{
    char two[3];

    add_key(j, key);
    add(j, "\"", 1);
    for (size_t i = 0; i < len; i++) {
        snprintf(two, sizeof(two), "%02X", p[i]);
        add(j, two, 2);
    }
    add(j, "\"", 1);
}

const char *
jsonl_end(struct jsonl *j)
{
    add(j, "}\n", 2);
    return j->failed ? NULL : j->text;
}

void
jsonl_free(struct jsonl *j)
{
    free(j->text);
    *j = (struct jsonl){ 0 };
}
