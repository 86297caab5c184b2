/* handlers.h - what every staff page begins and ends with, and the handlers of
 * all. What a page is written with is in kit/page.h. */
#ifndef NOTEHOME_HANDLERS_H
#define NOTEHOME_HANDLERS_H

#include "base/clock.h"
#include "web/kit/inside.h"
#include "web/kit/json.h"
#include "web/kit/page.h"
#include "web/kit/route.h"
#include "web/view/tell.h"

#include <string.h>

/* Begins a page; title: in English. */
void page_start(struct page *p, struct web *w, const struct request *q,
    const char *title);
/* The same for a page with the composer (pages/compose.html, tell.html), whose
 * words are kept as the draft of place. */
void page_start_writing(struct page *p, struct web *w, const struct request *q,
    const char *title, int64_t place);
/* Ends the page and answers with it. */
void page_finish(struct page *p, struct response *r, int status);

/* Sends a browser on to path after a change. done: a key of the table in
 * page_notice.c ("sent"), whose sentence the next page shows; "" none. */
void page_go(struct response *r, const char *path, const char *done);
/* The sentence of a key, in English; "" for others. NULL counts as none. */
const char *page_notice(const char *key);

/* Keeps a draft of the caller's for a thread, or 0 a text to many, in its turn
 * (store/thread/draft.h); "" forgets it. */
MUST_CHECK enum err page_draft_set(struct web *w, const struct request *q,
    int64_t place, const char *fields);
MUST_CHECK enum err page_draft_keep(struct web *w, const struct request *q,
    int64_t place, const struct compose *c);
/* Keeps what a button outside of the composer brought along (page_carry()).
 * False after answering why it could not be kept. */
MUST_CHECK bool page_draft_along(struct web *w, const struct request *q,
    struct response *r);

/* A page that says why not, and what to do. */
void page_refusal(const struct request *q, struct response *r, int status,
    const char *why);

handler page_sign_in, page_sign_in_check,
    page_sign_out, page_static, page_language, web_healthz,
    web_metrics, page_dashboard, page_dongles, page_records, page_practice,
    page_practice_phone, page_practice_do, page_help;
/* page_today.c, page_tell.c, page_batch.c */
handler page_today, page_tell, page_tell_draft, page_tell_write,
    page_tell_look, page_tell_send, page_batch, page_batch_do;
/* page_inbox.c */
handler page_inbox, page_thread;
/* page_thread.c */
handler page_thread_read, page_thread_close, page_thread_assign,
    page_thread_note, page_thread_draft, page_thread_send, page_task_done;
/* page_message.c */
handler page_message_file, page_message_unfile, page_message_cancel,
    page_message_resend;

#endif
