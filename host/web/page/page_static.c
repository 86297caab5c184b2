/* page_static.c - style, script and pictures of the pages. */
#include "web/kit/asset.h"
#include "web/page/handlers.h"

#include <string.h>

static const struct {
    const char *end, *type;
} types[] = {
    { ".css", "text/css; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".svg", "image/svg+xml" },
    { ".png", "image/png" },
    { ".ico", "image/x-icon" },
    { ".webmanifest", "application/manifest+json" },
};

static const char *
type_of(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
        if (!strcmp(dot, types[i].end))
            return types[i].type;
    return NULL;
}

void
page_static(struct web *w, const struct request *q, struct response *r)
{
    const char *type = type_of(q->segment);
    const struct embed *f = type ? asset_find(q->segment, "") : NULL;
    const struct embed *packed;

    (void)w;
    if (!f) {
        page_refusal(q, r, 404, "There is no such file.");
        return;
    }
    if (q->packed && (packed = asset_find(q->segment, ".gz"))) {
        f = packed;
        r->encoding = "gzip";
    }
    r->status = 200;
    r->type = type;
    r->fixed = f->bytes;
    r->bytes = (size_t)(f->end - f->bytes);
    /* with the hash in the address it never changes */
    r->cache = q->query.count ? "public, max-age=31536000, immutable"
                              : "no-cache";
}
