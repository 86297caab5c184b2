/* watch.h - named lead and deputy of safeguarding: a text to the lead's own
 * phone that says nothing but to look, to the deputy when nobody has looked. */
#ifndef NOTEHOME_WATCH_H
#define NOTEHOME_WATCH_H

#include "store/inbox/inbox.h"

/* Tells the lead of what came into the safeguarding tray since they were last
 * told, at most once in half an hour however much comes; and the deputy half an
 * hour later, unless all of it was seen meanwhile. Without a lead nothing goes.
 * Call every few seconds. Touches DB_QUEUE when it tells. */
MUST_CHECK enum err watch_tell(struct db *db, const struct inbox_rules *rules);
/* A message is in another thread now, by hand or because more of it came: where
 * that is the tray's, the lead is told of it too, however old it is. Needs a
 * transaction. */
MUST_CHECK enum err watch_came(struct db *db, int64_t message);
/* "Notehome: something for you to see today." in a language; static. */
const char *watch_text(const char *language);

#endif
