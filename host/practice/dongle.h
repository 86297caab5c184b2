/* dongle.h - one practice dongle: power, SIM card, radio, stores, and the
 * port its programs open. What survives the loss of power lives here, the
 * rest in struct at. */
#ifndef NOTEHOME_PRACTICE_DONGLE_H
#define NOTEHOME_PRACTICE_DONGLE_H

#include "practice/at.h"
#include "practice/model.h"
#include "practice/network.h"
#include "practice/port.h"
#include "practice/replay.h"

#include <limits.h>

enum { DONGLES_MAX = 16 };

enum card_state { CARD_READY, CARD_PIN, CARD_PUK, CARD_OUT };

struct dongle_plan {
    const struct model *model;  /* NULL: the practice dongle */
    const struct replay *replay;    /* NULL: of no diary; it outlives it */
    int index;              /* 0 .. DONGLES_MAX - 1 */
    const char *path;       /* the link to make */
    const char *diag;       /* NULL: no second, deaf port */
    const char *pin;        /* "": none asked for */
    const char *number;     /* own, E.164 */
    const char *smsc;
    int sm_slots, me_slots;
    uint64_t seed;
};

/* One of its ports: those that answer share one terminal. */
struct dongle_port {
    struct dongle *dongle;
    enum model_role role;
    struct port *port;
};

struct dongle {
    struct loop *loop;
    struct air *air;
    struct network *network;
    struct network_line line;
    char name[16], imei[16], imsi[16], iccid[21];
    char path[PATH_MAX], diag_path[PATH_MAX];
    char home[PATH_MAX];            /* the path it started with */
    const struct model *model;
    const struct replay *replay;    /* that the model was learnt from; NULL */
    struct dongle_port ports[MODEL_PORTS];
    struct dongle_port *speaking;   /* the last that was typed at */
    struct port *port, *diag;       /* port tells; NULL: unplugged */
    int64_t ready_at;               /* loop_mono() when the SIM answers */
    bool locked;                    /* to another operator */
    bool direct;                    /* texts by +CMT, whatever AT+CNMI says */
    bool unacknowledged;            /* +CMT or +CDS waits for AT+CNMA */
    const char *next_line;          /* of model->start */
    struct at at;
    struct faults faults;
    bool silent, silent_till_reopen;

    enum card_state card;
    char pin[9], puk[9];
    int pin_tries, puk_tries;
    struct slots store[STORES];
    bool was_full;                  /* refused a text for lack of memory */
    struct pdu_bytes outgoing;      /* the TPDU being sent */
    struct slots *outgoing_store;   /* CMSS: from this slot; -1: CMGS */
    int outgoing_slot;
    uint8_t mr;                     /* the next TP-MR, kept on the SIM */

    bool radio;                     /* CFUN=1 */
    bool coverage;
    int rssi;                       /* 0..31, 99 */
    bool storage;                   /* false: HiLink-like, no SMS commands */
    bool packed_ussd;               /* takes and gives packed hex only */
    int64_t latency_ms;             /* from Ctrl-Z to the network */
    int64_t ussd_ms;                /* until the answer to a USSD code */
    int64_t boot_ms;                /* AT+CFUN=1,1: gone for so long */
    char boot_path[PATH_MAX];       /* and back under this name; "": same */
    int64_t noise_ms;               /* mean time between ^RSSI lines; 0 none */
    bool trace;                     /* commands go to the air log too */
    int64_t commands;               /* AT commands done since start */
    struct loop_timer plug_timer, noise_timer, memory_timer;
    struct loop_timer start_timer, idle_timer, ack_timer;
};

/* *out is set even when it fails, if there was memory: dongle_free() it after
 * network_free(). */
MUST_CHECK enum err dongle_new(struct loop *l, struct air *a,
    struct network *n, const struct dongle_plan *plan, struct dongle **out);
void dongle_free(struct dongle *d);

/* Power and the port come and go together. path "" keeps the last one.
 * ERR_EXISTS: plugged already, or the path is somebody's file. */
MUST_CHECK enum err dongle_plug(struct dongle *d, const char *path);
void dongle_unplug(struct dongle *d);
/* Unplugs, and plugs again after ms. */
void dongle_replug(struct dongle *d, int64_t ms, const char *path);
/* What AT+CFUN=1,1 does: soon off the bus, and back after boot_ms. */
void dongle_restart(struct dongle *d);

/* The SIM does not answer yet. */
bool dongle_is_starting(const struct dongle *d);
/* The network takes what was handed over as delivered, or gives it again. */
void dongle_acknowledged(struct dongle *d, bool taken);
/* AT+CSMS=1 is on: what was handed over waits for AT+CNMA. */
bool dongle_await_ack(struct dongle *d);
/* After power on: what the family says while it starts, and later by itself
 * (dongle_model.c). */
void dongle_start(struct dongle *d);
void dongle_stop(struct dongle *d);
/* Radio on, SIM ready, a cell in reach. */
bool dongle_has_service(const struct dongle *d);
/* Call after any change of radio, card or coverage: tells terminal and
 * network. */
void dongle_service_changed(struct dongle *d, bool before);
/* A slot became free: the network is told if it was turned away. */
void dongle_freed(struct dongle *d);
/* Room in the memory: what the network kept comes now. A timer's fire. */
void dongle_memory_alert(void *dongle);
/* Empties a slot and says so in the air log. */
void dongle_erase(struct dongle *d, enum at_store store, int index);
/* Says in the air log that a delete was answered OK and not done. */
void dongle_kept(struct dongle *d, enum at_store store, int index);

const char *dongle_store_name(enum at_store store);
/* Store and index inside it of a slot of mem, which may be STORE_MT. */
struct slots *dongle_store(struct dongle *d, enum at_store mem, int *index);
enum at_store dongle_store_named(const char *name);
/* A text or report from the network, kept or handed on as TS 27.005 §3.4.1
 * (CNMI) says; the call of a phone. For struct network_line. */
enum network_taken dongle_take(void *dongle, struct network_mt *mt);
void dongle_ring(void *dongle, const char *number, bool ended);

/* ^RSSI lines at random times, mean_ms apart; 0: none. */
void dongle_noise(struct dongle *d, int64_t mean_ms);

/* No answer to anything until power is cycled, or until the port was closed
 * as well. */
void dongle_silence(struct dongle *d, bool till_reopen);

#endif
