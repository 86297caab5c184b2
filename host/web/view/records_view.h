/* records_view.h - what pages/record*.html show. */
#ifndef NOTEHOME_RECORDS_VIEW_H
#define NOTEHOME_RECORDS_VIEW_H

#include "base/log.h"
#include "store/db/audit.h"
#include "web/kit/page.h"

enum { RECORDS_SHOWN = 50, RECORDS_LINES = 60 };

struct records {
    struct audit_row row[RECORDS_SHOWN];
    int count;
    int64_t older;              /* the next page begins under it; 0: none */
    struct audit_filter filter;
    char day[16];               /* as typed */
    struct log_entry line[RECORDS_LINES];
    int lines;
};

/* An action in words ("filed a message"), in English; the action itself where
 * none are known. */
const char *record_words(const char *action);
/* What the row is about, of "message 12": a kind and its number or name, as
 * audit.h has it. Another kind comes back as its words. */
struct reason record_object(const char *object);

#endif
