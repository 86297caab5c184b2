#include "web/kit/headers.h"

#include <stddef.h>

const struct header headers_always[] = {
    { "Content-Security-Policy", "default-src 'self'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'; object-src 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    /* with no-referrer a browser calls our own forms Origin: null */
    { "Referrer-Policy", "same-origin" },
    { "X-Frame-Options", "DENY" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Vary", "Accept-Encoding, Accept-Language, Cookie" },
    { NULL, NULL }
};
