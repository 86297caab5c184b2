/* people_edit.h - families as staff mend them by hand, one thing at a time.
 * Every change is audited and touches DB_PEOPLE. Texts are cleaned as in
 * clean.h; what is unusable gives ERR_INPUT, and why says which and what to
 * do. who: as in audit.h. */
#ifndef NOTEHOME_PEOPLE_EDIT_H
#define NOTEHOME_PEOPLE_EDIT_H

#include "store/people/people.h"

/* A family of nobody yet; *id is its. */
MUST_CHECK enum err family_add(struct db *db, const char *who, int64_t *id);

/* A child of the family: a new one (*id 0, which becomes the child's), or the
 * one with this id, of which name and class change. ERR_NOT_FOUND: it is not
 * of this family; ERR_EXISTS: a new one, and the family has one of that
 * name. */
MUST_CHECK enum err child_save(struct db *db, int64_t family,
    const char *name, const char *class_name, const char *who,
    struct reason *why, int64_t *id);
/* Takes the child out of the family; one that is in no other goes for good.
 * ERR_NOT_FOUND. */
MUST_CHECK enum err child_remove(struct db *db, int64_t family, int64_t child,
    const char *who);

/* What a form says about a guardian, all borrowed. */
struct guardian_form {
    const char *name, *relation, *language, *consent;
    enum may_collect collect;
    enum guardian_reads reads;
    int hours_from, hours_to;   /* minutes after midnight; equal: any time */
    bool agreed_again;          /* today, as before */
};
/* The same for a guardian: one person twice would hear everything twice.
 * relation and collect are those within this family. */
MUST_CHECK enum err guardian_save(struct db *db, int64_t family,
    const struct guardian_form *form, const char *who,
    struct reason *why, int64_t *id);
/* With the last family go the guardian and their phones' places, but never
 * what is known of a phone (that it opted out must outlive a list). */
MUST_CHECK enum err guardian_remove(struct db *db, int64_t family,
    int64_t guardian, const char *who);

/* A number for a guardian, tried last. One that nobody knew is PENDING until
 * staff confirm it. ERR_EXISTS: the guardian has it. */
MUST_CHECK enum err guardian_phone_add(struct db *db, int64_t guardian,
    const char *number, const char *country, const char *who,
    struct reason *why);
MUST_CHECK enum err guardian_phone_remove(struct db *db, int64_t guardian,
    int64_t phone, const char *who);
/* From now on this one is tried first. */
MUST_CHECK enum err guardian_phone_first(struct db *db, int64_t guardian,
    int64_t phone, const char *who);

/* Whether the guardian is of the family; for pages that got both by form. */
MUST_CHECK enum err family_has_guardian(struct db *db, int64_t family,
    int64_t guardian);

/* Removes a family for good: its people, numbers and names, and the text of
 * its messages; a number that no other family has also from the trays and from
 * the audit log. What is left are rows that count (a message went out that day)
 * and say nothing; texts still queued are cancelled. Overwritten on the disk
 * (PRAGMA secure_delete) and in the word index, which can take seconds; backups
 * and copies made earlier keep what they have. ERR_NOT_FOUND; ERR_BUSY: a text
 * to it is being sent right now. */
MUST_CHECK enum err family_erase(struct db *db, int64_t id, const char *who);

#endif
