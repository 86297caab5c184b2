/* mapping.h - whose message is this? A pure decision over what the caller
 * knows, always with its reason. Rather a tray than the wrong family. Any
 * thread; nothing is kept. */
#ifndef NOTEHOME_MAPPING_H
#define NOTEHOME_MAPPING_H

#include "base/err.h"
#include "mapping/concern.h"
#include "mapping/urgent.h"
#include "text/phone.h"
#include "text/reason.h"

#include <stdbool.h>
#include <stdint.h>

enum { MAPPING_OPTIONS_MAX = 9 };

/* Reaches the disk: never renumber. */
enum mapping_tray {
    MAPPING_NO_TRAY = 0,        /* in the family's thread */
    MAPPING_NOTICES = 1,        /* services: no reply box, never answered */
    MAPPING_UNKNOWN = 2,        /* no family has the number */
    MAPPING_SHARED = 3,         /* several have it and the text does not tell */
    MAPPING_SAFEGUARDING = 4,   /* named staff only */
    MAPPING_QUARANTINE = 5,     /* cannot be decoded */
    MAPPING_STAFF = 6,          /* to and from staff's own phones */
    MAPPING_LAST = MAPPING_STAFF,
    MAPPING_MONEY = 7           /* of NOTICES, and shown as such, to admins
                                 * alone; as read: on disk it is thread.money */
};

/* "notices", "unknown", "shared", "safeguarding", "quarantine"; "" for none. */
const char *mapping_tray_name(enum mapping_tray tray);
/* The other way round. ERR_NOT_FOUND: no such tray. */
MUST_CHECK enum err mapping_tray_parse(
    const char *name, enum mapping_tray *out);

/* A family as far as this decision needs it; all borrowed, names UTF-8. */
struct mapping_family {
    int64_t id;
    const char *name;           /* what staff call it; may be "" */
    const char *const *children; /* full names, first name first */
    int child_count;
    const char *const *guardians;
    int guardian_count;
};

/* A question that was put to this phone and that it has not answered. */
struct mapping_question {
    int64_t id;
    int64_t family;             /* whose child it was about; 0: not known */
    int64_t asked;              /* order: the greatest is the newest */
    int option_count;           /* 1..MAPPING_OPTIONS_MAX */
    const char *const *options; /* "yes", "no", ... in any language */
    bool closed;                /* too late: an answer is shown to staff */
    bool overtaken;             /* something else was asked of the phone
                                 * since: a mere yes may be for that */
};

/* What staff said of a number that no family has. */
enum mapping_known {
    MAPPING_NOBODY = 0,         /* nothing */
    MAPPING_SUPPLIER = 1,       /* no parent, but somebody to answer */
    MAPPING_MISTAKE = 2         /* wanted somebody else */
};

struct mapping_input {
    const char *sender;         /* canonical, phone.h; "" when withheld */
    enum phone_class kind;
    const char *const *own;     /* canonical numbers of our own SIMs */
    int own_count;
    const char *text;           /* UTF-8; NULL for a missed call */
    enum mapping_known known;
    bool undecodable;           /* nothing could be read */
    bool data;                  /* for no person: ports, MMS, voicemail */
    bool picture;               /* of those: somebody sent one; text is NULL */
    const char *languages[4];   /* tags: of families and school; NULLs at end */
    const char *country;        /* where the school is, ISO 3166: words of what
                                 * is spoken there count too; NULL: not known */
    const struct concern_words *harm; /* NULL: those that are built in */
    const struct mapping_family *families; /* those that have the number */
    int family_count;
    const struct mapping_family *others; /* to find names in when nobody has */
    int other_count;                     /* the number; may be none */
    const struct mapping_question *questions; /* in any order */
    int question_count;
};

/* What the caller should do besides filing. */
enum mapping_action {
    MAPPING_NO_ACTION = 0,
    MAPPING_OPT_OUT = 1,        /* the phone said STOP: confirm once */
    MAPPING_OPT_IN = 2,
    MAPPING_STOP_ASK_STAFF = 3, /* says stop with a courtesy or in a sentence */
    MAPPING_WRONG_NUMBER = 4,   /* says that the number is wrong and nothing
                                 * else: hold it for all its families, ask
                                 * staff */
    MAPPING_WRONG_ASK_STAFF = 5, /* may say so: ask staff, hold nothing */
    MAPPING_START_ASK_STAFF = 6
};

struct mapping_answer {
    int64_t question;           /* 0: the text is no answer */
    int option;                 /* 1..option_count; 0, with ask_staff: it is
                                 * about the question, and none is likely */
    bool ask_staff;             /* to look at, not counted */
};

struct mapping {
    enum mapping_tray tray;
    int64_t family;             /* the thread; 0 none. With SAFEGUARDING: whose
                                 * it would be, for those who may see it */
    int64_t suggestion;         /* a family to offer staff; 0 none */
    struct reason reason;       /* stored with the message */
    enum concern concern;       /* of the text; sure is in SAFEGUARDING */
    bool asks_call;             /* a person does, in words */
    enum urgent urgent;         /* what cannot wait, of what a person wrote */
    struct mapping_answer answer;
    enum mapping_action action;
};

/* Decides. ERR_MEMORY; ERR_INPUT: text or a name is not UTF-8. */
MUST_CHECK enum err mapping_decide(
    const struct mapping_input *in, struct mapping *out);

#endif
