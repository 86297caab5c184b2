#include "web/view/tell.h"

const char *
page_batch_label(enum batch_state s)
{
    switch (s) {
    case BATCH_GOING:
        return "going out";
    case BATCH_WAITS:
        return "waits for approval";
    case BATCH_PAUSED:
        return "paused";
    case BATCH_CANCELLED:
        break;
    }
    return "cancelled";
}
