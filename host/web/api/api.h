/* api.h - the handlers of /api/v1/, one file per subject. routes.c says which
 * address is whose, and who may. */
#ifndef NOTEHOME_API_H
#define NOTEHOME_API_H

#include "mapping/mapping.h"
#include "web/kit/inside.h"
#include "web/kit/json.h"
#include "web/kit/route.h"

/* api_status.c */
handler api_status, api_modems, api_board;
/* api_board.c */
handler api_board_log, api_board_update, api_board_update_get, api_board_do,
    api_board_done;
/* api_threads.c */
handler api_threads, api_thread, api_thread_seen, api_thread_close,
    api_thread_assign;
/* api_search.c */
handler api_search, api_find;
/* api_hold.c */
handler api_hold;
/* api_messages.c */
handler api_message, api_since, api_queue, api_send, api_concerns;
/* api_whose.c */
handler api_whose, api_whose_undo, api_whose_confirm;
/* api_guardian.c */
handler api_guardian, api_guardian_ask, api_calls, api_called;
/* api_number.c */
handler api_number;
/* api_moves.c */
handler api_file_many, api_unfile_many;
handler api_file, api_unfile, api_decide, api_concern,
    api_hand, api_hand_thread, api_ease, api_also, api_cancel, api_resend,
    api_seen;
/* Answers with the message as it is now. */
void api_moved(struct web *w, const struct request *q, struct response *r);
/* api_questions.c */
handler api_questions, api_question, api_answer, api_remind;
/* api_tasks.c */
handler api_tasks, api_task_done;
/* api_flood.c */
handler api_aside, api_block;
/* api_matters.c */
handler api_matters, api_matter, api_matter_set;
/* api_words.c */
handler api_words, api_words_set;
/* api_register.c */
handler api_export, api_register, api_register_csv, api_register_check;
/* api_child.c: the child that a member names, by its id or its whole name (of
 * the family, of the class; 0, "": any). False after answering. */
bool api_child(struct web *w, const json_t *j, struct response *r,
    int64_t family, const char *class_name, int64_t *out);
/* api_children.c */
handler api_children, api_child_page, api_good;
/* api_behaviour.c */
handler api_behaviour, api_behaviour_note, api_behaviour_one,
    api_behaviour_do, api_behaviour_decide, api_behaviour_list;
/* api_plans.c */
handler api_plans, api_plan, api_plan_start, api_plan_do;
/* api_facts.c */
handler api_facts, api_absences, api_absences_note, api_absences_undo;
/* api_absent.c */
handler api_absent, api_absent_tell;
/* api_welcome.c */
handler api_welcome, api_welcome_send;
/* api_duties.c */
handler api_duties, api_duties_set, api_duties_remove;
/* api_review.c */
handler api_review;
/* api_calendar.c */
handler api_calendar, api_calendar_set, api_calendar_remove;
/* api_prompts.c */
handler api_prompts, api_prompts_send, api_prompts_set, api_cards,
    api_cards_one, api_cards_do;
/* api_week.c */
handler api_week, api_week_keep, api_week_send, api_week_term;
/* api_numbers.c */
handler api_numbers;
/* api_families.c */
handler api_families, api_family, api_family_export, api_family_rename,
    api_family_merge, api_family_split, api_import, api_imports, api_unreached,
    api_import_template, api_import_undo;
/* api_ussd.c */
handler api_ussd, api_ussd_get, api_balance;
/* api_sim.c */
handler api_sim;
/* api_diary.c */
handler api_diary, api_diary_ask, api_diary_stop, api_diary_text;
/* api_menu.c */
handler api_menus, api_menu_save, api_menu_remove, api_menu, api_menu_run;
/* api_tree.c */
handler api_tree, api_tree_set;
/* api_alerts.c */
handler api_alerts, api_alert, api_alert_code, api_alert_prove;
/* api_staff.c */
handler api_staff, api_staff_add, api_staff_password, api_staff_close,
    api_staff_unlock, api_staff_profile, api_tokens, api_tokens_wake,
    api_tokens_add, api_webhooks, api_webhooks_add, api_webhooks_remove,
    api_webhooks_try;
/* api_backup.c */
handler api_backups, api_backup, api_restore;
handler api_tls, api_tls_renew, api_papers;
/* What is told of it; null where there is none. */
json_t *api_tls_json(struct web *w);
/* api_events.c: events.c serves what follows */
handler api_events;

/* The safeguarding tray is not there for whom it is not meant: true when the
 * caller may not see what lies in this tray, and 404 was answered. */
bool api_hidden(const struct request *q, struct response *r, int tray);

/* Takes out of a message, or each of an array, what only named staff may see:
 * whether it perhaps tells of harm. Returns j. */
json_t *api_veil(const struct request *q, json_t *j);

#endif
