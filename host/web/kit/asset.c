#include "web/kit/asset.h"

#include <sodium.h>
#include <stdio.h>

const struct embed *
asset_find(const char *name, const char *end)
{
    char path[128];

    snprintf(path, sizeof(path), "web/static/%s%s", name, end);
    return embed_find(path);
}

void
asset_hash(const struct embed *f, char out[ASSET_HASH])
{
    unsigned char h[crypto_generichash_BYTES];

    crypto_generichash(h, sizeof(h), f->bytes,
        (unsigned long long)(f->end - f->bytes), NULL, 0);
    sodium_bin2hex(out, ASSET_HASH, h, ASSET_HASH / 2);
}
