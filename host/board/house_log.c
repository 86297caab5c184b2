/* What the keeper of the board writes into its log. */
#include "base/log.h"
#include "board/house_own.h"
#include "store/figures/board_log.h"

void
house_note(struct house *h, const char *type, const char *words)
{
    enum err e = board_log_add(h->db, BOARD_LOG_OURS, type, "", words);

    if (e)
        log_warn("house", "not noted (%s): %s", err_text(e), words);
}
