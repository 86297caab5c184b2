/* jsonl.h - writes one JSON object as one line. */
#ifndef NOTEHOME_PRACTICE_JSONL_H
#define NOTEHOME_PRACTICE_JSONL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero it, or use JSONL_START; jsonl_free() ends it. A failed allocation
 * leaves the line broken, and jsonl_end() then returns NULL. */
struct jsonl {
    char *text;             /* owned */
    size_t len, room;
    bool failed;
};

void jsonl_start(struct jsonl *j);
void jsonl_text(struct jsonl *j, const char *key, const char *utf8);
void jsonl_int(struct jsonl *j, const char *key, int64_t value);
void jsonl_bool(struct jsonl *j, const char *key, bool value);
void jsonl_hex(struct jsonl *j, const char *key, const uint8_t *p, size_t len);
/* Closes the object with "}\n"; the text belongs to j. */
const char *jsonl_end(struct jsonl *j);
void jsonl_free(struct jsonl *j);

#endif
