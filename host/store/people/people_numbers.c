/* people_numbers.c - the numbers of a guardian and the order they are tried in,
 * as a row of a list says. */
#include "base/clock.h"
#include "store/people/people_row.h"

#include <string.h>

enum { NUMBERS_MAX = 8 };       /* of one guardian */

static enum err
write_phone(struct work *w, const struct row_number *n, int64_t *id)
{
    unsigned before = w->changes;
    struct query q = query_start(w->db,
        "INSERT OR IGNORE INTO phone (number, raw, since)"
        " VALUES (:number, :raw, :now)");
    enum err e;

    query_text(&q, ":number", n->number);
    query_text(&q, ":raw", n->raw);
    query_int(&q, ":now", clock_now());
    w->changes = 0;
    if ((e = work_end_change(w, &q, ROW_NUMBER)))
        return e;
    if (w->changes && w->list)
        w->list->phones++;
    w->changes |= before;
    q = query_start(w->db, "SELECT id FROM phone WHERE number = :number");
    query_text(&q, ":number", n->number);
    if (query_row(&q))
        *id = query_get_int(&q, 0);
    return query_end_one(&q);
}

static enum err
read_ranks(struct work *w, int64_t ids[NUMBERS_MAX], int *n)
{
    struct query q = query_start(w->db,
        "SELECT phone FROM guardian_phone WHERE guardian = :guardian"
        " ORDER BY rank, phone");

    query_int(&q, ":guardian", w->p.guardian);
    for (*n = 0; query_row(&q) && *n < NUMBERS_MAX; ++*n)
        ids[*n] = query_get_int(&q, 0);
    return query_end(&q);
}

static enum err
write_ranks(struct work *w, const int64_t *ids, int n)
{
    struct query q = query_start(w->db,
        "DELETE FROM guardian_phone WHERE guardian = :guardian");
    enum err e;

    query_int(&q, ":guardian", w->p.guardian);
    e = query_end(&q);
    for (int i = 0; i < n && !e; i++) {
        q = query_start(w->db,
            "INSERT INTO guardian_phone (guardian, phone, rank)"
            " VALUES (:guardian, :phone, :rank)");
        query_int(&q, ":guardian", w->p.guardian);
        query_int(&q, ":phone", ids[i]);
        query_int(&q, ":rank", i + 1);
        e = query_end(&q);
    }
    w->changes |= ROW_NUMBER;
    return e;
}

static void
put_last(int64_t ids[NUMBERS_MAX], int *n, int64_t id)
{
    for (int i = 0; i < *n; i++)
        if (ids[i] == id)
            return;
    if (*n < NUMBERS_MAX)
        ids[(*n)++] = id;
}

/* The first row about a guardian says which numbers are tried first; the
 * numbers of later rows, and those known before, come behind. The first eight
 * are kept. */
enum err
work_numbers(struct work *w)
{
    int64_t before[NUMBERS_MAX] = { 0 }, after[NUMBERS_MAX];
    int64_t row[ROW_NUMBERS] = { 0 };
    int n_before = 0, n_after = 0, n = w->r->n_numbers;
    enum err e = read_ranks(w, before, &n_before);

    for (int i = 0; i < n && !e; i++)
        e = write_phone(w, &w->r->numbers[i], &row[i]);
    if (e)
        return e;
    for (int i = 0; i < n && w->first_guardian; i++)
        put_last(after, &n_after, row[i]);
    for (int i = 0; i < n_before; i++)
        put_last(after, &n_after, before[i]);
    for (int i = 0; i < n; i++)
        put_last(after, &n_after, row[i]);
    if (n_after == n_before
        && memcmp(before, after, (size_t)n_after * sizeof(*after)) == 0)
        return OK;
    return write_ranks(w, after, n_after);
}
