/* mapping.c - the table of who gets what, row by row. */
#include "mapping/mapping.h"

#include "mapping/answer.h"
#include "mapping/concern.h"
#include "mapping/whose.h"
#include "text/spoken.h"
#include "text/unicode.h"
#include "text/words.h"

#include <stdio.h>
#include <string.h>

static const char *const tray_names[] = {
    [MAPPING_NO_TRAY] = "",
    [MAPPING_NOTICES] = "notices",
    [MAPPING_UNKNOWN] = "unknown",
    [MAPPING_SHARED] = "shared",
    [MAPPING_SAFEGUARDING] = "safeguarding",
    [MAPPING_QUARANTINE] = "quarantine",
    [MAPPING_STAFF] = "staff",
    [MAPPING_MONEY] = "notices",
};
enum { TRAYS = sizeof(tray_names) / sizeof(*tray_names) };

const char *
mapping_tray_name(enum mapping_tray tray)
{
    return (unsigned)tray < TRAYS ? tray_names[tray] : "";
}

enum err
mapping_tray_parse(const char *name, enum mapping_tray *out)
{
    for (int i = 1; i < (int)TRAYS; i++) {
        if (strcmp(name, tray_names[i]) == 0) {
            *out = (enum mapping_tray)i;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

static void
put_in(struct mapping *m, enum mapping_tray tray, enum reason_code why)
{
    m->tray = tray;
    m->reason = reason_of(why);
}

static words_set
languages_of(const struct mapping_input *in)
{
    words_set set = words_language("en");

    for (size_t i = 0; i < 4 && in->languages[i]; i++)
        set |= words_language(in->languages[i]);
    return set;
}

static bool
is_own(const struct mapping_input *in)
{
    for (int i = 0; i < in->own_count; i++)
        if (strcmp(in->own[i], in->sender) == 0)
            return true;
    return false;
}

/* What no family wrote. True when that decided. */
static bool
decide_without_family(const struct mapping_input *in, struct mapping *m)
{
    if (in->data && !(in->picture && in->family_count > 0))
        put_in(m, MAPPING_NOTICES, REASON_FOR_THE_PHONE);
    else if (is_own(in))
        put_in(m, MAPPING_NOTICES, REASON_OWN_SIM);
    else if (in->kind == PHONE_LETTERS)
        put_in(m, MAPPING_NOTICES, REASON_SENDER_IS_A_NAME);
    else if (in->kind == PHONE_SHORT)
        put_in(m, MAPPING_NOTICES, REASON_SENDER_IS_SHORT);
    else if (in->undecodable)
        put_in(m, MAPPING_QUARANTINE, REASON_NOT_DECODED);
    else
        return false;
    return true;
}

/* The only question-asking family among those that share the phone; 0: none or
 * several. */
static int64_t
asked_family(const struct mapping_input *in)
{
    int64_t found = 0;

    for (int i = 0; i < in->question_count; i++) {
        int64_t id = in->questions[i].family;

        if (found && id != found)
            return 0;
        found = id;
    }
    for (int i = 0; i < in->family_count; i++)
        if (in->families[i].id == found)
            return found;
    return 0;
}

static struct reason
call_of_several(int families)
{
    struct reason r = reason_of(REASON_SHARED_CALL);

    reason_add_number(&r, families);
    return r;
}

static enum err
decide_shared(const struct mapping_input *in, words_set set, struct mapping *m)
{
    struct whose w = { 0 };
    enum err e = OK;

    if (in->text)
        e = whose_child(
            in->text, set, in->families, in->family_count, &w);
    else
        w.reason = call_of_several(in->family_count);
    if (e)
        return e;
    m->family = w.family;
    m->suggestion = w.suggestion;
    m->tray = w.family ? MAPPING_NO_TRAY : MAPPING_SHARED;
    m->reason = w.reason;
    if (!w.family && !w.suggestion && (m->suggestion = asked_family(in))) {
        m->reason = reason_of(REASON_OPEN_QUESTION);
        reason_add_reason(&m->reason, &w.reason);
    }
    return OK;
}

static enum err
decide_unknown(const struct mapping_input *in, words_set set, struct mapping *m)
{
    bool withheld = in->kind == PHONE_WITHHELD;
    struct whose w = { 0 };
    enum err e = OK;

    if (in->text && in->other_count > 0)
        e = whose_name(in->text, set, in->others, in->other_count, &w);
    put_in(m, MAPPING_UNKNOWN,
        withheld ? REASON_NO_NUMBER : REASON_NO_FAMILY);
    m->suggestion = w.suggestion;
    if (w.suggestion)
        reason_join(&m->reason, &w.reason);
    return e;
}

static enum err
decide_family(const struct mapping_input *in, words_set set, struct mapping *m)
{
    if (in->known && in->family_count == 0) {
        put_in(m, MAPPING_NOTICES, REASON_NUMBER_NO_PARENT);
        return OK;
    }
    if (in->kind == PHONE_WITHHELD || in->family_count == 0)
        return decide_unknown(in, set, m);
    if (in->family_count > 1)
        return decide_shared(in, set, m);
    m->family = in->families[0].id;
    put_in(m, MAPPING_NO_TRAY, REASON_ONLY_FAMILY);
    return OK;
}

static enum mapping_action
action_of(const struct mapping_input *in, words_set spoken)
{
    enum words_opt opt = words_opt(spoken, in->text);
    enum words_wrong wrong;

    if (in->kind == PHONE_WITHHELD)
        return MAPPING_NO_ACTION;
    if (opt == WORDS_OPT_STOP)
        return MAPPING_OPT_OUT;
    if (opt == WORDS_OPT_START)
        return MAPPING_OPT_IN;
    wrong = words_wrong(in->text);
    if (wrong == WORDS_WRONG_SURE)
        return MAPPING_WRONG_NUMBER;
    if (opt == WORDS_OPT_ASK)
        return MAPPING_STOP_ASK_STAFF;
    if (opt == WORDS_OPT_ASK_START)
        return MAPPING_START_ASK_STAFF;
    return wrong == WORDS_WRONG_PERHAPS ? MAPPING_WRONG_ASK_STAFF
                                        : MAPPING_NO_ACTION;
}

/* An answer is counted only where the text says nothing else, and where it is
 * known whose child it is about. */
static enum err
read_answer(const struct mapping_input *in, words_set spoken,
    struct mapping *m)
{
    enum err e;

    if (m->action == MAPPING_OPT_OUT || m->action == MAPPING_OPT_IN
        || in->family_count == 0)
        return OK;
    e = answer_read(in, spoken, m->family, &m->answer);
    if (!e && m->answer.question && (m->tray == MAPPING_SHARED || m->action))
        m->answer.ask_staff = true;
    return e;
}

/* Answer and action of a text that a family or an unknown person wrote. */
static enum err
read_text(const struct mapping_input *in, words_set set, struct mapping *m)
{
    words_set spoken = set | spoken_in(in->country);

    m->action = action_of(in, spoken);
    return read_answer(in, spoken, m);
}

/* The languages in which the text may be, as tags. */
static void
list_spoken(words_set spoken, char *out, size_t room)
{
    static const char *const tags[] = { "am", "ar", "en", "es", "fr", "hi",
        "pt", "sw", "tr" };
    size_t n = 0;

    *out = '\0';
    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
        if (spoken & words_language(tags[i]) && n < room)
            n += (size_t)snprintf(out + n, room - n, "%s ", tags[i]);
}

/* What the text tells of harm comes first, whoever or whatever sent it; what
 * cannot wait is what a person wrote, not an advert. */
static void
hear(const struct mapping_input *in, words_set set, bool person,
    struct mapping *m)
{
    const struct concern_words *harm = in->harm ? in->harm
                                                : concern_words_built_in();
    char spoken[64], word[CONCERN_REASON_MAX];

    list_spoken(set | spoken_in(in->country), spoken, sizeof(spoken));
    m->concern = concern_of(harm, in->text, spoken, word);
    if (person) {
        m->urgent = urgent_of(in->text, spoken);
        m->asks_call = urgent_asks_call(in->text, spoken);
    }
    /* Whom everybody has to look for is hidden from nobody on a mere guess. */
    if (m->concern == CONCERN_SURE && m->urgent == URGENT_MISSING
        && !concern_by_rule(harm, in->text, spoken))
        m->concern = CONCERN_PERHAPS;
    if (m->concern == CONCERN_SURE) {
        struct reason why = reason_of(REASON_HARM);

        reason_add_text(&why, word);
        reason_add_reason(&why, &m->reason);
        m->tray = MAPPING_SAFEGUARDING;
        m->reason = why;
    }
}

enum err
mapping_decide(const struct mapping_input *in, struct mapping *out)
{
    words_set set = languages_of(in);
    struct mapping m = { 0 };
    bool person;
    enum err e = OK;

    if (in->text && !unicode_valid(in->text))
        return ERR_INPUT;
    person = !decide_without_family(in, &m);
    if (person)
        e = decide_family(in, set, &m);
    if (!e && in->text)
        hear(in, set, person, &m);
    if (!e && in->text && person && m.concern != CONCERN_SURE)
        e = read_text(in, set, &m);
    if (!e)
        *out = m;
    return e;
}
