/* pack.h - answers made smaller for slow links (zlib ends here). */
#ifndef NOTEHOME_PACK_H
#define NOTEHOME_PACK_H

#include "web/kit/request.h"

/* Packs r's body with gzip (RFC 1952) when the other end takes that, it is
 * text and long enough to gain; else leaves it as it is. */
void pack_response(const struct request *q, struct response *r);

#endif
