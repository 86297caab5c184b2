/* handlers.h - the handlers of the staff pages, one file per subject, and what
 * each page begins and ends with; what it is written with is in kit/page.h.
 * routes.c says which address is whose, and who may. */
#ifndef NOTEHOME_HANDLERS_H
#define NOTEHOME_HANDLERS_H

#include "web/kit/inside.h"
#include "web/kit/json.h"
#include "web/kit/page.h"
#include "web/kit/route.h"

struct compose;
struct thread;

/* Begins a page; title: in English. */
void page_start(struct page *p, struct web *w, const struct request *q,
    const char *title);
/* The same where it was read already how the box is (view/box.h). */
void page_start_known(struct page *p, struct web *w, const struct request *q,
    const char *title, int health, const struct reason *ill);
/* The same for a page with the composer (pages/compose.html, tell.html), whose
 * words are kept as the draft of place. */
void page_start_writing(struct page *p, struct web *w, const struct request *q,
    const char *title, int64_t place);
/* The same for a page of the settings: the title of the one at path, the links
 * to the others, and what was refused ("" nothing). */
void settings_start(struct page *p, struct web *w, const struct request *q,
    const char *path, const struct reason *why);
/* Ends the page and answers with it. */
void page_finish(struct page *p, struct response *r, int status);
/* A page that says why not, and what to do. */
void page_refusal(const struct request *q, struct response *r, int status,
    const char *why);
/* The same for what a room refused; none: the words of e. */
void page_refused(const struct request *q, struct response *r, enum err e,
    const struct reason *why);

/* Sends a browser on to path after a change. done: a key of the table in
 * page_notice.c ("sent"), whose sentence the next page shows; "" none. */
void page_go(struct response *r, const char *path, const char *done);
/* The same to what comes next in the list that the request came out of, after t
 * as it was before; false, and nothing is answered, where nothing does. */
bool page_go_on(struct web *w, const struct request *q, struct response *r,
    const struct thread *t, const char *done);
/* The sentence of a key, in English; "" for others. NULL counts as none. */
const char *page_notice(const char *key);

/* Keeps a draft of the caller's for a thread, or 0 a text to many, in its turn
 * (store/thread/draft.h); "" forgets it. */
MUST_CHECK enum err page_draft_set(struct web *w, const struct request *q,
    int64_t place, const char *fields);
MUST_CHECK enum err page_draft_keep(struct web *w, const struct request *q,
    int64_t place, const struct compose *c);
/* Keeps what a button outside of the composer brought along (page_carry()).
 * Answers when it could not be kept; else r->status stays 0. */
handler page_draft_along;

/* page_today.c, page_tell.c, page_batch.c, page_tree.c */
handler page_today, page_tell, page_tell_draft, page_tell_write,
    page_tell_keep, page_tell_look, page_tell_send, page_batch,
    page_batch_children, page_batch_remind,
    page_batch_do, page_tree;
/* page_start.c: what is new alone, for a page that has nothing else to fetch */
handler page_news;
/* page_search.c */
handler page_search;
/* page_child.c, page_absent.c */
handler page_child, page_absent, page_absent_tell;
/* page_facts.c */
handler page_facts, page_facts_look, page_facts_seen, page_facts_do,
    page_facts_undo;
/* page_behaviour.c */
handler page_behaviour, page_behaviour_one, page_behaviour_note,
    page_behaviour_do, page_behaviour_decide, page_certificate, page_events,
    page_events_set, page_events_remove;
/* page_plan.c */
handler page_plan, page_plan_sheet, page_plan_start, page_plan_do;
/* page_welcome.c */
handler page_welcome, page_welcome_send;
/* page_write.c */
handler page_write, page_write_to;
/* The thread of a family, made where nobody wrote to it yet. ERR_NOT_FOUND. */
MUST_CHECK enum err page_family_thread(struct db *db, int64_t family,
    int64_t *thread);
/* page_whom.c */
handler page_whom, page_whom_set, page_whom_remove, page_whom_write;

/* page_review.c */
handler page_review;

/* page_calendar.c */
handler page_calendar, page_calendar_save, page_calendar_add,
    page_calendar_remove;
/* page_prompts.c */
handler page_prompts, page_prompts_send, page_prompts_set, page_prompts_hide,
    page_prompts_remove, page_cards, page_cards_print, page_cards_do;
/* page_week.c */
handler page_week, page_week_save, page_week_draft, page_week_send,
    page_week_term;
/* page_many.c */
handler page_inbox_many;
handler page_inbox_file;          /* page_inbox_many() asks it */
handler page_inbox_unfile;
/* page_inbox.c, page_thread.c */
handler page_inbox, page_thread, page_thread_read, page_thread_close, page_thread_hold,
    page_thread_assign, page_thread_note, page_thread_draft,
    page_thread_whose,
    page_thread_keep, page_thread_send, page_task_done;
/* page_message.c */
handler page_message_good, page_message_file, page_message_answer, page_message_decide,
    page_flood, page_matter, page_message_concern, page_message_hand,
    page_thread_hand, page_message_ease, page_message_also,
    page_message_unfile,
    page_message_cancel, page_message_resend;
/* page_families.c, page_family_edit.c, page_merge.c */
handler page_families, page_families_export, page_family, page_family_print,
    page_family_file, page_family_new, page_family_check,
    page_family_add, page_family_do,
    page_family_merge, page_family_split, page_family_erase,
    page_family_erase_do, page_merge, page_unmerge;
/* page_import.c */
handler page_import, page_import_look, page_import_seen, page_import_keep,
    page_import_undo, page_import_template;
/* page_unreached.c */
handler page_unreached;
/* page_register.c */
handler page_export, page_register, page_register_print, page_register_file,
    page_register_check, page_register_ask;
/* page_groups.c */
handler page_groups, page_group_add, page_group, page_group_do;
/* page_dashboard.c, page_dongles.c, page_records.c, page_help.c */
handler page_dashboard, page_dongles, page_board_do, page_records, page_help,
    page_help_data, page_help_papers, page_help_tls;
/* page_diary.c */
handler page_diary, page_diary_ask, page_diary_stop;
/* page_practice.c */
handler page_practice, page_practice_phone, page_practice_do;
/* Asks who sends a form, whose session has ended, to sign in and go on; next: the
 * page that it stood on (page_sign_in.c). */
void page_sign_in_again(const struct request *q, struct response *r,
    const char *next);
/* page_sign_in.c, page_language.c, page_static.c */
handler page_sign_in, page_sign_in_check, page_sign_out, page_language,
    page_static;
/* page_account.c */
handler page_account, page_account_opens, page_account_work,
    page_account_password, page_account_out;
/* page_alerts.c */
handler page_alerts, page_alerts_do;
/* page_first.c */
handler page_first, page_first_account, page_first_school,
    page_first_school_save, page_first_zone, page_first_zone_save,
    page_first_dongle, page_first_pin, page_first_proof, page_first_send,
    page_first_families, page_first_done;
/* page_settings.c, page_menus.c */
handler page_settings, page_settings_save, page_staff_do, page_token_add,
    page_token_end, page_token_wake, page_sim_save, page_template_do, page_menus,
    page_menu_do, page_menu_walk;
/* page_backups.c */
handler page_backups, page_backup_make, page_backup_file, page_backup_check,
    page_backup_restore, page_backup_restore_do;

#endif
