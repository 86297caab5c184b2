/* send_sure.c - phones that are not like the others: who asked for no more
 * texts, whose number is wrong, or may be. */
#include "send/send_own.h"

#include "store/people/people.h"

#include <string.h>
#include <strings.h>

const char *
send_nameless(const char *language)
{
    static const char *const words[][2] = { { "en", "your child" },
        { "sw", "mtoto wako" }, { "fr", "votre enfant" }, { "ar", "طفلكم" },
        { "es", "su hijo o hija" }, { "pt", "o seu filho ou filha" },
        { "am", "ልጅዎ" }, { "hi", "आपका बच्चा" }, { "tr", "çocuğunuz" } };
    size_t n = strcspn(language, "-_");

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strlen(words[i][0]) == n && !strncasecmp(words[i][0], language, n))
            return words[i][1];
    return words[0][1];
}

/* --- one answer ----------------------------------------------------------- */

/* Whether the phone wrote, and got no answer of this kind since. */
static enum err
may_answer_once(struct db *db, const char *number, bool *may)
{
    struct query q = query_start(db,
        "WITH last (id) AS (SELECT max(id) FROM message"
        "  WHERE number = :number AND " MESSAGE_IS_IN ")"
        " SELECT id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message o"
        "  WHERE o.number = :number AND o." MESSAGE_IS_OUT
        "  AND o.forced = 1 AND o.author <> '' AND o.id > last.id)"
        " FROM last");

    query_text(&q, ":number", number);
    if (query_row(&q))
        *may = query_get_int(&q, 0) != 0;
    return query_end(&q);
}

static enum err
force(struct send_plan *p, const char *number,
    const struct people_phone *phone, bool *forced)
{
    bool wrong = phone->state == PHONE_WRONG;
    bool stopped = phone->state == PHONE_OPTED_OUT;
    bool may = false;
    enum err e;

    if (!wrong && !stopped && !phone->asked)
        return OK;
    *forced = true;
    if (send_is_urgent(p->s))
        return !stopped || p->s->rules->urgent_to_stopped ? OK
            : reason_refuse(p->why, ERR_REFUSED,
                reason_of(REASON_LAW_FORBIDS_STOPPED));
    if (wrong || p->many)
        return reason_refuse(p->why, ERR_REFUSED,
            reason_of(REASON_ONLY_URGENT_GOES));
    if ((e = may_answer_once(p->db, number, &may)) || may)
        return e;
    return reason_refuse(p->why, ERR_REFUSED,
        reason_of(REASON_ONE_ANSWER_GONE));
}

/* --- names of children ---------------------------------------------------- */

/* A name that was typed, in the text that this phone gets, of a child of any
 * family that it is for: an urgent text goes as it is. */
static enum err
check_names(struct send_plan *p, const struct send_target *t)
{
    const char *text = send_text_for(p->s, t->language).text;
    char word[SEND_WORD] = "";
    enum err e;

    if (!t->family || p->s->sure || send_is_urgent(p->s))
        return OK;
    e = send_find_child_in(p->db, t->family, p->s, text, word);
    for (int i = 0; !e && !*word && i < t->n_also; i++)
        e = send_find_child_in(p->db, t->also[i], p->s, text, word);
    return e || !*word ? e
        : reason_refuse(p->why, ERR_REFUSED,
            reason_text(REASON_CHILD_TO_DOUBTED, t->number));
}

enum err
send_look_at(struct send_plan *p, const struct send_target *t,
    struct send_phone *out)
{
    struct people_phone phone = { .state = PHONE_WORKING };
    enum err e = phone_get(p->db, t->number, &phone);

    *out = (struct send_phone){ .nameless = phone.doubted
        || phone.state == PHONE_WRONG };
    if (e == ERR_NOT_FOUND)
        return OK;
    if (!e && phone.doubted)
        e = check_names(p, t);
    if (!e && out->nameless && p->s->facts)
        e = reason_refuse(p->why, ERR_REFUSED,
            reason_text(REASON_CHILD_TO_DOUBTED, t->number));
    if (!e && p->s->sure)
        e = force(p, t->number, &phone, &out->forced);
    return e;
}

enum err
send_look_first(struct send_plan *p)
{
    struct send_phone phone;
    enum err e = OK;

    for (int i = 0; i < p->count; i++)
        if ((e = send_look_at(p, &p->targets[i], &phone)) != ERR_REFUSED)
            return e;
    return p->count < 2 ? e : reason_refuse(p->why, e,
        reason_of(REASON_NOBODY_REACHED));
}
