/* commands.c - the table of commands. A command that is added here stands in
 * notehome.1 too. */
#include "cli/commands.h"

#include <string.h>

const struct entry commands[] = {
    { "status", "", "how everything is, in words", 0, 0, 0, cmd_status },
    { "doctor", "", "all checks, each with what to do", 0, 0, 0, cmd_doctor },
    { "import", "FILE [--dry-run] [--new-year] [--map child=NAME]", "guardians"
        " and children from a list: CSV, .xlsx or .vcf", 1, 1,
        BIT(O_DRY) | BIT(O_MAP) | BIT(O_CLASS) | BIT(O_SAME) | BIT(O_ONE)
            | BIT(O_YEAR) | BIT(O_YES), cmd_import },
    { "template", "[LANGUAGE]", "an empty class list to fill in, as CSV", 0, 1,
        0, cmd_template },
    { "imports", "", "the lists that came in", 0, 0, 0, cmd_imports },
    { "unimport", "ID", "take the last list back, as a whole", 1, 1, 0,
        cmd_unimport },
    { "send", "--to N|--thread ID|--family ID|--child C|--class C|--all"
        " --text T",
        "queue a text", 0, 0, BIT(O_TO) | BIT(O_THREAD) | BIT(O_FAMILY)
            | BIT(O_CLASS) | BIT(O_ALL) | BIT(O_TEXT) | BIT(O_ASK)
            | BIT(O_PRIORITY) | BIT(O_AT) | BIT(O_EXPIRES)
            | BIT(O_REPS) | BIT(O_SURE) | BIT(O_CHILD) | BIT(O_KIND)
            | BIT(O_NONE),
        cmd_send },
    { "week", "[CLASS [CHILD TEXT | send] | set NAME=VALUE...]",
        "a sentence about each child, home once a week", 0, ARGS_MAX,
        BIT(O_KIND), cmd_week },
    { "prompts", "[CLASS [PROMPT [holidays] [again]] | set NAME LANGUAGE TEXT"
        " [PLACE [GRADE [asks]]] | hide|show|remove NAME]",
        "talk at home: what to ask a child, sent to a class", 0, 7, BIT(O_DRY),
        cmd_prompts },
    { "cards", "[ID | put ID MESSAGE [CHILD [TEXT]] | leave|again ID MESSAGE]"
        " [--class C]", "what families answered, as cards for the classroom", 0,
        5, BIT(O_CLASS), cmd_cards },
    { "calendar", "[set NAME=VALUE... | add DAY [DAY] [NAME] | import FILE |"
        " remove ID] [--class C]", "days with school, how many an answer may"
        " take, and how often it did", 0, ARGS_MAX, BIT(O_CLASS),
        cmd_calendar },
    { "review", "[FIRST-DAY] [--class C]", "a term: reached, heard, praised, and"
        " who was left out", 0, 1, BIT(O_CLASS), cmd_review },
    { "duties", "[set WHAT WHO [HOW] | remove ID]", "whom families ask for what",
        0, 4, 0, cmd_duties },
    { "hold", "THREAD [head|finding] [DAY]", "say by when the answer comes", 1,
        3, 0, cmd_hold },
    { "welcome", "[--class C] [--dry-run]", "the first text, to phones that had"
        " none", 0, 0, BIT(O_CLASS) | BIT(O_DRY), cmd_welcome },
    { "absent", "CLASS [CHILD... [--none]]", "who is not at school today: home"
        " is told, and asked why", 1, ARGS_MAX, BIT(O_NONE), cmd_absent },
    { "absences", "[FILE [--dry-run] | undo ID]", "days away from a sheet, into"
        " the register", 0, 2, BIT(O_DRY) | BIT(O_MAP) | BIT(O_CLASS)
            | BIT(O_ONE), cmd_absences },
    { "facts", "FILE [--dry-run] [--kind WORDS|--text T] [--map mark=NAME]",
        "missing work, marks or dates from a sheet, each home its own", 1, 1,
        BIT(O_DRY) | BIT(O_MAP) | BIT(O_CLASS) | BIT(O_ONE) | BIT(O_KIND)
            | BIT(O_TEXT) | BIT(O_ASK), cmd_facts },
    { "event", "CHILD EVENT [--tell] [--class C]", "note what a child did, good"
        " or not; and tell home", 2, 2, BIT(O_TELL) | BIT(O_CLASS), cmd_event },
    { "events", "[CLASS | tell|spoke|undo|send|drop ID | set EVENT good|concern"
        " LANGUAGE TEXT | remove EVENT [LANGUAGE]]", "the list of events, counts"
        " of a class, concerns to decide", 0, 5, 0, cmd_events },
    { "plan", "[CHILD [start|step|move|remove|tried|talk|close|aim|review|lead"
        " ...]]", "a plan for a child, step by step; without CHILD what is due",
        0, 7, 0, cmd_plan },
    { "child", "ID | WORDS",
        "a child: guardians, what was said of it; or who is called so", 1, 1, 0,
        cmd_child },
    { "good", "MESSAGE CHILD|--none", "a text is good news from home", 1, 2,
        BIT(O_NONE), cmd_good },
    { "threads", "[--now] [--waiting] [--unread] [--tray NAME]",
        "conversations, newest first", 0, 0,
        BIT(O_NOW) | BIT(O_WAITING) | BIT(O_UNREAD) | BIT(O_TRAY),
        cmd_threads },
    { "thread", "ID", "one conversation", 1, 1, 0, cmd_thread },
    { "message", "ID", "one message, with its parts", 1, 1, 0, cmd_message },
    { "search", "[WORDS] [--class C] [--family ID] [--from DAY] [--until DAY]",
        "classes, families, numbers and messages with these words", 0, ARGS_MAX, BIT(O_CLASS)
            | BIT(O_FAMILY) | BIT(O_FROM) | BIT(O_UNTIL), cmd_search },
    { "register", "[check TEXT|-] [--from DAY] [--until DAY] [--who NAME]"
        " [--to WHOM] [--class C] [--text WORDS] [--csv]", "every text that was"
        " sent, and whether this is one of them", 0, ARGS_MAX, BIT(O_FROM)
            | BIT(O_UNTIL) | BIT(O_WHO) | BIT(O_TO) | BIT(O_CLASS)
            | BIT(O_TEXT) | BIT(O_CSV), cmd_register },
    { "families", "[WORDS]", "families, their children and phones", 0,
        ARGS_MAX, 0, cmd_families },
    { "unreached", "[--class NAME]", "children whom no text reaches: to visit,"
        " or to give a letter", 0, 0, BIT(O_CLASS), cmd_unreached },
    { "file", "MESSAGE... --family ID", "put messages into a family's thread",
        1, ARGS_MAX, BIT(O_FAMILY), cmd_file },
    { "unfile", "MESSAGE...", "put them back", 1, ARGS_MAX, 0, cmd_unfile },
    { "tasks", "[done ID | leave ID]", "calls to make", 0, 2, 0, cmd_tasks },
    { "also", "MESSAGE --family ID [off]", "it is about that family too", 1, 2,
        BIT(O_FAMILY), cmd_also },
    { "guardian", "FAMILY ID|new NAME=VALUE...|ask",
        "what is known of a guardian", 3, ARGS_MAX, 0, cmd_guardian },
    { "calls", "BATCH", "whom to call for a text to many", 1, 1, 0,
        cmd_calls },
    { "number", "NUMBER", "what is known of a number, and who shares it", 1, 1,
        0, cmd_number },
    { "whose", "THREAD family|new_family|supplier|mistake|confirm|undo"
        " [--family ID] [--name N] ...", "say whose an unknown number is", 2,
        2, BIT(O_FAMILY) | BIT(O_GUARDIAN) | BIT(O_NAME) | BIT(O_RELATION)
            | BIT(O_COLLECT) | BIT(O_CONFIRMED) | BIT(O_ASK) | BIT(O_CHILD)
            | BIT(O_CLASS) | BIT(O_TO), cmd_whose },
    { "questions", "", "what was asked, and what was answered", 0, 0, 0,
        cmd_questions },
    { "question", "ID [--class NAME]", "one question, child by child and"
        " phone by phone", 1, 1, BIT(O_CLASS), cmd_question },
    { "remind", "QUESTION", "ask those once more who said nothing", 1, 1, 0,
        cmd_remind },
    { "answer", "MESSAGE OPTION|--none", "count a text as an answer", 1, 2,
        BIT(O_NONE), cmd_answer },
    { "decide", "MESSAGE stop|keep|wrong|right",
        "what its phone wants, or whether its number is right", 2, 2, 0,
        cmd_decide },
    { "ease", "MESSAGE [off]", "it can wait after all, or cannot", 1, 2, 0,
        cmd_ease },
    { "concerns", "", "texts that perhaps tell of harm, to decide", 0, 0, 0,
        cmd_concerns },
    { "concern", "MESSAGE yes|no", "whether it is a safeguarding matter", 2, 2,
        0, cmd_concern },
    { "hand", "MESSAGE | thread ID", "to the safeguarding staff alone", 1, 2, 0,
        cmd_hand },
    { "block", "THREAD [off]", "nobody has to read what this number sends", 1, 2,
        0, cmd_block },
    { "aside", "THREAD", "set aside all of its tray that say the same", 1, 1, 0,
        cmd_aside },
    { "matters", "", "safeguarding matters, open ones first", 0, 0, 0,
        cmd_matters },
    { "matter", "THREAD [take | note WORDS | close OUTCOME [LAST]]",
        "one of them: its card", 1, 4, 0, cmd_matter },
    { "words", "[harm|stop add|remove WORDS]", "the school's own words", 0, 3, 0,
        cmd_words },
    { "numbers", "", "numbers to mend, and whom to ask", 0, 0, 0,
        cmd_numbers },
    { "seen", "THREAD...", "mark threads as read", 1, ARGS_MAX, 0, cmd_seen },
    { "close", "THREAD...", "they need no answer", 1, ARGS_MAX, 0, cmd_close },
    { "assign", "THREAD... NAME|anybody", "who answers them", 2, ARGS_MAX, 0,
        cmd_assign },
    { "queue", "", "what is not final yet", 0, 0, 0, cmd_queue },
    { "cancel", "ID", "do not send it", 1, 1, 0, cmd_cancel },
    { "resend", "ID", "send it again", 1, 1, 0, cmd_resend },
    { "modems", "[record FILE [DONGLE] [--seconds N] | stop]",
        "dongles and SIMs; the diary of one", 0, 3, BIT(O_SECONDS),
        cmd_modems },
    { "balance", "[SIM] [--code CODE]", "ask the network for the credit", 0, 1,
        BIT(O_CODE), cmd_balance },
    { "ussd", "SIM CODE [--yes]", "dial a code, as *144#", 2, 2, BIT(O_YES),
        cmd_ussd },
    { "tree", "[CLASS [add|remove FAMILY]]", "who calls whom in an emergency",
        0, 3, 0, cmd_tree },
    { "sim", "SIM NAME=VALUE...", "what is set for a SIM", 2, ARGS_MAX, 0,
        cmd_sim },
    { "menu", "SIM NAME [--yes]", "walk through a menu of the operator", 2, 2,
        BIT(O_YES), cmd_menu },
    { "menus", "[set NAME --network N --kind K --steps S | remove ID]",
        "the operators' menus", 0, 2, BIT(O_NETWORK) | BIT(O_KIND)
            | BIT(O_STEPS) | BIT(O_READS), cmd_menus },
    { "board", "[log | update [FILE] | test | get [NAME] | set NAME VALUE |"
        " cut [SECONDS] | service [on|off] | calibrate WHAT VOLTS]",
        "the companion board", 0, 3, 0, cmd_board },
    { "staff", "add NAME --role R | passwd NAME | unlock NAME |"
        " set NAME NAME=VALUE... | list", "accounts, and what each person does"
        " at the school", 1, ARGS_MAX, BIT(O_ROLE), cmd_staff },
    { "alert", "[NAME [NAME=VALUE... | code | prove CODE]]",
        "what staff's own phones are texted", 0, ARGS_MAX, 0, cmd_alert },
    { "token", "add NAME --role R | list | wake KEY",
        "access tokens for programs", 1, 2,
        BIT(O_ROLE), cmd_token },
    { "webhook", "[add URL | remove ID | try ID]", "programs elsewhere that are"
        " told of messages", 0, 2, 0, cmd_webhook },
    { "backup", "DIR", "a copy of everything, under a passphrase", 1, 1,
        BIT(O_PASSPHRASE), cmd_backup },
    { "restore", "FILE [--replace]", "from a backup", 1, 1, BIT(O_PASSPHRASE)
        | BIT(O_REPLACE), cmd_restore },
    { "tls", "[show | renew]", "the certificate of the encrypted page", 0, 1,
        0, cmd_tls },
    { "papers", "[case|wrong|teacher|parents...] [--language XX] [--paper SIZE]"
        " [-o FILE.pdf]", "papers to hang up, as a PDF", 0, 4, BIT(O_LANGUAGE)
            | BIT(O_PAPER) | BIT(O_OUTPUT), cmd_papers },
    { "export", "--family ID | --child NAME|ID FILE | --school FILE", "all about"
        " one family as JSON; about a child, or the school, as a ZIP", 0, 1,
        BIT(O_FAMILY) | BIT(O_CHILD) | BIT(O_SCHOOL), cmd_export },
    { 0 }
};

