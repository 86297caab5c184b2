/* cli.h - notehome, the command line tool: one function per command. It asks
 * the daemon over its control socket and knows nothing by itself. */
#ifndef NOTEHOME_CLI_H
#define NOTEHOME_CLI_H

#include "cli/fail.h"

#include <jansson.h>
#include <stdbool.h>

enum { CLI_MAPS = 16 };

/* What was typed. Borrowed from argv; NULL: not given. */
struct cli {
    const char *config, *socket;
    bool json;
    const char *to, *thread, *family, *class_name, *text, *ask, *priority, *at,
        *expires, *tray, *role, *code, *passphrase_file, *network, *kind,
        *steps, *reads, *guardian, *name, *relation, *collect, *confirmed,
        *child, *from, *until, *who, *seconds, *language, *paper, *output;
    bool all, unread, dry_run, replace, yes, representatives, none, waiting,
        now;
    struct cli_texts {          /* of options that may come again */
        const char *text[CLI_MAPS];
        int n;
    } maps, same, one;          /* import: child=Student Name; 4 b=4B; ... */
    bool new_year, sure, csv, school, tell;
    bool quiet;                 /* says nothing of what went wrong */
    int count;                  /* arguments after the command's own word */
    const char *const *args;
};

/* Each returns an enum exit_code, after saying what went wrong. */
typedef int command(const struct cli *c);

command cmd_status, cmd_doctor, cmd_modems, cmd_balance, cmd_ussd, cmd_board;
command cmd_menu, cmd_menus, cmd_sim, cmd_tree;
command cmd_import, cmd_imports, cmd_template, cmd_unimport, cmd_families,
    cmd_unreached, cmd_export;
command cmd_questions, cmd_question, cmd_answer, cmd_remind;
command cmd_send, cmd_week, cmd_good, cmd_absent, cmd_child, cmd_hold,
    cmd_welcome, cmd_queue, cmd_cancel, cmd_resend;
command cmd_facts, cmd_absences;
command cmd_prompts, cmd_cards;
command cmd_calendar, cmd_duties, cmd_review, cmd_event, cmd_events,
    cmd_plan;
command cmd_threads, cmd_thread, cmd_message, cmd_search, cmd_register;
command cmd_file, cmd_unfile, cmd_seen, cmd_close, cmd_assign, cmd_ease,
    cmd_also, cmd_tasks, cmd_decide, cmd_numbers, cmd_number;
command cmd_whose, cmd_guardian, cmd_calls;
command cmd_concern, cmd_concerns, cmd_hand, cmd_words;
command cmd_matters, cmd_matter, cmd_aside, cmd_block;
command cmd_staff, cmd_token, cmd_alert, cmd_webhook;
command cmd_backup, cmd_restore, cmd_tls, cmd_papers;

/* What "modems" does with further words. */
int cmd_modems_do(const struct cli *c);

/* Waits for the end of a walk through a menu, and shows it. */
int cmd_menu_wait(const struct cli *c, long long run);

#endif
