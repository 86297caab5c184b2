/* tally_child.c - what was answered for each child, however many phones its
 * family has. Declared in tally.h. */
#include "store/thread/tally.h"

#include "store/thread/message.h"

#include <string.h>

const char *
tally_state_name(enum tally_state s)
{
    switch (s) {
    case TALLY_ANSWERED:
        return "answered";
    case TALLY_DIFFERS:
        return "differs";
    case TALLY_UNCLEAR:
        return "unclear";
    case TALLY_SILENT:
        break;
    }
    return "silent";
}

static void
read_child(struct query *q, struct tally_child *out)
{
    bool said = query_get_int(q, 6) != 0;
    int answers = (int)query_get_int(q, 5);

    query_copy_text(q, 0, out->name, sizeof(out->name));
    query_copy_text(q, 1, out->class_name, sizeof(out->class_name));
    query_copy_text(q, 2, out->label, sizeof(out->label));
    out->family = query_get_int(q, 3);
    query_copy_text(q, 4, out->answer, sizeof(out->answer));
    out->state = answers > 1 ? TALLY_DIFFERS : answers ? TALLY_ANSWERED
        : said ? TALLY_UNCLEAR : TALLY_SILENT;
}

enum err
tally_children(struct db *db, int64_t question, const char *class_name,
    void (*fn)(void *user, const struct tally_child *c), void *user)
{
    struct query q = query_start(db,
        /* each phone asked, with the families that its text was for */
        "WITH asked (number, family) AS ("
        "  SELECT m.number, t.family FROM message m"
        "   JOIN thread t ON t.id = m.thread WHERE m.question = :id"
        "   AND m." MESSAGE_IS_OUT " AND t.family IS NOT NULL"
        "  UNION SELECT m.number, a.family FROM message m"
        "   JOIN message_also a ON a.message = m.id WHERE m.question = :id"
        "   AND m." MESSAGE_IS_OUT "),"
        " said (family, answer) AS (SELECT a.family, i.answer FROM asked a"
        "  JOIN message i ON i.question = :id AND i.number = a.number"
        "   AND i." MESSAGE_IS_IN " WHERE i.answer = '' OR i.id ="
        "   (SELECT max(l.id) FROM message l WHERE l.question = :id"
        "    AND l.number = i.number AND l." MESSAGE_IS_IN
        "    AND l.answer <> ''))"
        " SELECT c.name, c.class, f.label, f.id,"
        "  coalesce((SELECT group_concat(answer, ', ') FROM (SELECT DISTINCT"
        "   answer FROM said s WHERE s.family = f.id AND answer <> ''"
        "   ORDER BY answer)), ''),"
        "  (SELECT count(DISTINCT answer) FROM said s"
        "   WHERE s.family = f.id AND answer <> ''),"
        "  EXISTS (SELECT 1 FROM said s WHERE s.family = f.id)"
        " FROM (SELECT DISTINCT family FROM asked) a"
        " JOIN family f ON f.id = a.family"
        " JOIN family_child fc ON fc.family = f.id"
        " JOIN child c ON c.id = fc.child"
        " WHERE c.left_at = 0 AND (:class = '' OR c.class = :class)"
        " GROUP BY c.id ORDER BY c.class COLLATE classes,"
        " c.folded, c.id");
    struct tally_child c;

    query_int(&q, ":id", question);
    query_text(&q, ":class", class_name ? class_name : "");
    while (query_row(&q)) {
        read_child(&q, &c);
        fn(user, &c);
    }
    return query_end(&q);
}
