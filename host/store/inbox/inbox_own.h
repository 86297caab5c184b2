/* inbox_own.h - what the files of the inbox share; for them alone. */
#ifndef NOTEHOME_INBOX_OWN_H
#define NOTEHOME_INBOX_OWN_H

#include "store/inbox/filing.h"
#include "store/inbox/inbox.h"
#include "text/pdu.h"

/* A row of part_in. */
struct inbox_part {
    int64_t id, at, assembly;
    char sim[20], modem[32];
    char pdu[LINK_PDU_MAX];
    bool damaged;
};

/* Makes of a PART_NEW row what it is: waits, or is shown, alone or with the
 * others of its text. Nothing when it is no longer new. Needs a
 * transaction. */
MUST_CHECK enum err inbox_process(struct db *db, int64_t part,
    const struct inbox_rules *rules);

/* Shows a PART_NEW row in the quarantine, as hex. Needs a transaction. */
MUST_CHECK enum err inbox_quarantine(struct db *db, int64_t part,
    const struct inbox_rules *rules);

/* Shows the text whose first part is `assembly`, with what is there of it, or
 * brings its message up to date. Needs a transaction. */
MUST_CHECK enum err inbox_show(struct db *db, int64_t assembly,
    const struct inbox_rules *rules);

/* The same, but only when it is shown already with parts missing. */
MUST_CHECK enum err inbox_heal(struct db *db, int64_t assembly,
    const struct inbox_rules *rules);

/* Who sent the picture. False: read is no notice of one, or does not tell. */
bool inbox_picture_from(const struct pdu *read, const char *country,
    struct phone_number *from);
/* Sorts what came: data for a phone, undecodable, or a text. */
void inbox_sort(const struct pdu *read, struct filing_about *about,
    enum message_kind *kind);

/* What is shown of one part; undecodable: hex as it is (read may be NULL).
 * *body is the caller's. */
MUST_CHECK enum err inbox_body(const struct pdu *read, const char *hex,
    bool undecodable, char **body);

/* Files a message made of part p (or of all parts of p->assembly). Needs a
 * transaction. */
MUST_CHECK enum err inbox_file(struct db *db, const struct inbox_part *p,
    const char *sender, const struct filing_about *about,
    enum message_kind kind, char *body, const struct inbox_rules *rules);

/* Notes that the part, or all parts of the assembly (0: none), are in the
 * message. Needs a transaction. */
MUST_CHECK enum err inbox_attach(struct db *db, int64_t part,
    int64_t assembly, int64_t message);

/* Adds a part that was read to its text: *assembly becomes that text's first
 * part (maybe itself), *complete whether all are there now. ERR_EXISTS: it
 * says what another part said already. Needs a transaction. */
MUST_CHECK enum err inbox_join(struct db *db, const struct inbox_part *p,
    const struct pdu *read, const char *sender, int64_t *assembly,
    bool *complete);

#endif
