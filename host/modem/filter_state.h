/* filter_state.h - what the parts of the line filter share: commands on their
 * way down (line_filter.c), a message on its way out (filter_send.c), lines on
 * their way up (filter_lines.c, filter_answer.c). For these alone. */
#ifndef NOTEHOME_FILTER_STATE_H
#define NOTEHOME_FILTER_STATE_H

#include "modem/line.h"
#include "modem/line_filter.h"

/* Any modem answers it, at any time, with a line that tells it apart. */
#define FILTER_SYNC_COMMAND "AT+CSQ"

enum {
    FILTER_PROMPT_MS = 7000,
    COMMAND_MAX = 1100,         /* a USSD code in UCS-2 hex fits */
    LINE_MAX_BYTES = 1200,
    REPLY_MAX = 128 * 1024,
    DRAIN_MS = 150,             /* for answers to questions asked twice */
    ENTRIES_MAX = 1000,
    SEND_HEX_MAX = 2 * (1 + 11 + TPDU_MAX)
};

enum filter_phase {
    PHASE_IDLE,
    PHASE_ANSWER,       /* a command waits for its final result */
    PHASE_PROMPT,       /* AT+CMGS waits for "> " */
    PHASE_TEXT,         /* libgammu writes the PDU, which is held back */
    PHASE_RESULT,       /* Ctrl-Z went out */
    PHASE_SYNC          /* whose answer is it? see filter_sync() */
};

/* What the next line is. */
enum filter_expect {
    EXPECT_ANYTHING,
    EXPECT_LISTED,      /* the PDU of a listed message */
    EXPECT_DIRECT,      /* the PDU of +CMT or +CDS */
    EXPECT_PAGE         /* a cell broadcast */
};

enum filter_after { AFTER_NOTHING, AFTER_REPEAT, AFTER_FAIL };

struct filter_slot {
    int store, index;
    char pdu[LINK_PDU_MAX];
};

struct line_filter {
    const struct filter_calls *calls;
    void *self;
    int64_t now;
    enum filter_phase phase;
    int64_t due;                /* the phase's deadline */
    int64_t quiet_due;          /* when a doubtful answer is given up */

    char command[COMMAND_MAX];  /* under way */
    bool own;                   /* it is ours, not libgammu's */
    int library_store;          /* that libgammu selected last, and holds so */
    bool orphan;                /* libgammu has given it up */
    bool suspect;               /* a line could not be understood */
    bool info;                  /* it had an information line */
    int repeats;

    char library_waits[COMMAND_MAX];    /* "" for none */
    char own_waits[512];        /* a USSD code in UCS-2 hex fits */
    int own_ms;

    char typed[COMMAND_MAX];    /* libgammu's line so far */
    size_t typed_n;
    bool swallow;               /* drop what libgammu types up to Ctrl-Z */

    struct tpdu armed;
    bool is_armed;
    bool reported;              /* FILTER_RESULT was given for this AT+CMGS */
    char hex[SEND_HEX_MAX + 2];
    size_t hex_n;
    bool hex_passed;
    int reference;              /* -1; -2: two that differ */
    int probes;                 /* the harmless question was put meanwhile */
    bool late;                  /* the result's time is over */

    char line[LINE_MAX_BYTES];  /* from the modem so far */
    size_t line_n;
    char held[LINE_MAX_BYTES];  /* a line not looked at yet; "" for none */
    bool split;                 /* a notice stood right after it */
    char ussd[2 * LINE_MAX_BYTES];      /* a +CUSD that is not closed yet */
    int ussd_lines;

    enum filter_expect expect;
    struct link_part next;      /* the header that came before the PDU */
    int octets;
    struct link_part entry[ENTRIES_MAX];
    int entries;
    bool too_many;

    char reply[REPLY_MAX];
    size_t reply_n;

    bool hidden[LINK_STORE_SR + 1];     /* filter_hide_store() */
    int store;
    struct {
        int used, size;
    } memory[LINK_STORE_SR + 1];
    struct filter_slot shown, allowed;

    enum filter_after after;
    int sync_tries, sync_talks;
    bool sync_seen, draining;
    bool contacted;
};

/* --- line_filter.c ---------------------------------------------------- */
void filter_modem_says(struct line_filter *f, const char *text);
void filter_library_says(struct line_filter *f, const char *text);
/* Gives libgammu the whole answer at once, behind an echo of our making. */
void filter_answer_library(struct line_filter *f, enum line_final final,
                           int code);
/* The command under way has its final result. */
void filter_complete(struct line_filter *f, enum line_final final, int code);
void filter_go_idle(struct line_filter *f);
/* Asks the harmless question and drops all before its answer. */
void filter_begin_sync(struct line_filter *f, enum filter_after after);
/* Waits for the answer to one that was asked already. */
void filter_await_sync(struct line_filter *f);
/* Its answer came. */
void filter_sync_seen(struct line_filter *f);
/* Drops what comes for a short while, then goes on. */
void filter_drain(struct line_filter *f);
void filter_silent(struct line_filter *f);

/* --- filter_send.c ------------------------------------------------------ */
/* False: command is not the one that leave was given for. */
bool filter_begin_send(struct line_filter *f, const char *command);
/* The modem waits for text. */
void filter_prompt(struct line_filter *f);
/* One byte of the PDU that libgammu writes after the prompt. */
void filter_take_text(struct line_filter *f, char c);
/* A final result that came while a part was on its way. */
void filter_complete_send(struct line_filter *f, enum line_final final,
                          int code);
/* Tells how the armed part ended; only the first time. */
void filter_result(struct line_filter *f, enum link_outcome outcome,
                   int reference, enum link_error error, int code);
/* The deadline of one of the phases of sending is over. */
void filter_give_up_send(struct line_filter *f, bool quiet);

/* --- filter_answer.c --------------------------------------------------- */
/* Forgets what the answer so far was. */
void filter_clear_answer(struct line_filter *f);
/* Gives a +CUSD text as it is, though its quotes do not pair. */
void filter_end_ussd(struct line_filter *f);
/* Gives the entries of a whole listing as events. */
void filter_give_entries(struct line_filter *f);
/* A whole line of the modem. */
void filter_take_line(struct line_filter *f, const char *line);
/* One that no command asked for. */
void filter_notice(struct line_filter *f, const char *line,
                   enum line_notice kind);
/* Something came that ends nothing: the modem is given a while to go on. */
void filter_wait_quiet(struct line_filter *f);
/* The answer to AT+CPMS=? as libgammu is to have it; listed: the modem gave a
 * list. */
void filter_tell_stores(struct line_filter *f, bool listed);
bool filter_is_listing(const struct line_filter *f);
bool filter_is_reading(const struct line_filter *f);

#endif
