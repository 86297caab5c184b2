/* headers.h - what every answer says about itself. */
#ifndef NOTEHOME_HEADERS_H
#define NOTEHOME_HEADERS_H

struct header {
    const char *name, *value;
};
/* Ends with a NULL name. */
extern const struct header headers_always[];

#endif
