/* main.c - notehome: the options of a command, and its help. */
#include "cli/commands.h"
#include "cli/show.h"

#include <argp.h>
#include <assert.h>
#include <curl/curl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Before each text stand the commands that take it; where it means another
 * thing to another of them, that comes behind OR. */
#define OR " | "
static const struct argp_option option_list[] = {
    { "config", 'c', "FILE", 0, "Read FILE (/etc/notehome/notehome.conf)", 1 },
    { "socket", 's', "PATH", 0, "Ask the daemon at PATH", 1 },
    { "json", 'j', NULL, 0, "Answer in JSON, for programs", 1 },
    { "help", '?', NULL, 0, "Say how it is used; after a command: that one",
        1 },
    { "usage", 0, NULL, OPTION_ALIAS | OPTION_HIDDEN, NULL, 1 },
    { "version", 'V', NULL, 0, "Say which version this is", 1 },
    { "to", O_TO, "NUMBER", 0, "send: to this phone | whose: confirm or"
        " undo this number of the thread | register: to a name or number with"
        " this in it", 2 },
    { "thread", O_THREAD, "ID", 0, "send: to whoever wrote last in it", 2 },
    { "family", O_FAMILY, "ID", 0, "send, file, whose, export, search: this"
        " family",
        2 },
    { "class", O_CLASS, "NAME", 0, "send: to this class | import: of the whole"
        " list | unreached, register: only of this class | whose: of the child"
        " of a new family | search: its families' messages", 2 },
    { "all", O_ALL, NULL, 0, "send: to everybody", 2 },
    { "text", O_TEXT, "TEXT", 0, "send, facts: {child}, {guardian}, {class}"
        " and {school} are filled in, of facts {missing}, {mark}, ... too |"
        " register: with these words", 2 },
    { "ask", O_ASK, "WHAT", 0, "send, facts: these answers, as yes,no: add"
        " \"Reply 1 yes, 2 no\" and collect them | whose: this number of the"
        " family, whether the other is theirs", 2 },
    { "priority", O_PRIORITY, "P", 0, "send: urgent, normal or bulk", 2 },
    { "at", O_AT, "TIME", 0, "send: not before 14:30, or \"2026-11-21"
        " 14:30\"", 2 },
    { "expires", O_EXPIRES, "D", 0, "send: not after 30m, 6h, 2d or a time",
        2 },
    { "from", O_FROM, "DAY", 0, "search, register: from this day on, as"
        " 2026-11-29", 3 },
    { "until", O_UNTIL, "DAY", 0, "search, register: up to this day, with it",
        3 },
    { "who", O_WHO, "NAME", 0, "register: written by this account", 3 },
    { "school", O_SCHOOL, NULL, 0, "export: all about the school", 3 },
    { "tell", O_TELL, NULL, 0, "event: home is told; of a concern an admin"
        " decides", 3 },
    { "csv", O_CSV, NULL, 0, "register: as a file, up to 50,000 texts", 3 },
    { "unread", O_UNREAD, NULL, 0, "threads: only with unread messages", 3 },
    { "waiting", O_WAITING, NULL, 0, "threads: only those that wait for an"
        " answer, who waits longest first", 3 },
    { "now", O_NOW, NULL, 0, "threads: only what cannot wait, the worst first",
        3 },
    { "tray", O_TRAY, "NAME", 0, "threads: of notices, unknown, shared,"
        " safeguarding, quarantine or staff", 3 },
    { "dry-run", O_DRY, NULL, 0, "import, facts, absences, prompts: only"
        " say what would change", 3 },
    { "map", O_MAP, "COLUMN=NAME", 0, "import, facts, absences: which column"
        " of the list is the child, as child=\"Student Name\" or phone=#4; may"
        " be given several times", 3 },
    { "same", O_SAME, "\"4 b=4B\"", 0, "import: these are one class, the"
        " second; may be given several times", 3 },
    { "one", O_ONE, "\"CHILD, CLASS\"", 0, "import: rows with this child and"
        " class are of one child, whoever its guardians; or all | facts,"
        " absences: 7=312, row 7 is child 312; 7=none", 3 },
    { "new-year", O_YEAR, NULL, 0, "import: all children of a new school year;"
        " who is not in the list has left", 3 },
    { "role", O_ROLE, "R", 0, "staff, token: admin, staff, safeguarding or"
        " reader", 3 },
    { "code", O_CODE, "CODE", 0, "balance: the network's code, kept for next"
        " time", 3 },
    { "representatives", O_REPS, NULL, 0, "send: of the class, or of all: only"
        " those who call the others", 2 },
    { "sure", O_SURE, NULL, 0, "send: urgent, so also to phones that opted out"
        " or may be wrong; or the one answer to a phone that opted out", 2 },
    { "guardian", O_GUARDIAN, "ID", 0, "whose: a new number of theirs", 3 },
    { "name", O_NAME, "NAME", 0, "whose: of the guardian or supplier", 3 },
    { "relation", O_RELATION, "R", 0, "whose: mother, uncle, ...", 3 },
    { "collect", O_COLLECT, "yes|no", 0, "whose: may they collect the child",
        3 },
    { "confirmed", O_CONFIRMED, "person", 0, "whose: somebody met or called"
        " them", 3 },
    { "child", O_CHILD, "NAME", 0, "whose: of a new family | send: about"
        " this child, by name or number; several with commas between | export:"
        " all about this child, by name or number", 3 },
    { "none", O_NONE, NULL, 0, "send: it ends with \"No answer needed.\" |"
        " answer: it is no answer | good: it is none | absent:"
        " they came after all", 3 },
    { "yes", O_YES, NULL, 0, "menu, ussd, import: I am sure, although it"
        " spends credit, sets the SIM's services, or most children would leave",
        3 },
    { "seconds", O_SECONDS, "N", 0, "modems: how long the diary is kept, 180 if"
        " you do not say", 3 },
    { "network", O_NETWORK, "N", 0, "menus: the operator's MCC and MNC, as"
        " 63902", 3 },
    { "kind", O_KIND, "K", 0, "menus: balance, bundles or buy | send: praise,"
        " information, question, concern or urgent | facts: the words, as"
        " \"Missing work\" | week: praise, information, question or concern",
        3 },
    { "steps", O_STEPS, "S", 0, "menus: '*144#; My account = 2; Balance = 1'",
        3 },
    { "reads", O_READS, "WORDS", 0, "menus: the words before the balance", 3 },
    { "passphrase-file", O_PASSPHRASE, "FILE", 0, "backup, restore: the"
        " passphrase is its first line", 3 },
    { "replace", O_REPLACE, NULL, 0, "restore: although there are messages"
        " already", 3 },
    { "language", O_LANGUAGE, "XX", 0, "papers: as fr, sw, ar; that of the"
        " school if you do not say", 3 },
    { "paper", O_PAPER, "SIZE", 0, "papers: a4 or letter", 3 },
    { "output", O_OUTPUT, "FILE", 0, "papers: the PDF, which must not be there"
        " yet; also -o", 3 },
    { NULL, 'o', NULL, OPTION_ALIAS, NULL, 3 },
    { 0 }
};

