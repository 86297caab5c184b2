#include "web/routes.h"

#include "web/api/api.h"
#include "web/health.h"
#include "web/lock.h"
#include "web/page/handlers.h"

#include <stdio.h>
#include <string.h>

enum { CSV_MAX = 8 * 1024 * 1024, IMAGE_MAX = 256 * 1024,
    WEEK_MAX = 384 * 1024 };    /* 250 children in a script of three bytes */

/* With a name in it a row may end early: the rest is 0. */
#define GET .method = METHOD_GET
#define POST .method = METHOD_POST
#define API "/api/v1"
const struct route routes[] = {
    /* staff pages */
    { GET, "/", ROLE_READER, page_today, LANE_SLOW },
    { GET, "/tell", ROLE_STAFF, page_tell, LANE_HERE },
    { POST, "/tell", ROLE_STAFF, page_tell_write, LANE_WRITE,
        .keep = page_tell_keep },
    { POST, "/tell/draft", ROLE_STAFF, page_tell_draft, LANE_WRITE,
        .keep = page_tell_keep },
    { GET, "/tell/look", ROLE_STAFF, page_tell_look, LANE_SLOW },
    { POST, "/tell/send", ROLE_STAFF, page_tell_send, LANE_SLOW },
    { GET, "/tell/sheet", ROLE_STAFF, page_facts, LANE_HERE },
    { POST, "/tell/sheet", ROLE_STAFF, page_facts_look, LANE_LISTS,
        .body_max = CSV_MAX },
    { GET, "/tell/sheet/*", ROLE_STAFF, page_facts_seen, LANE_LISTS },
    { POST, "/tell/sheet/*", ROLE_STAFF, page_facts_do, LANE_LISTS },
    { POST, "/tell/sheet/#/undo", ROLE_STAFF, page_facts_undo, LANE_WRITE },
    { GET, "/tell/#", ROLE_READER, page_batch, LANE_SLOW },
    { GET, "/tell/#/answers.csv", ROLE_READER, page_batch_children,
        LANE_SLOW },
    { POST, "/tell/#/remind", ROLE_STAFF, page_batch_remind, LANE_SLOW },
    { POST, "/tell/#/*", ROLE_STAFF, page_batch_do, LANE_WRITE },
    { GET, "/search", ROLE_READER, page_search, LANE_SLOW },
    { GET, "/week", ROLE_READER, page_week, LANE_SLOW },
    { POST, "/week", ROLE_STAFF, page_week_save, LANE_WRITE,
        .body_max = WEEK_MAX, .keep = page_week_save },
    { POST, "/week/draft", ROLE_STAFF, page_week_draft, LANE_WRITE,
        .body_max = WEEK_MAX, .keep = page_week_save },
    { POST, "/week/send", ROLE_STAFF, page_week_send, LANE_WRITE },
    { POST, "/week/term", ROLE_ADMIN, page_week_term, LANE_WRITE },
    { GET, "/inbox", ROLE_READER, page_inbox, LANE_HERE },
    { POST, "/inbox/many", ROLE_STAFF, page_inbox_many, LANE_WRITE },
    { POST, "/inbox/unfile", ROLE_STAFF, page_inbox_unfile, LANE_WRITE },
    { GET, "/threads/#", ROLE_READER, page_thread, LANE_HERE },
    { POST, "/threads/#/read", ROLE_STAFF, page_thread_read, LANE_WRITE },
    { POST, "/threads/#/close", ROLE_STAFF, page_thread_close, LANE_WRITE },
    { POST, "/threads/#/hold", ROLE_STAFF, page_thread_hold, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/threads/#/assign", ROLE_STAFF, page_thread_assign, LANE_WRITE },
    { POST, "/threads/#/whose", ROLE_STAFF, page_thread_whose, LANE_WRITE },
    { POST, "/threads/#/note", ROLE_STAFF, page_thread_note, LANE_WRITE },
    { POST, "/threads/#/draft", ROLE_STAFF, page_thread_draft, LANE_WRITE,
        .keep = page_thread_keep },
    { POST, "/threads/#/send", ROLE_STAFF, page_thread_send, LANE_WRITE,
        .keep = page_thread_keep },
    { GET, "/review", ROLE_READER, page_review, LANE_SLOW },
    { GET, "/whom", ROLE_READER, page_whom, LANE_HERE },
    { POST, "/whom", ROLE_ADMIN, page_whom_set, LANE_WRITE },
    { POST, "/whom/#/remove", ROLE_ADMIN, page_whom_remove, LANE_WRITE },
    { GET, "/write", ROLE_STAFF, page_write, LANE_SLOW },
    { POST, "/write", ROLE_STAFF, page_write_to, LANE_WRITE },
    { POST, "/whom/write", ROLE_STAFF, page_whom_write, LANE_WRITE },
    { POST, "/tasks/#/done", ROLE_STAFF, page_task_done, LANE_WRITE },
    { POST, "/messages/#/file", ROLE_STAFF, page_message_file, LANE_WRITE },
    { POST, "/messages/#/good", ROLE_STAFF, page_message_good, LANE_WRITE },
    { GET, "/absent", ROLE_READER, page_absent, LANE_SLOW },
    { POST, "/absent", ROLE_STAFF, page_absent_tell, LANE_WRITE },
    { GET, "/children/#", ROLE_READER, page_child, LANE_SLOW },
    { GET, "/children/#/certificate", ROLE_READER, page_certificate,
        LANE_SLOW },
    { GET, "/children/#/plan", ROLE_STAFF, page_plan, LANE_SLOW },
    { GET, "/children/#/plan/sheet", ROLE_STAFF, page_plan_sheet,
        LANE_SLOW },
    { POST, "/children/#/plan", ROLE_STAFF, page_plan_start, LANE_WRITE },
    { POST, "/children/#/plan/*", ROLE_STAFF, page_plan_do, LANE_WRITE },
    { GET, "/behaviour", ROLE_READER, page_behaviour, LANE_SLOW },
    { POST, "/behaviour", ROLE_STAFF, page_behaviour_note, LANE_WRITE },
    { GET, "/behaviour/#", ROLE_READER, page_behaviour_one, LANE_SLOW },
    { POST, "/behaviour/#/decide", ROLE_ADMIN, page_behaviour_decide,
        LANE_WRITE },
    { POST, "/behaviour/#/*", ROLE_STAFF, page_behaviour_do, LANE_WRITE },
    { POST, "/messages/#/answer", ROLE_STAFF, page_message_answer,
        LANE_WRITE },
    { POST, "/messages/#/decide", ROLE_STAFF, page_message_decide,
        LANE_WRITE },
    { POST, "/messages/#/concern", ROLE_SAFEGUARDING, page_message_concern,
        LANE_WRITE },
    { POST, "/messages/#/hand", ROLE_STAFF, page_message_hand, LANE_WRITE },
    { POST, "/messages/#/also", ROLE_STAFF, page_message_also, LANE_WRITE },
    { POST, "/messages/#/ease", ROLE_STAFF, page_message_ease, LANE_WRITE },
    { POST, "/threads/#/hand", ROLE_STAFF, page_thread_hand, LANE_WRITE },
    { POST, "/threads/#/flood", ROLE_STAFF, page_flood, LANE_WRITE },
    { POST, "/threads/#/matter", ROLE_SAFEGUARDING, page_matter, LANE_WRITE },
    { POST, "/messages/#/unfile", ROLE_STAFF, page_message_unfile,
        LANE_WRITE },
    { POST, "/messages/#/cancel", ROLE_STAFF, page_message_cancel,
        LANE_WRITE },
    { POST, "/messages/#/resend", ROLE_STAFF, page_message_resend,
        LANE_WRITE },
    { GET, "/sign-in", ROLE_NONE, page_sign_in, LANE_HERE },
    { POST, "/sign-in", ROLE_NONE, page_sign_in_check, LANE_HASH },
    { POST, "/sign-out", ROLE_NONE, page_sign_out, LANE_WRITE,
        .keep = page_draft_along },
    { GET, "/account", ROLE_READER, page_account, LANE_HERE },
    { POST, "/account/password", ROLE_READER, page_account_password, LANE_HASH,
        .body_max = 4096 },
    { GET, "/account/alerts", ROLE_READER, page_alerts, LANE_HERE },
    { POST, "/account/alerts/*", ROLE_READER, page_alerts_do, LANE_WRITE,
        .body_max = 8192 },
    { POST, "/account/opens", ROLE_READER, page_account_opens, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/account/work", ROLE_READER, page_account_work, LANE_WRITE,
        .body_max = 8192 },
    { POST, "/account/out", ROLE_READER, page_account_out, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/here", ROLE_READER, page_here, LANE_HERE },
    { GET, "/news", ROLE_READER, page_news, LANE_HERE },
    { POST, "/language", ROLE_NONE, page_language, LANE_WRITE,
        .keep = page_draft_along },
    { GET, "/static/*", ROLE_NONE, page_static, LANE_HERE },

    /* families */
    { GET, "/families", ROLE_READER, page_families, LANE_SLOW },
    { GET, "/families/check", ROLE_STAFF, page_family_check, LANE_SLOW },
    { GET, "/families/new", ROLE_STAFF, page_family_new, LANE_HERE },
    { POST, "/families/new", ROLE_STAFF, page_family_add, LANE_WRITE },
    { GET, "/families/export.csv", ROLE_ADMIN, page_families_export,
        LANE_SLOW },
    { GET, "/families/import", ROLE_ADMIN, page_import, LANE_HERE },
    { POST, "/families/import", ROLE_ADMIN, page_import_look, LANE_LISTS,
        .body_max = CSV_MAX },
    { GET, "/families/import/template.csv", ROLE_ADMIN, page_import_template,
        LANE_HERE },
    { GET, "/families/import/*", ROLE_ADMIN, page_import_seen, LANE_LISTS },
    { POST, "/families/import/*", ROLE_ADMIN, page_import_keep, LANE_LISTS },
    { POST, "/families/import/#/undo", ROLE_ADMIN, page_import_undo,
        LANE_LISTS },
    { GET, "/families/unreached", ROLE_READER, page_unreached, LANE_SLOW },
    { GET, "/families/#", ROLE_READER, page_family, LANE_HERE },
    { GET, "/families/#/print", ROLE_ADMIN, page_family_print, LANE_SLOW },
    { GET, "/families/#/file", ROLE_ADMIN, page_family_file, LANE_SLOW },
    { GET, "/families/#/erase", ROLE_ADMIN, page_family_erase, LANE_HERE },
    { POST, "/families/#/erase", ROLE_ADMIN, page_family_erase_do, LANE_SLOW },
    { GET, "/families/#/merge", ROLE_STAFF, page_merge, LANE_SLOW },
    { POST, "/families/#/merge", ROLE_STAFF, page_family_merge, LANE_WRITE },
    { POST, "/families/#/unmerge", ROLE_STAFF, page_unmerge, LANE_WRITE },
    { POST, "/families/#/split", ROLE_STAFF, page_family_split, LANE_WRITE },
    { POST, "/families/#/*", ROLE_STAFF, page_family_do, LANE_WRITE },

    { GET, "/groups", ROLE_READER, page_groups, LANE_SLOW },
    { POST, "/groups", ROLE_STAFF, page_group_add, LANE_WRITE },
    { GET, "/groups/#", ROLE_READER, page_group, LANE_SLOW },
    { POST, "/groups/#/*", ROLE_STAFF, page_group_do, LANE_WRITE },

    /* how it goes */
    { GET, "/dashboard", ROLE_READER, page_dashboard, LANE_SLOW },
    { GET, "/dongles", ROLE_READER, page_dongles, LANE_SLOW },
    { GET, "/records", ROLE_ADMIN, page_records, LANE_SLOW },
    { GET, "/export", ROLE_ADMIN, page_export, LANE_LISTS },
    { GET, "/sent", ROLE_READER, page_register, LANE_SLOW },
    { GET, "/sent/print", ROLE_ADMIN, page_register_print, LANE_SLOW },
    { GET, "/sent/sent-texts.csv", ROLE_ADMIN, page_register_file, LANE_SLOW },
    { GET, "/sent/check", ROLE_READER, page_register_check, LANE_HERE },
    { POST, "/sent/check", ROLE_READER, page_register_ask, LANE_SLOW },
    { GET, "/help", ROLE_READER, page_help, LANE_HERE },
    { GET, "/help/data", ROLE_READER, page_help_data, LANE_HERE },
    { GET, "/help/tls", ROLE_READER, page_help_tls, LANE_HERE },
    { GET, "/help/papers", ROLE_ADMIN, page_help_papers, LANE_HERE },
    { GET, "/practice", ROLE_STAFF, page_practice, LANE_SLOW },
    { GET, "/practice/*", ROLE_STAFF, page_practice_phone, LANE_SLOW },
    { POST, "/practice/*", ROLE_STAFF, page_practice_do, LANE_SLOW,
        .body_max = 4096 },

    /* for machines that watch this one */
    { GET, "/healthz", ROLE_NONE, web_healthz, LANE_HERE },
    { GET, "/metrics", ROLE_ADMIN, web_metrics, LANE_SLOW },

    /* the first run */
    { GET, "/first", ROLE_NONE, page_first, LANE_HERE },
    { POST, "/first", ROLE_NONE, page_first_account, LANE_HASH,
        .body_max = 4096 },
    { GET, "/first/school", ROLE_ADMIN, page_first_school, LANE_HERE },
    { POST, "/first/school", ROLE_ADMIN, page_first_school_save, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/first/zone", ROLE_ADMIN, page_first_zone, LANE_HERE },
    { POST, "/first/zone", ROLE_ADMIN, page_first_zone_save, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/first/dongle", ROLE_ADMIN, page_first_dongle, LANE_HERE },
    { POST, "/first/pin", ROLE_ADMIN, page_first_pin, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/first/proof", ROLE_ADMIN, page_first_proof, LANE_HERE },
    { POST, "/first/proof", ROLE_ADMIN, page_first_send, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/first/families", ROLE_ADMIN, page_first_families, LANE_HERE },
    { GET, "/first/done", ROLE_ADMIN, page_first_done, LANE_HERE },

    /* settings */
    { GET, "/settings", ROLE_ADMIN, page_settings, LANE_HERE },
    { GET, "/tell/welcome", ROLE_STAFF, page_welcome, LANE_SLOW },
    { POST, "/tell/welcome", ROLE_STAFF, page_welcome_send, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/tell/tree", ROLE_STAFF, page_tree, LANE_SLOW },
    { GET, "/settings/menus", ROLE_ADMIN, page_menus, LANE_HERE },
    { POST, "/settings/menus/*", ROLE_ADMIN, page_menu_do, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/dongles/menu", ROLE_ADMIN, page_menu_walk, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/dongles/diary", ROLE_ADMIN, page_diary_ask, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/dongles/diary/stop", ROLE_ADMIN, page_diary_stop, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/dongles/diary", ROLE_ADMIN, page_diary, LANE_SLOW },
    { POST, "/dongles/board", ROLE_ADMIN, page_board_do, LANE_WRITE,
        .body_max = 4096 },
    { GET, "/settings/calendar", ROLE_ADMIN, page_calendar, LANE_HERE },
    { POST, "/settings/calendar", ROLE_ADMIN, page_calendar_save, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/settings/calendar/add", ROLE_ADMIN, page_calendar_add,
        LANE_WRITE },
    { POST, "/settings/calendar/remove", ROLE_ADMIN, page_calendar_remove,
        LANE_WRITE, .body_max = 4096 },
    { GET, "/settings/events", ROLE_ADMIN, page_events, LANE_HERE },
    { POST, "/settings/events", ROLE_ADMIN, page_events_set, LANE_WRITE },
    { POST, "/settings/events/remove", ROLE_ADMIN, page_events_remove,
        LANE_WRITE, .body_max = 4096 },
    { GET, "/settings/backups", ROLE_ADMIN, page_backups, LANE_SLOW },
    { POST, "/settings/backups", ROLE_ADMIN, page_backup_make, LANE_LISTS,
        .body_max = 4096 },
    { GET, "/settings/backups/*", ROLE_ADMIN, page_backup_file, LANE_SLOW },
    { POST, "/settings/backups/*/check", ROLE_ADMIN, page_backup_check,
        LANE_LISTS, .body_max = 4096 },
    { GET, "/settings/backups/*/restore", ROLE_ADMIN, page_backup_restore,
        LANE_SLOW },
    { POST, "/settings/backups/*/restore", ROLE_ADMIN, page_backup_restore_do,
        LANE_LISTS, .body_max = 4096 },
    { GET, "/settings/*", ROLE_ADMIN, page_settings, LANE_HERE },
    { POST, "/settings/save/*", ROLE_ADMIN, page_settings_save, LANE_WRITE },
    { POST, "/settings/staff/*", ROLE_ADMIN, page_staff_do, LANE_HASH,
        .body_max = 4096 },
    { POST, "/settings/tokens/add", ROLE_ADMIN, page_token_add, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/settings/tokens/end", ROLE_ADMIN, page_token_end, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/settings/tokens/wake", ROLE_ADMIN, page_token_wake, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/settings/sims", ROLE_ADMIN, page_sim_save, LANE_WRITE,
        .body_max = 4096 },
    { POST, "/settings/templates/*", ROLE_ADMIN, page_template_do,
        LANE_WRITE },

    /* how things are */
    { GET, API "/status", ROLE_READER, api_status, LANE_HERE },
    { GET, API "/events", ROLE_READER, api_events, LANE_HERE },
    { GET, API "/board", ROLE_READER, api_board, LANE_HERE },
    { GET, API "/board/log", ROLE_READER, api_board_log, LANE_HERE },
    { POST, API "/board/update", ROLE_ADMIN, api_board_update, LANE_SLOW,
        .body_max = IMAGE_MAX },
    { GET, API "/board/update/#", ROLE_ADMIN, api_board_update_get,
        LANE_HERE },
    { POST, API "/board/do", ROLE_ADMIN, api_board_do, LANE_WRITE },
    { GET, API "/board/do/#", ROLE_ADMIN, api_board_done, LANE_HERE },

    /* reading */
    { GET, API "/threads", ROLE_READER, api_threads, LANE_HERE },
    { GET, API "/threads/#", ROLE_READER, api_thread, LANE_HERE },
    { GET, API "/messages/#", ROLE_READER, api_message, LANE_HERE },
    { GET, API "/messages", ROLE_READER, api_since, LANE_HERE },
    { GET, API "/search", ROLE_READER, api_search, LANE_SLOW },
    { GET, API "/find", ROLE_READER, api_find, LANE_SLOW },
    { GET, API "/queue", ROLE_READER, api_queue, LANE_HERE },
    { GET, API "/export", ROLE_ADMIN, api_export, LANE_LISTS },
    { GET, API "/register", ROLE_READER, api_register, LANE_SLOW },
    { GET, API "/register/csv", ROLE_ADMIN, api_register_csv, LANE_SLOW },
    { POST, API "/register/check", ROLE_READER, api_register_check,
        LANE_SLOW },

    /* writing */
    { POST, API "/messages", ROLE_STAFF, api_send, LANE_WRITE },
    { POST, API "/messages/file", ROLE_STAFF, api_file_many, LANE_WRITE },
    { POST, API "/messages/unfile", ROLE_STAFF, api_unfile_many, LANE_WRITE },
    { POST, API "/messages/#/file", ROLE_STAFF, api_file, LANE_WRITE },
    { POST, API "/messages/#/answer", ROLE_STAFF, api_answer, LANE_WRITE },
    { POST, API "/messages/#/decide", ROLE_STAFF, api_decide, LANE_WRITE },
    { POST, API "/messages/#/concern", ROLE_SAFEGUARDING, api_concern,
        LANE_WRITE },
    { POST, API "/messages/#/hand", ROLE_STAFF, api_hand, LANE_WRITE },
    { GET, API "/tasks", ROLE_READER, api_tasks, LANE_HERE },
    { POST, API "/tasks/#/done", ROLE_STAFF, api_task_done, LANE_WRITE },
    { POST, API "/messages/#/also", ROLE_STAFF, api_also, LANE_WRITE },
    { POST, API "/messages/#/ease", ROLE_STAFF, api_ease, LANE_WRITE },
    { POST, API "/threads/#/hand", ROLE_STAFF, api_hand_thread, LANE_WRITE },
    { POST, API "/threads/#/aside", ROLE_STAFF, api_aside, LANE_WRITE },
    { POST, API "/threads/#/block", ROLE_STAFF, api_block, LANE_WRITE },
    { GET, API "/matters", ROLE_SAFEGUARDING, api_matters, LANE_SLOW },
    { GET, API "/threads/#/matter", ROLE_SAFEGUARDING, api_matter, LANE_HERE },
    { POST, API "/threads/#/matter", ROLE_SAFEGUARDING, api_matter_set,
        LANE_WRITE },
    { GET, API "/concerns", ROLE_SAFEGUARDING, api_concerns, LANE_SLOW },
    { GET, API "/questions", ROLE_READER, api_questions, LANE_SLOW },
    { POST, API "/questions/#/remind", ROLE_STAFF, api_remind, LANE_SLOW },
    { GET, API "/questions/#", ROLE_READER, api_question, LANE_SLOW },
    { POST, API "/messages/#/unfile", ROLE_STAFF, api_unfile, LANE_WRITE },
    { POST, API "/messages/#/cancel", ROLE_STAFF, api_cancel, LANE_WRITE },
    { POST, API "/messages/#/resend", ROLE_STAFF, api_resend, LANE_WRITE },
    { POST, API "/messages/#/seen", ROLE_STAFF, api_seen, LANE_WRITE },
    { POST, API "/threads/#/whose", ROLE_STAFF, api_whose, LANE_WRITE },
    { POST, API "/threads/#/whose/undo", ROLE_STAFF, api_whose_undo,
        LANE_WRITE },
    { POST, API "/threads/#/whose/confirm", ROLE_STAFF, api_whose_confirm,
        LANE_WRITE },
    { POST, API "/threads/#/seen", ROLE_STAFF, api_thread_seen, LANE_WRITE },
    { POST, API "/threads/#/close", ROLE_STAFF, api_thread_close, LANE_WRITE },
    { POST, API "/threads/#/assign", ROLE_STAFF, api_thread_assign,
        LANE_WRITE },

    /* people */
    { GET, API "/words", ROLE_ADMIN, api_words, LANE_HERE },
    { POST, API "/words", ROLE_ADMIN, api_words_set, LANE_WRITE },
    { GET, API "/week", ROLE_READER, api_week, LANE_SLOW },
    { POST, API "/week", ROLE_STAFF, api_week_keep, LANE_WRITE },
    { POST, API "/week/send", ROLE_STAFF, api_week_send, LANE_WRITE },
    { POST, API "/week/term", ROLE_ADMIN, api_week_term, LANE_WRITE },
    { POST, API "/threads/#/hold", ROLE_STAFF, api_hold, LANE_WRITE },
    { GET, API "/welcome", ROLE_READER, api_welcome, LANE_SLOW },
    { POST, API "/welcome", ROLE_STAFF, api_welcome_send, LANE_WRITE },
    { GET, API "/review", ROLE_READER, api_review, LANE_SLOW },
    { GET, API "/duties", ROLE_READER, api_duties, LANE_HERE },
    { POST, API "/duties", ROLE_ADMIN, api_duties_set, LANE_WRITE },
    { POST, API "/duties/#/remove", ROLE_ADMIN, api_duties_remove,
        LANE_WRITE },
    { GET, API "/calendar", ROLE_READER, api_calendar, LANE_SLOW },
    { POST, API "/calendar", ROLE_ADMIN, api_calendar_set, LANE_WRITE },
    { POST, API "/calendar/#/remove", ROLE_ADMIN, api_calendar_remove,
        LANE_WRITE },
    { GET, API "/numbers", ROLE_READER, api_numbers, LANE_SLOW },
    { GET, API "/number", ROLE_READER, api_number, LANE_SLOW },
    { GET, API "/absent", ROLE_READER, api_absent, LANE_SLOW },
    { POST, API "/absent", ROLE_STAFF, api_absent_tell, LANE_WRITE },
    { POST, API "/facts", ROLE_STAFF, api_facts, LANE_LISTS,
        .body_max = CSV_MAX },
    { GET, API "/absences", ROLE_READER, api_absences, LANE_HERE },
    { POST, API "/absences", ROLE_STAFF, api_absences_note, LANE_LISTS,
        .body_max = CSV_MAX },
    { POST, API "/absences/#/undo", ROLE_STAFF, api_absences_undo,
        LANE_WRITE },
    { GET, API "/behaviour", ROLE_READER, api_behaviour, LANE_SLOW },
    { POST, API "/behaviour", ROLE_STAFF, api_behaviour_note, LANE_WRITE },
    { GET, API "/behaviour/#", ROLE_READER, api_behaviour_one, LANE_SLOW },
    { POST, API "/behaviour/#", ROLE_STAFF, api_behaviour_do, LANE_WRITE },
    { POST, API "/behaviour/#/decide", ROLE_ADMIN, api_behaviour_decide,
        LANE_WRITE },
    { POST, API "/behaviour/list", ROLE_ADMIN, api_behaviour_list,
        LANE_WRITE },
    { GET, API "/children", ROLE_READER, api_children, LANE_SLOW },
    { GET, API "/children/#", ROLE_READER, api_child_page, LANE_SLOW },
    { GET, API "/plans", ROLE_STAFF, api_plans, LANE_SLOW },
    { GET, API "/children/#/plan", ROLE_STAFF, api_plan, LANE_SLOW },
    { POST, API "/children/#/plan", ROLE_STAFF, api_plan_start, LANE_WRITE },
    { POST, API "/children/#/plan/*", ROLE_STAFF, api_plan_do, LANE_WRITE },
    { POST, API "/messages/#/good", ROLE_STAFF, api_good, LANE_WRITE },
    { GET, API "/families", ROLE_READER, api_families, LANE_SLOW },
    { GET, API "/families/unreached", ROLE_READER, api_unreached, LANE_SLOW },
    { GET, API "/families/#", ROLE_READER, api_family, LANE_HERE },
    { GET, API "/families/#/export", ROLE_ADMIN, api_family_export,
        LANE_SLOW },
    { POST, API "/families/#/guardian", ROLE_STAFF, api_guardian, LANE_WRITE },
    { POST, API "/families/#/guardian/ask", ROLE_STAFF, api_guardian_ask,
        LANE_WRITE },
    { GET, API "/batches/#/calls", ROLE_READER, api_calls, LANE_SLOW },
    { POST, API "/batches/#/calls", ROLE_STAFF, api_called, LANE_WRITE },
    { POST, API "/families/#/name", ROLE_STAFF, api_family_rename,
        LANE_WRITE },
    { POST, API "/families/#/merge", ROLE_STAFF, api_family_merge,
        LANE_WRITE },
    { POST, API "/families/#/split", ROLE_STAFF, api_family_split,
        LANE_WRITE },
    { POST, API "/import", ROLE_ADMIN, api_import, LANE_LISTS,
        .body_max = CSV_MAX },
    { GET, API "/import/template", ROLE_READER, api_import_template,
        LANE_HERE },
    { GET, API "/imports", ROLE_ADMIN, api_imports, LANE_HERE },
    { POST, API "/imports/#/undo", ROLE_ADMIN, api_import_undo, LANE_LISTS },

    /* dongles */
    { GET, API "/modems", ROLE_READER, api_modems, LANE_HERE },
    { POST, API "/modems/*/ussd", ROLE_ADMIN, api_ussd, LANE_WRITE },
    { POST, API "/modems/*/balance", ROLE_STAFF, api_balance, LANE_WRITE },
    { POST, API "/modems/*/sim", ROLE_ADMIN, api_sim, LANE_WRITE },
    { POST, API "/modems/*/menu", ROLE_ADMIN, api_menu, LANE_WRITE },
    { GET, API "/diary", ROLE_ADMIN, api_diary, LANE_HERE },
    { POST, API "/diary", ROLE_ADMIN, api_diary_ask, LANE_WRITE },
    { POST, API "/diary/stop", ROLE_ADMIN, api_diary_stop, LANE_WRITE },
    { GET, API "/diary/text", ROLE_ADMIN, api_diary_text, LANE_SLOW },
    { GET, API "/tree", ROLE_STAFF, api_tree, LANE_SLOW },
    { POST, API "/tree", ROLE_STAFF, api_tree_set, LANE_WRITE },
    { GET, API "/menus", ROLE_STAFF, api_menus, LANE_HERE },
    { POST, API "/menus", ROLE_ADMIN, api_menu_save, LANE_WRITE },
    { POST, API "/menus/#/remove", ROLE_ADMIN, api_menu_remove, LANE_WRITE },
    { GET, API "/menu-runs/#", ROLE_STAFF, api_menu_run, LANE_HERE },
    { GET, API "/ussd/#", ROLE_STAFF, api_ussd_get, LANE_HERE },

    /* the encrypted door */
    { GET, API "/tls", ROLE_READER, api_tls, LANE_HERE },
    { POST, API "/tls/renew", ROLE_ADMIN, api_tls_renew, LANE_SLOW },
    { GET, API "/papers", ROLE_ADMIN, api_papers, LANE_HERE },

    /* backups */
    { GET, API "/backups", ROLE_ADMIN, api_backups, LANE_HERE },
    { POST, API "/backups", ROLE_ADMIN, api_backup, LANE_LISTS },
    { POST, API "/restore", ROLE_ADMIN, api_restore, LANE_LISTS },

    /* accounts */
    { GET, API "/staff", ROLE_ADMIN, api_staff, LANE_HERE },
    { POST, API "/staff", ROLE_ADMIN, api_staff_add, LANE_HASH },
    { POST, API "/staff/*/password", ROLE_ADMIN, api_staff_password,
        LANE_HASH },
    { POST, API "/staff/*/close", ROLE_ADMIN, api_staff_close, LANE_WRITE },
    { POST, API "/staff/*/unlock", ROLE_ADMIN, api_staff_unlock, LANE_WRITE },
    { POST, API "/staff/*/profile", ROLE_ADMIN, api_staff_profile,
        LANE_WRITE },
    { GET, API "/alerts", ROLE_ADMIN, api_alerts, LANE_HERE },
    { POST, API "/alerts/*", ROLE_ADMIN, api_alert, LANE_WRITE },
    { POST, API "/alerts/*/code", ROLE_ADMIN, api_alert_code, LANE_WRITE },
    { POST, API "/alerts/*/prove", ROLE_ADMIN, api_alert_prove, LANE_WRITE },
    { GET, API "/tokens", ROLE_ADMIN, api_tokens, LANE_HERE },
    { POST, API "/tokens", ROLE_ADMIN, api_tokens_add, LANE_WRITE },
    { POST, API "/tokens/*/wake", ROLE_ADMIN, api_tokens_wake, LANE_WRITE },
    { GET, API "/webhooks", ROLE_ADMIN, api_webhooks, LANE_HERE },
    { POST, API "/webhooks", ROLE_ADMIN, api_webhooks_add, LANE_WRITE },
    { POST, API "/webhooks/#/remove", ROLE_ADMIN, api_webhooks_remove,
        LANE_WRITE },
    { POST, API "/webhooks/#/try", ROLE_ADMIN, api_webhooks_try, LANE_WRITE },
    { .path = NULL },
};

/* Whether path fits pattern; takes out the id and the segment. */
static bool
fits(const char *pattern, const char *path, int64_t *id, char *segment,
    size_t room)
{
    char part[64];
    size_t n;

    for (; *pattern; pattern++) {
        if (*pattern != '#' && *pattern != '*') {
            if (*pattern != *path++)
                return false;
            continue;
        }
        n = strcspn(path, "/");
        if (!n || n >= sizeof(part) || n >= room)
            return false;
        memcpy(part, path, n);
        part[n] = '\0';
        if (*pattern == '*')
            memcpy(segment, part, n + 1);
        else if (!params_digits(part, INT64_MAX, id))
            return false;
        path += n;
    }
    return !*path;
}

const struct route *
routes_find(struct request *q, int *status)
{
    *status = 404;
    for (const struct route *t = routes; t->path; t++) {
        char segment[sizeof(q->segment)] = "";
        int64_t id = 0;

        if (!fits(t->path, q->path, &id, segment, sizeof(segment)))
            continue;
        if (t->method != q->method) {
            *status = 405;
            continue;
        }
        q->id = id;
        memcpy(q->segment, segment, sizeof(segment));
        return t;
    }
    return NULL;
}

bool
routes_is_page(const struct route *route)
{
    return route->run != page_static && route->run != web_healthz
        && route->run != web_metrics
        && strncmp(route->path, API, sizeof(API) - 1) != 0;
}

enum method
routes_method(const char *name)
{
    if (!strcmp(name, "GET") || !strcmp(name, "HEAD"))
        return METHOD_GET;
    return !strcmp(name, "POST") ? METHOD_POST : METHOD_OTHER;
}
