#include "store/figures/praise.h"

#include "store/figures/figures_sql.h"

enum err
praise_each(struct db *db, const char *class_name, int64_t term, int64_t week,
    void (*fn)(void *user, const struct praise_child *c), void *user)
{
    struct query q = query_start(db,
        "WITH said AS (SELECT mc.child AS child, mc.first AS first,"
        "  mc.tone AS tone, max(m.id) AS id, min(m.at) AS at"
        "  FROM child k JOIN message_child mc ON mc.child = k.id"
        "  JOIN message m ON " FIGURES_SAID
        "  WHERE (:class = '' OR k.class = :class)"
        "  GROUP BY mc.child, mc.first),"
        " sums AS (SELECT child, max(at) AS at,"
        "  sum(tone = :praise AND at >= :term) AS praise,"
        "  sum(tone = :concern AND at >= :term) AS concern,"
        "  sum(at >= :week) AS week FROM said GROUP BY child)"
        " SELECT c.id, min(f.id), coalesce(t.id, 0), c.name, c.class,"
        " coalesce(s.at, 0), coalesce(s.praise, 0), coalesce(s.concern, 0),"
        " coalesce(s.week, 0), coalesce((SELECT coalesce((SELECT"
        "   group_concat(w.body, ' ') FROM sentence w WHERE w.child = c.id"
        "   AND w.message = l.first), m.body) FROM said l"
        "  JOIN message m ON m.id = l.id WHERE l.child = c.id"
        "  AND l.at = s.at LIMIT 1), ''),"
        " coalesce((SELECT l.tone FROM said l WHERE l.child = c.id"
        "  AND l.at = s.at LIMIT 1), 0)"
        " FROM child c JOIN family_child fc ON fc.child = c.id"
        " JOIN family f ON f.id = fc.family AND f.merged_into IS NULL"
        "  AND f.erased = 0 LEFT JOIN thread t ON t.family = f.id"
        " LEFT JOIN sums s ON s.child = c.id"
        " WHERE c.left_at = 0 AND (:class = '' OR c.class = :class)"
        " GROUP BY c.id ORDER BY coalesce(s.praise, 0) > 0, coalesce(s.at, 0),"
        " c.class COLLATE classes, c.folded, c.id");
    struct praise_child c;

    query_text(&q, ":class", class_name);
    query_int(&q, ":term", term);
    query_int(&q, ":week", week);
    query_int(&q, ":praise", TONE_PRAISE);
    query_int(&q, ":concern", TONE_CONCERN);
    while (query_row(&q)) {
        c = (struct praise_child){ .child = query_get_int(&q, 0),
            .family = query_get_int(&q, 1), .thread = query_get_int(&q, 2),
            .last_at = query_get_int(&q, 5),
            .praise = (int)query_get_int(&q, 6),
            .concern = (int)query_get_int(&q, 7),
            .week = (int)query_get_int(&q, 8),
            .last_tone = (enum tone)query_get_int(&q, 10) };
        query_copy_text(&q, 3, c.name, sizeof(c.name));
        query_copy_text(&q, 4, c.class_name, sizeof(c.class_name));
        query_copy_text(&q, 9, c.last, sizeof(c.last));
        fn(user, &c);
    }
    return query_end(&q);
}

enum err
praise_classes(struct db *db, const char *who, int64_t term, int64_t week,
    void (*fn)(void *user, const struct praise_class *c), void *user)
{
    int64_t since_week = 0, since_term = 0;
    struct praise_class c;
    struct query q;
    enum err e;

    if ((e = figures_since(db, week, &since_week))
        || (e = figures_since(db, term, &since_term)))
        return e;
    q = query_start(db,
        "SELECT k.class, count(*), sum(NOT EXISTS (SELECT 1 FROM sentence s"
        "  WHERE s.child = k.id AND s.sent = 0) AND NOT EXISTS (SELECT 1"
        "  FROM message_child mc JOIN message m ON " FIGURES_SAID
        "  WHERE mc.child = k.id AND mc.message >= :week)),"
        " sum(NOT EXISTS (SELECT 1 FROM sentence s WHERE s.child = k.id"
        "  AND s.sent = 0 AND s.tone = :praise) AND NOT EXISTS (SELECT 1"
        "  FROM message_child mc JOIN message m ON " FIGURES_SAID
        "  WHERE mc.child = k.id AND mc.tone = :praise"
        "   AND mc.message >= :term)),"
        " EXISTS (SELECT 1 FROM sentence s JOIN child o ON o.id = s.child"
        "  WHERE o.class = k.class AND s.author = :who AND s.at >= :began)"
        " OR EXISTS (SELECT 1 FROM staff s WHERE s.name = :who AND"
        "  instr(s.classes, char(10) || k.class || char(10)) > 0)"
        " OR EXISTS (SELECT 1 FROM staff s JOIN alert_person p"
        "  ON p.staff = s.id WHERE s.name = :who AND instr(p.classes,"
        "  char(10) || k.class || char(10)) > 0)"
        " FROM child k WHERE k.left_at = 0 AND k.class <> ''"
        " GROUP BY k.class ORDER BY k.class COLLATE classes");
    query_int(&q, ":week", since_week);
    query_int(&q, ":term", since_term);
    query_int(&q, ":began", term);
    query_int(&q, ":praise", TONE_PRAISE);
    query_text(&q, ":who", who);
    while (query_row(&q)) {
        query_copy_text(&q, 0, c.name, sizeof(c.name));
        c.children = (int)query_get_int(&q, 1);
        c.without = (int)query_get_int(&q, 2);
        c.unpraised = (int)query_get_int(&q, 3);
        c.mine = query_get_int(&q, 4);
        fn(user, &c);
    }
    return query_end(&q);
}

enum err
praise_times(struct db *db, const char *class_name, int64_t from, int64_t to,
    void (*fn)(void *user, int64_t at, enum tone tone), void *user)
{
    int64_t first = 0, behind = 0;
    struct query q;
    enum err e;

    if ((e = figures_since(db, from, &first))
        || (e = figures_since(db, to, &behind)))
        return e;
    q = query_start(db,
        "SELECT min(m.at), mc.tone FROM message_child mc"
        " JOIN child c ON c.id = mc.child JOIN message m ON " FIGURES_SAID
        " WHERE mc.message >= :first AND mc.message < :behind"
        " AND mc.tone IN (:praise, :concern)"
        " AND (:class = '' OR c.class = :class) GROUP BY mc.child, mc.first"
        " UNION ALL SELECT m.at, m.tone FROM message m"
        " JOIN thread t ON t.id = m.thread JOIN family f ON f.id = t.family"
        " WHERE m.tone IN (:praise, :concern) AND m.id >= :first"
        " AND m.id < :behind AND m." MESSAGE_IS_OUT
        " AND NOT m." MESSAGE_IS_LOST
        " AND NOT EXISTS (SELECT 1 FROM message_child WHERE message = m.id)"
        " AND (:class = '' OR EXISTS (SELECT 1 FROM family_child fc"
        "  JOIN child c ON c.id = fc.child AND c.left_at = 0"
        "  WHERE fc.family = f.id AND c.class = :class))");
    query_int(&q, ":first", first);
    query_int(&q, ":behind", behind);
    query_int(&q, ":praise", TONE_PRAISE);
    query_int(&q, ":concern", TONE_CONCERN);
    query_text(&q, ":class", class_name);
    while (query_row(&q))
        fn(user, query_get_int(&q, 0), (enum tone)query_get_int(&q, 1));
    return query_end(&q);
}