struct line {
    struct cli cli;
    uint64_t used;              /* BIT() of the options typed */
    bool help;
    int count;
    const char *args[ARGS_MAX + 1];
};

/* Where the text of an option goes. */
static const struct { int key; size_t at; } places[] = {
    { 'c', offsetof(struct cli, config) },
    { 's', offsetof(struct cli, socket) },
    { O_TO, offsetof(struct cli, to) },
    { O_THREAD, offsetof(struct cli, thread) },
    { O_FAMILY, offsetof(struct cli, family) },
    { O_GUARDIAN, offsetof(struct cli, guardian) },
    { O_NAME, offsetof(struct cli, name) },
    { O_RELATION, offsetof(struct cli, relation) },
    { O_COLLECT, offsetof(struct cli, collect) },
    { O_CONFIRMED, offsetof(struct cli, confirmed) },
    { O_CHILD, offsetof(struct cli, child) },
    { O_CLASS, offsetof(struct cli, class_name) },
    { O_TEXT, offsetof(struct cli, text) },
    { O_ASK, offsetof(struct cli, ask) },
    { O_PRIORITY, offsetof(struct cli, priority) },
    { O_AT, offsetof(struct cli, at) },
    { O_EXPIRES, offsetof(struct cli, expires) },
    { O_TRAY, offsetof(struct cli, tray) },
    { O_FROM, offsetof(struct cli, from) },
    { O_UNTIL, offsetof(struct cli, until) },
    { O_WHO, offsetof(struct cli, who) },
    { O_ROLE, offsetof(struct cli, role) },
    { O_CODE, offsetof(struct cli, code) },
    { O_NETWORK, offsetof(struct cli, network) },
    { O_KIND, offsetof(struct cli, kind) },
    { O_STEPS, offsetof(struct cli, steps) },
    { O_READS, offsetof(struct cli, reads) },
    { O_PASSPHRASE, offsetof(struct cli, passphrase_file) },
    { O_SECONDS, offsetof(struct cli, seconds) },
    { O_LANGUAGE, offsetof(struct cli, language) },
    { O_PAPER, offsetof(struct cli, paper) },
    { O_OUTPUT, offsetof(struct cli, output) },
};

