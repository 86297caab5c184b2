/* tidings.h - what the keeper hears of by text without asking: backups that
 * fail, a disk that fills up, a certificate that ends and, when wished
 * (keeper_weekly), each Monday how last week was. Each is told once, and again
 * after a week while it lasts. */
#ifndef NOTEHOME_TIDINGS_H
#define NOTEHOME_TIDINGS_H

#include "settings/rules.h"
#include "store/db/db.h"
#include "web/kit/tls.h"

#include <stdint.h>

/* Now and then; does nothing without a keeper or while the date is unsure.
 * disk_free: bytes where the data are, -1: not known. tls: NULL, there is no
 * certificate. Any thread may call. */
MUST_CHECK enum err tidings_look(struct db *db, const struct rules *rules,
    int64_t disk_free, const struct tls_facts *tls);

#endif
