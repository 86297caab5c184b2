/* alert_code.h - short codes to answer an alert with, from a basic phone:
 * letters and digits that nobody confuses, in any case, with blanks or
 * without. */
#ifndef NOTEHOME_ALERT_CODE_H
#define NOTEHOME_ALERT_CODE_H

#include "store/db/db.h"

enum { ALERT_CODE = 8 };        /* bytes that hold one */
/* So long a code is remembered, and not given again to its person. */
#define ALERT_CODE_MEMORY (14 * DAY)

/* A code lives so long, and none is given so long after a restore. */
#define ALERT_CODE_LIFE (48 * HOUR)
/* When codes are given again, UTC ms: a setting. */
#define ALERT_CODES_FROM "alert.codes_from"

/* A code that this person had none like it of late: none begins another, and
 * another letter or digit alone makes none of another. "K7", with many "K7M";
 * "": all are taken, or a backup was restored lately (alert_heard.h). */
MUST_CHECK enum err alert_code_new(struct db *db, int64_t staff,
    char out[ALERT_CODE]);
/* Whether text begins with the code, however it is typed: "k7 ok", "K 7: ok",
 * "k7ok". *rest is what follows. Pure. */
bool alert_code_begins(const char *text, const char *code,
    const char **rest);
/* Whether text begins with something like a code, as a word of its own, which
 * is out in capitals. Pure. */
bool alert_code_like(const char *text, char out[ALERT_CODE]);

#endif