/* False: it has no text. */
static bool
put_text(struct cli *c, int key, const char *text)
{
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (places[i].key == key) {
            *(const char **)((char *)c + places[i].at) = text;
            return true;
        }
    return false;
}

static bool *
flag_of(struct cli *c, int key)
{
    switch (key) {
    case 'j':
        return &c->json;
    case O_ALL:
        return &c->all;
    case O_UNREAD:
        return &c->unread;
    case O_DRY:
        return &c->dry_run;
    case O_REPLACE:
        return &c->replace;
    case O_REPS:
        return &c->representatives;
    case O_SURE:
        return &c->sure;
    case O_YES:
        return &c->yes;
    case O_NONE:
        return &c->none;
    case O_WAITING:
        return &c->waiting;
    case O_NOW:
        return &c->now;
    case O_YEAR:
        return &c->new_year;
    case O_CSV:
        return &c->csv;
    case O_TELL:
        return &c->tell;
    case O_SCHOOL:
        return &c->school;
    default:
        return NULL;
    }
}

static struct cli_texts *
texts_of(struct cli *c, int key)
{
    return key == O_MAP ? &c->maps : key == O_SAME ? &c->same
        : key == O_ONE ? &c->one : NULL;
}

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
    struct line *l = state->input;
    struct cli_texts *texts;
    bool *flag;

    assert(l);
    if (key == 'o')
        key = O_OUTPUT;
    texts = texts_of(&l->cli, key);
    flag = key == '?' ? &l->help : flag_of(&l->cli, key);
    if (key == ARGP_KEY_ARG) {
        if (l->count > ARGS_MAX)
            argp_error(state, "too many arguments");
        else
            l->args[l->count++] = arg;
        return 0;
    }
    if (key == 'V') {
        puts("notehome " VERSION);
        exit(0);
    }
    if (texts && texts->n == CLI_MAPS)
        argp_error(state, "an option is there too often");
    else if (texts)
        texts->text[texts->n++] = arg;
    else if (flag)
        *flag = true;
    else if (!put_text(&l->cli, key, arg))
        return ARGP_ERR_UNKNOWN;
    if (key >= O_TO && key < O_END)
        l->used |= BIT(key);
    return 0;
}

/* The commands, below the options in --help. */
static char *
help_filter(int key, const char *text, void *input)
{
    size_t bytes;
    char *made = NULL;
    FILE *to;

    (void)input;
    if (key != ARGP_KEY_HELP_POST_DOC || !(to = open_memstream(&made, &bytes)))
        return (char *)(uintptr_t)text;
    fputs("Commands:\n", to);
    for (const struct entry *e = commands; e->name; e++)
        fprintf(to, "  %s %s\n      %s\n", e->name, e->args, e->does);
    fputs("\nExit: 0 done, 1 refused or failed, 2 usage, 3 no daemon.", to);
    fclose(to);
    return made;
}

