/* unconfirmed.c - nothing about a child goes to a number that nobody has
 * confirmed: who wrote from it says itself whose it is. Declared in
 * send_own.h. */
#include "send/send_own.h"

#include "store/people/people.h"

#include <string.h>

/* The family has the number, and somebody vouches for it. */
static enum err
is_confirmed(struct db *db, const struct send_target *t, bool *confirmed)
{
    struct query q = query_start(db,
        "SELECT 1 FROM phone p JOIN guardian_phone gp ON gp.phone = p.id"
        " JOIN family_guardian fg ON fg.guardian = gp.guardian"
        " WHERE p.number = :number AND fg.family = :family"
        " AND NOT (p." PHONE_IS_PENDING ")"
        " AND NOT " PHONE_IS_DISOWNED("p") " LIMIT 1");

    query_text(&q, ":number", t->number);
    query_int(&q, ":family", t->family);
    *confirmed = query_row(&q);
    return query_end(&q);
}

enum err
send_check_unconfirmed(struct send_plan *p)
{
    const struct send_target *to = &p->targets[0];
    const char *text = send_text_for(p->s, to->language).text;
    char word[SEND_WORD];
    bool confirmed = true;
    enum err e;

    if (!send_to_number(p->s) || !to->family)
        return OK;
    if ((e = is_confirmed(p->db, to, &confirmed)) || confirmed)
        return e;
    if (strstr(text, "{child") || strstr(text, "{class"))
        return reason_refuse(p->why, ERR_REFUSED,
            reason_of(REASON_UNCONFIRMED_FIELDS));
    if ((e = send_find_child_in(p->db, to->family, p->s, text, word)))
        return e;
    return !*word ? OK : reason_refuse(p->why, ERR_REFUSED,
        reason_text(REASON_UNCONFIRMED_WORD, word));
}
