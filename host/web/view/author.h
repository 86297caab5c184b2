/* author.h - who wrote something, for people: "cli:root" is somebody at the
 * computer, "token:till" a program (struct caller). */
#ifndef NOTEHOME_AUTHOR_H
#define NOTEHOME_AUTHOR_H

#include "web/kit/page.h"

/* "root, at the computer", "till, a program"; a person's name as it is, and
 * "Notehome" for "". Valid until the next call. */
const char *author_label(struct page *p, const char *author);

#endif
