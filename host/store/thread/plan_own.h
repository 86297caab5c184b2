/* plan_own.h - what the files of plans share. */
#ifndef NOTEHOME_PLAN_OWN_H
#define NOTEHOME_PLAN_OWN_H

#include "store/thread/plan.h"
#include "text/reason.h"

/* The account a, a row of staff, reads plans (ROLE_STAFF and above) and is the
 * same person's as at that moment: one that was closed and added again is
 * another's. */
#define PLAN_IS_THEIRS(a, at)                                                  \
    a ".closed = 0 AND " a ".role >= 2 AND " at " >= " a ".created"

/* The account :staff reads the plans of the child c. */
#define PLAN_READS                                                             \
    "EXISTS (SELECT 1 FROM staff a WHERE a.id = :staff AND a.closed = 0"       \
    " AND a.role >= 2 AND (instr(a.classes, char(10) || c.class || char(10))"  \
    "  > 0 OR EXISTS (SELECT 1 FROM plan p WHERE p.child = c.id"               \
    "   AND p.closed = 0 AND ((p.lead = a.id AND p.at >= a.created)"           \
    "    OR EXISTS (SELECT 1 FROM plan_step s WHERE s.plan = p.id"             \
    "     AND s.staff = a.id AND s.at >= a.created)))))"

/* A line as typed, NULL counts as "". needed: it may not be empty. ERR_INPUT:
 * why says so. */
MUST_CHECK enum err plan_line(const char *from, char *out, size_t room,
    bool needed, struct reason *why);
/* "2026-12-07" as a day with school, from today on. ERR_INPUT likewise. */
MUST_CHECK enum err plan_day_ahead(struct db *db, const char *typed, int *day,
    struct reason *why);
/* ERR_INPUT: the account may not read plans. */
MUST_CHECK enum err plan_check_staff(struct db *db, int64_t staff,
    struct reason *why);
/* Begins a change of the child's open plan; OK: end it by db_end().
 * ERR_NOT_FOUND: there is none. */
MUST_CHECK enum err plan_begin(struct db *db, int64_t child, int64_t *plan);
/* Audits a change, never with words of the plan, and touches DB_PEOPLE. */
MUST_CHECK enum err plan_note(struct db *db, const char *who,
    const char *action, int64_t child);
/* ERR_REFUSED: the statement, which counts rows of :plan, gives most. sql: a
 * literal. */
MUST_CHECK enum err plan_check_room(struct db *db, const char *sql,
    int64_t plan, int most, struct reason *why);

#endif
