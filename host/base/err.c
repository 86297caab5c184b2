#include "base/err.h"

const char *
err_text(enum err e)
{
    switch (e) {
    case OK:
        return "done";
    case ERR_MEMORY:
        return "out of memory";
    case ERR_INPUT:
        return "unusable input";
    case ERR_EMPTY:
        return "nothing there";
    case ERR_NOT_FOUND:
        return "not found";
    case ERR_EXISTS:
        return "exists already";
    case ERR_REFUSED:
        return "refused";
    case ERR_BUSY:
        return "in use by another program";
    case ERR_TIMEOUT:
        return "no answer in time";
    case ERR_GONE:
        return "gone";
    case ERR_IO:
        return "reading or writing failed";
    case ERR_DISK_FULL:
        return "the disk is full";
    case ERR_CORRUPT:
        return "damaged data";
    case ERR_UNSURE:
        return "outcome unknown";
    case ERR_COUNT:
        break;
    }
    return "unknown error";
}
