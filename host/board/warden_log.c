/* What the warden writes into its log. */
#include "base/log.h"
#include "board/warden_own.h"
#include "store/figures/board_log.h"

void
warden_note(struct warden *w, const char *type, const struct reason *words)
{
    enum err e = board_log_add(w->db, BOARD_LOG_OURS, type, "", words);
    char said[REASON_SAID];

    if (e)
        log_warn("warden", "not noted (%s): %s", err_text(e),
            reason_say(words, NULL, NULL, said, sizeof(said)));
}
