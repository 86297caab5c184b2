/* err.h - what can go wrong, in one enum that travels up to whoever decides.
 * Detail is logged once, where it is known. */
#ifndef NOTEHOME_ERR_H
#define NOTEHOME_ERR_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum err {
    OK = 0,
    ERR_MEMORY,     /* out of memory */
    ERR_INPUT,      /* what was given is unusable; nothing was changed */
    ERR_EMPTY,      /* there is nothing to return */
    ERR_NOT_FOUND,  /* no such thing */
    ERR_EXISTS,     /* it is there already; nothing was changed */
    ERR_REFUSED,    /* understood, but not allowed now */
    ERR_BUSY,       /* somebody else holds it */
    ERR_TIMEOUT,    /* no answer in time */
    ERR_GONE,       /* the other side closed, or the device was pulled */
    ERR_IO,         /* reading or writing failed */
    ERR_DISK_FULL,  /* no room on the disk */
    ERR_CORRUPT,    /* what is stored cannot be read */
    ERR_UNSURE,     /* it may have happened and may not */
    ERR_COUNT
};

/* A short English phrase, never NULL; static. */
const char *err_text(enum err e);

#endif