const struct entry *
command_find(const char *name)
{
    for (const struct entry *e = commands; e->name; e++)
        if (!strcmp(e->name, name))
            return e;
    return NULL;
}

/* How many letters two words differ by: one more, one less, another one, or two
 * that changed places. Longer words than these differ by as many. */
static size_t
differ_by(const char *a, const char *b)
{
    enum { LETTERS = 20 };
    size_t at[LETTERS + 1][LETTERS + 1], n = strlen(a), m = strlen(b);

    if (n > LETTERS || m > LETTERS)
        return LETTERS;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            size_t best = i && j ? at[i - 1][j - 1] + (a[i - 1] != b[j - 1])
                                 : i + j;

            if (i && j && at[i - 1][j] < best)
                best = at[i - 1][j] + 1;
            if (i && j && at[i][j - 1] < best)
                best = at[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
                && at[i - 2][j - 2] < best)
                best = at[i - 2][j - 2] + 1;
            at[i][j] = best;
        }
    return at[n][m];
}

const char *
command_near(const char *name)
{
    const char *near = NULL;
    size_t least = strlen(name) > 3 ? 3 : 2;

    for (const struct entry *e = commands; e->name; e++) {
        size_t d = differ_by(e->name, name);

        if (d < least) {
            least = d;
            near = e->name;
        }
    }
    return near;
}