static const struct argp argp = { option_list, parse_option,
    "COMMAND [ARGUMENT...]", "Notes home by SMS: asks the daemon notehomed."
    "\v ", NULL, help_filter, NULL };

static int
unknown_command(const char *name)
{
    const char *near = command_near(name);

    if (near)
        return cli_usage("there is no command \"%s\". Did you mean \"%s\"?",
            name, near);
    return cli_usage("there is no command \"%s\"; \"notehome --help\" lists"
        " them.", name);
}

/* Whether the names before the colon, as "send, file: ", have this one. */
static bool
names(const char *line, const char *name)
{
    size_t n = strlen(name), bytes;

    for (;; line += bytes + 2) {
        bytes = strcspn(line, ",:");
        if (bytes == n && !memcmp(line, name, n))
            return true;
        if (line[bytes] != ',')
            return false;
    }
}

/* What an option means to the command, without the names before it. */
static void
print_meaning(const char *doc, const char *name)
{
    const char *at = doc, *next, *text;

    while (!names(at, name) && (next = strstr(at, OR)))
        at = next + strlen(OR);
    text = (text = strchr(at, ':')) ? text + 2 : at;
    next = strstr(text, OR);
    printf("      %.*s\n", (int)(next ? next - text : (ptrdiff_t)strlen(text)),
        text);
}

/* Its own options only. */
static void
help_one(const struct entry *e)
{
    printf("Usage: notehome %s %s\n%s.\n", e->name, e->args, e->does);
    for (const struct argp_option *o = option_list; o->name; o++)
        if (o->key >= O_TO && (e->options & BIT(o->key))) {
            printf("  --%s%s%s\n", o->name, o->arg ? "=" : "",
                o->arg ? o->arg : "");
            print_meaning(o->doc, e->name);
        }
    puts("  --json\n      Answer in JSON, for programs\n"
        "More: man notehome");
}

/* "notehome help", "help COMMAND", "COMMAND --help", "--help". */
static int
help(const struct line *l)
{
    bool word = l->count && !strcmp(l->args[0], "help");
    const char *name = l->count > word ? l->args[word] : NULL;
    const struct entry *e = name ? command_find(name) : NULL;

    if (name && !e)
        return unknown_command(name);
    if (e)
        help_one(e);
    else
        argp_help(&argp, stdout, ARGP_HELP_STD_HELP & ~ARGP_HELP_EXIT_OK,
            (char *)(uintptr_t)"notehome");
    return 0;
}

/* Does it, or says how it is used. */
static int
run(struct line *l)
{
    const struct entry *e = command_find(l->args[0]);
    int code;

    if (!e)
        return unknown_command(l->args[0]);
    l->cli.count = l->count - 1;
    l->cli.args = l->args + 1;
    if (l->cli.count < e->least || l->cli.count > e->most
        || (l->used & ~e->options))
        return cli_usage("usage: notehome %s %s", e->name, e->args);
    if (curl_global_init(CURL_GLOBAL_NOTHING))
        return cli_failed("out of memory.");
    code = e->run(&l->cli);
    curl_global_cleanup();
    return code;
}

int
main(int argc, char **argv)
{
    struct line l = { .count = 0 };
    int code;

    show_start();
    argp_err_exit_status = EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, ARGP_NO_HELP, NULL, &l))
        return EXIT_USAGE;
    if (l.help || (l.count && !strcmp(l.args[0], "help")))
        code = help(&l);
    else if (l.count)
        code = run(&l);
    else
        code = cli_usage("which command? \"notehome --help\" lists them.");
    return fflush(stdout) || ferror(stdout)
        ? cli_failed("the answer could not be written.") : code;
}
