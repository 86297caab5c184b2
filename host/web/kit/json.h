/* json.h - our things as JSON, in the shapes that api.md fixes; and small
 * helpers over jansson for handlers. New references belong to the caller. */
#ifndef NOTEHOME_WEB_JSON_H
#define NOTEHOME_WEB_JSON_H

#include "store/people/people.h"
#include "store/sims/modems.h"
#include "store/thread/thread.h"
#include "web/kit/request.h"

#include <jansson.h>

/* A string; what is no UTF-8 in it becomes U+FFFD. NULL and, with _or_null, ""
 * become null. */
json_t *json_text(const char *text);
json_t *json_text_or_null(const char *text);
/* The lines of a text, an array. */
json_t *json_lines(const char *lines);
/* The English sentence, and the code's name or null. */
json_t *json_reason(const struct reason *r);
json_t *json_reason_code(const struct reason *r);
/* RFC 3339 with offset; 0 is null. */
json_t *json_time(int64_t ms);

/* What is left of the promise, into a thread. */
void json_add_promise(json_t *thread, const struct promise *m);
/* A message without its parts; json_add_parts() adds them. */
json_t *json_message(const struct message *m);
MUST_CHECK enum err json_add_parts(struct db *db, json_t *message);
/* The same for each of an array. */
MUST_CHECK enum err json_add_all_parts(struct db *db, json_t *messages);
json_t *json_thread_row(const struct thread *t);
/* "children" and "guardians" of a family, with their phones. */
MUST_CHECK enum err json_add_people(struct db *db, int64_t family,
    json_t *to);

/* Answers with j, which is released. */
void reply_json(struct response *r, int status, json_t *j);
/* The same with a list, or the failure where e is one. */
void reply_list(struct response *r, enum err e, json_t *list);
/* {"error": sentence}. */
void reply_error(struct response *r, int status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The same for a failure of the store; why ("" or NULL: the usual words). */
void reply_failure(struct response *r, enum err e, const char *why);
void reply_refused(struct response *r, enum err e, const struct reason *why);
/* The HTTP status for it. */
int reply_status(enum err e);

/* A list that came in, and what is said of it: of a form (multipart), whose
 * file or else text "list" it is; else the body and the query. Borrowed from
 * q. */
struct list_sent {
    const char *bytes;
    size_t n;
    const struct params *said;
};
/* False after answering 400: there is a form, and a query too; or a form
 * without a list, which is never read as the list itself. */
bool list_sent(const struct request *q, struct response *r,
    struct list_sent *out);

/* The object in the body; NULL after answering 400. names: all that it may hold,
 * a blank between two; a member of another name is refused, for it would set
 * nothing. */
json_t *json_body(const struct request *q, struct response *r,
    const char *names);
/* A member that is a string; "" when absent or null. *bad becomes true when it
 * is something else. Borrowed from j. */
const char *json_string_of(const json_t *j, const char *name, bool *bad);
int64_t json_int_of(const json_t *j, const char *name, bool *bad);
bool json_flag_of(const json_t *j, const char *name, bool *bad);

#endif
