/* export_file.h - all that is kept of a child, or of the school, as one
 * file. */
#ifndef NOTEHOME_EXPORT_FILE_H
#define NOTEHOME_EXPORT_FILE_H

#include "web/kit/inside.h"
#include "web/kit/request.h"

/* Answers with a ZIP of CSV and JSON (store/figures/export.h). child: its id or
 * name; NULL or "": the school. Noted in the records as taken out. On failure
 * nothing is answered and *why, in English, may say more. */
MUST_CHECK enum err export_file_reply(struct web *w, const struct request *q,
    const char *child, struct response *r, const char **why);

#endif
