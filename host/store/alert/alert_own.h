/* alert_own.h - what the files of the alerts share; for them alone. */
#ifndef NOTEHOME_ALERT_OWN_H
#define NOTEHOME_ALERT_OWN_H

#include "base/clock.h"
#include "store/alert/alert.h"
#include "store/thread/wall.h"

/* Queues a text to a person's own phone, in its thread of the tray of staff's
 * phones; *id is the message's. It is an automatic one, and under their
 * ceiling. The one place for texts to staff but for the safeguarding lead's
 * (watch.h). As queue_add(). Needs a transaction. */
MUST_CHECK enum err alert_text_to(struct db *db, const char *number,
    const char *text, enum message_priority priority, int64_t life,
    const struct queue_rules *rules, int64_t *id, struct reason *why);

/* A proved phone of somebody who is told of something. */
struct alert_phone {
    int64_t staff;
    char number[64];
    bool answers;
    int quiet_from, quiet_to, digest;
    int64_t digest_day;
};
enum { ALERT_PHONES = 200 };
struct alert_phones {
    struct alert_phone who[ALERT_PHONES];
    int n;
};

#define ALERT_URGENT_LIFE (12 * HOUR)
#define ALERT_LIFE (4 * HOUR)

/* Whether a text of the thread t that waits cannot, and staff do not say it
 * can: a child is missing, no mere illness. */
#define ALERT_URGENT_ONES                                                      \
    " FROM message u WHERE u.thread = t.id"                                    \
    " AND u.urgent > 0 AND u.eased = 0 AND u." URGENT_IS_AT_ONCE               \
    " AND u.at >= t.waiting)"
#define ALERT_THREAD_IS_URGENT "EXISTS (SELECT 1" ALERT_URGENT_ONES

/* The threads that wait, each looked at once and not for each person. */
#define ALERT_WAITING                                                          \
    "WITH w AS MATERIALIZED (SELECT t.id, t.family, t.tray, t.assigned,"       \
    " t.waiting, t.unread, " ALERT_THREAD_IS_URGENT " AS urgent,"              \
    " (SELECT max(u.id)" ALERT_URGENT_ONES " AS urgent_id"                     \
    " FROM thread t WHERE t.waiting > 0) "
/* A class of the family f that the person p is told of. */
#define HAS_CLASS(f)                                                           \
    "EXISTS (SELECT 1 FROM family_child fc JOIN child c ON c.id = fc.child"    \
    " WHERE fc.family = " f " AND c.left_at = 0 AND"                           \
    " instr(p.classes, char(10) || c.class || char(10)) > 0)"
/* Whether the account sees the family: both are SQL (thread/wall.h). */
#define ALERT_SEES(staff, family)                                              \
    "(NOT EXISTS (SELECT 1 FROM staff WHERE id = " staff " AND walled = 1"     \
    "  AND role < 3) OR " WALL_SEES_FAMILY(staff, family) ")"
/* A thread w that the person p hears of: never one of safeguarding, nor of a
 * family that its account does not see. Of a number that no class has everybody
 * hears what cannot wait, but for who sees own classes alone. */
#define ALERT_IS_OF_PERSON                                                     \
    "(" ALERT_SEES("p.staff", "w.family")                                      \
    " AND ((w.family IS NOT NULL AND (p.classes = '' OR w.assigned = p.staff"  \
    "  OR " HAS_CLASS("w.family") "))"                                         \
    " OR (w.tray IN (:unknown, :shared) AND (p.classes = '' OR w.urgent))))"

/* Binds :unknown and :shared. */
void alert_bind_trays(struct query *q);

/* Whether its hours say that nothing may come now. */
bool alert_is_quiet(const struct alert_phone *p);
/* alert_text_to(); *id 0: the phone takes no texts. That is no reason to go on
 * trying, nor to hold up others. Needs a transaction. */
MUST_CHECK enum err alert_send(struct db *db, const struct alert_phone *p,
    const char *text, bool urgent, const struct alert_rules *rules,
    int64_t *id);
/* Each day's text of those whose hour it is (alert_day.c). */
MUST_CHECK enum err alert_tell_days(struct db *db,
    const struct alert_phones *phones, const struct alert_rules *rules);

#endif
