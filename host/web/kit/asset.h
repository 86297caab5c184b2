/* asset.h - files of static/ inside the program. */
#ifndef NOTEHOME_ASSET_H
#define NOTEHOME_ASSET_H

#include "base/embed.h"

enum { ASSET_HASH = 17 };       /* bytes: hex, and its end */

/* static/NAMEEND ("live.js", ".gz"); NULL: there is none. */
const struct embed *asset_find(const char *name, const char *end);
/* The first bytes of its BLAKE2b in hex. */
void asset_hash(const struct embed *f, char out[ASSET_HASH]);

#endif
