/* config.h - the configuration file (libconfig ends here).
 * Every setting stands in notehomed(8). */
#ifndef NOTEHOME_CONFIG_H
#define NOTEHOME_CONFIG_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { CONFIG_MODEMS_MAX = 8 };

struct config_modem {
    char name[32];
    char device[128];
    char pin[12];               /* "" when none */
    char connection[16];        /* libgammu's; "" for the usual */
    bool slow;                  /* keep libgammu's own pauses */
    int poll_ms;                /* 0: by itself */
};

struct config {
    struct {
        char name[80], country[3], timezone[48], language[16];
        char helpline[120];     /* who helps a child in danger; "" unsaid */
    } school;
    char data[200];             /* directory of notehome.db and backups */
    char control[108];          /* Unix socket */
    struct {
        char listen[48];
        int port;
        char cert[200], key[200]; /* of TLS; "": of our own making */
        int tls_port;           /* -1: not said, see config_tls_port() */
        bool lead;              /* from port to tls_port, once it was seen to
                                 * work */
        bool hsts;              /* browsers are to ask for TLS alone */
        char hosts[256];        /* more names the page may be called by,
                                 * spaces */
        int patience_seconds;   /* for a request to arrive whole */
        int lock_minutes;       /* without use that lock a session; 0 none */
    } web;
    char practice[108];         /* notehome-sim's control socket; "": none */
    int modems;                 /* 0: found by itself */
    struct config_modem modem[CONFIG_MODEMS_MAX];
    char board[128];            /* "auto", "none" or a path */
    char board_modem[32];       /* the dongle in the board's socket; "": the
                                 * only one */
    char shutdown[200];         /* run after the end when the battery is empty;
                                 * "" none */
    char keeper[24];            /* phone of who looks after this; "" none */
    bool keeper_weekly;         /* hears each Monday how last week was */
    struct {
        char lead[64], deputy[64]; /* names, for staff to read; "" none */
        char lead_phone[24], deputy_phone[24]; /* E.164; "" none */
    } safeguarding;             /* who is told of it, by a text that says
                                 * nothing */
    int quiet_from, quiet_to;   /* minutes after local midnight */
    int quiet_days;             /* without texts: bit 0 is Sunday */
    struct {
        int per_minute, per_15_minutes, per_day, numbers_per_day; /* 0: none */
        int numbers_per_month, same_per_15_minutes, same_per_day;
    } caps;                     /* of each SIM */
    struct {
        int per_hour, per_day;  /* parts, of all SIMs; 0: none */
        int credit;             /* whole money that a SIM must have left */
    } automatic;                /* texts that answer by themselves */
    bool urgent_to_stopped;     /* the law allows it */
    int alone;                  /* kinds whose texts to many wait for no second
                                 * person: bit 0 is that of TONE_NONE */
    bool alert_words;           /* a parent's words may stand in an alert */
    bool reports;               /* ask for delivery reports */
    int validity_hours;         /* default life of a message */
    char pin[12];               /* of SIMs for which the list has none */
    char stop_words[500];       /* more of them, one a line */
    char harm_words[500];      /* that tell of harm here, one a line */
    bool answer_on;             /* answers by itself, with */
    char answer_text[320];
    int keep_months;            /* texts; 0: for ever */
    struct {
        char folder[200];       /* of the nightly ones */
        char passphrase_file[200];
        char sticks[200];       /* where USB sticks are mounted; blanks
                                 * between */
        int days, weeks;        /* how many of each stay */
        int look_seconds;       /* how often sticks are looked for */
    } backup;
};

/* Reads path. ERR_INPUT: why (room bytes) gets "FILE:LINE: what is wrong";
 * *out is then untouched. */
MUST_CHECK enum err config_load(const char *path, struct config *out,
    char *why, unsigned long room);

#endif
