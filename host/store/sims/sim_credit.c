#include "store/sims/sim_credit.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db/reason_row.h"
#include "store/queue/queue.h"
#include "store/sims/menu.h"
#include "store/sims/modems.h"
#include "store/sims/sim.h"
#include "store/sims/sim_life.h"
#include "text/credit.h"
#include "text/operators.h"

#include <assert.h>
#include <string.h>

enum { LOW_PARTS = 20 };        /* credit for fewer parts is low */
#define NOTICE_APART (2 * MINUTE)
#define NOTICE_AGREES (3 * DAY)     /* a second one is about the same */
#define BALANCE_APART (6 * HOUR)
#define WANTED_APART (5 * MINUTE)   /* an answer this fresh will do */

enum err
sim_credit_list(struct db *db,
    void (*fn)(void *user, const struct sim_credit *s), void *user)
{
    struct query q = query_start(db,
        "SELECT imsi, name, working, refusals > 0, credit_low, credit_amount,"
        " credit_at, credit_ends, expires, credit_told, expiry_told, used_at,"
        " life_days, bundle_ends, iif(" SIM_PROOF_IS_LOST ", proof_at, 0),"
        " waits = :credit AND paused_until > :now, paused_why,"
        " paused_code, bundle_told, waits = :retry AND paused_until > :now"
        " FROM sim ORDER BY working DESC, name, imsi");
    char noted[12];

    query_int(&q, ":credit", WAIT_CREDIT);
    query_int(&q, ":retry", WAIT_RETRY);
    query_int(&q, ":now", clock_now());
    while (query_row(&q)) {
        struct sim_credit s = { .working = query_get_int(&q, 2) != 0,
            .refused = query_get_int(&q, 3) != 0,
            .level = (enum sim_credit_level)query_get_int(&q, 4),
            .has_amount = !query_is_null(&q, 5),
            .amount = query_get_int(&q, 5), .at = query_get_int(&q, 6),
            .ends = query_get_int(&q, 7), .told = query_get_int(&q, 9),
            .bundle_ends = query_get_int(&q, 13),
            .bundle_told = query_get_int(&q, 18),
            .deaf_since = query_get_int(&q, 14),
            .barred = query_get_int(&q, 15) != 0,
            .resting = query_get_int(&q, 19) != 0 };

        query_copy_text(&q, 0, s.imsi, sizeof(s.imsi));
        query_copy_text(&q, 1, s.name, sizeof(s.name));
        query_copy_text(&q, 8, noted, sizeof(noted));
        sim_life_end(noted, query_get_int(&q, 11), (int)query_get_int(&q, 12),
            s.dies);
        reason_read(&q, 16, &s.barred_why);
        query_copy_text(&q, 10, s.expiry_told, sizeof(s.expiry_told));
        fn(user, &s);
    }
    return query_end(&q);
}

/* --- hearing -------------------------------------------------------------- */

struct known {
    bool has_amount;
    int64_t amount, ends;
    enum sim_credit_level level;
    int64_t low_mark;           /* hundredths; credit up to this is low */
};

static enum err
read_known(struct db *db, const char *imsi, struct known *k)
{
    struct query q = query_start(db,
        "SELECT credit_amount, credit_low, credit_ends, price FROM sim"
        " WHERE imsi = :imsi");

    query_text(&q, ":imsi", imsi);
    if (query_row(&q)) {
        k->has_amount = !query_is_null(&q, 0);
        k->amount = query_get_int(&q, 0);
        k->level = (enum sim_credit_level)query_get_int(&q, 1);
        k->ends = query_get_int(&q, 2);
        k->low_mark = query_get_int(&q, 3) * LOW_PARTS / 10;
    }
    return query_end_one(&q);
}

static enum sim_credit_level
level_of(const struct credit *c, const struct known *k)
{
    if (c->exhausted)
        return SIM_CREDIT_GONE;
    if (c->low || (c->has_amount && c->amount <= k->low_mark))
        return SIM_CREDIT_LOW;
    return c->has_amount || c->topped_up ? SIM_CREDIT_FINE : k->level;
}

static enum err
write_credit(struct db *db, const char *imsi, const char *text,
    const struct credit *c, enum sim_credit_level level, int64_t ends)
{
    struct query q = query_start(db,
        "UPDATE sim SET credit = :text, credit_at = :now,"
        " credit_amount = CASE WHEN :has THEN :amount END,"
        " credit_currency = :currency, notice_amount = NULL,"
        " credit_low = :level, credit_ends = :ends WHERE imsi = :imsi");
    enum err e;

    query_text(&q, ":text", text);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":has", c->has_amount);
    query_int(&q, ":amount", c->amount);
    query_text(&q, ":currency", c->currency);
    query_int(&q, ":level", level);
    query_int(&q, ":ends", ends);
    query_text(&q, ":imsi", imsi);
    if (!(e = query_end(&q)))
        db_touch(db, DB_MODEMS);
    return e;
}

static enum err
take(struct db *db, const char *imsi, const char *text,
    const struct credit *c)
{
    struct known k = { 0 };
    enum sim_credit_level level;
    bool back;
    enum err e = read_known(db, imsi, &k);

    if (e)
        return e == ERR_EMPTY ? OK : e;
    level = level_of(c, &k);
    /* The same amount as at the refusal is no news: it is about something
     * else than credit. */
    back = level == SIM_CREDIT_FINE && (c->topped_up
        || (c->has_amount && (!k.has_amount || c->amount > k.amount)));
    if ((e = write_credit(db, imsi, text, c, level,
             c->expires ? c->expires : back ? 0 : k.ends)))
        return e;
    if (level != k.level)
        log_info("credit", "sim=%s level=%d", imsi, (int)level);
    return back ? queue_credit_back(db, imsi) : OK;
}

enum err
sim_credit_answer(struct db *db, const char *imsi, const char *text)
{
    assert(db_inside(db));
    struct credit c;

    credit_read(imsi, text, clock_now(), &c);
    return take(db, imsi, text, &c);
}

/* --- notices -------------------------------------------------------------- */

/* Whether the code or another notice said the same amount of late. */
static enum err
is_agreed(struct db *db, const char *imsi, const struct credit *c, bool *yes)
{
    struct query q = query_start(db,
        "SELECT 1 FROM sim WHERE imsi = :imsi"
        " AND ((notice_amount = :amount AND notice_currency = :currency"
        "   AND notice_at BETWEEN :since AND :now)"
        "  OR (credit_amount = :amount AND credit_currency = :currency"
        "   AND credit_at BETWEEN :since AND :now))");
    enum err e;

    query_text(&q, ":imsi", imsi);
    query_int(&q, ":amount", c->amount);
    query_text(&q, ":currency", c->currency);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":since", clock_now() - NOTICE_AGREES);
    *yes = query_row(&q);
    e = query_end_one(&q);
    return e == ERR_EMPTY ? OK : e;
}

static enum err
note_notice(struct db *db, const char *imsi, const struct credit *c)
{
    struct query q = query_start(db,
        "UPDATE sim SET notice_amount = :amount, notice_currency = :currency,"
        " notice_at = :now WHERE imsi = :imsi");

    query_int(&q, ":amount", c->amount);
    query_text(&q, ":currency", c->currency);
    query_int(&q, ":now", clock_now());
    query_text(&q, ":imsi", imsi);
    return query_end(&q);
}

/* What a notice says of the credit: its words count, its amount only once it
 * is agreed; it may be that of a bank. */
static enum err
hear_notice(struct db *db, const char *imsi, const char *text,
    struct credit *c)
{
    struct credit heard = *c;
    bool agreed = false;
    enum err e = c->has_amount ? is_agreed(db, imsi, c, &agreed) : OK;

    if (e)
        return e;
    if (c->has_amount && !agreed) {
        heard.has_amount = false;
        heard.amount = 0;
        heard.currency[0] = '\0';
        heard.exhausted = c->in_words;
    }
    if ((agreed || heard.low || heard.exhausted || heard.topped_up)
        && (e = take(db, imsi, text, &heard)))
        return e;
    if (c->has_amount && !agreed && (e = note_notice(db, imsi, c)))
        return e;
    if (heard.low || heard.exhausted || heard.topped_up)
        return sim_credit_ask(db, imsi, clock_now() - NOTICE_APART);
    return c->has_amount && !agreed
        ? sim_credit_ask(db, imsi, clock_now() - BALANCE_APART) : OK;
}

enum err
sim_credit_notice(struct db *db, const char *imsi, const char *text)
{
    assert(db_inside(db));
    struct credit c;
    enum err e;

    credit_read(imsi, text, clock_now(), &c);
    if ((e = hear_notice(db, imsi, text, &c)))
        return e;
    return c.bundle_ends ? sim_credit_bundle(db, imsi, text) : OK;
}

enum err
sim_credit_bundle(struct db *db, const char *imsi, const char *text)
{
    assert(db_inside(db));
    struct credit c;
    struct query q;

    credit_read(imsi, text, clock_now(), &c);
    q = query_start(db,
        "UPDATE sim SET bundle = :text, bundle_at = :now, bundle_ends = :ends"
        " WHERE imsi = :imsi");
    query_text(&q, ":text", text);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":ends", c.bundle_ends ? c.bundle_ends : c.expires);
    query_text(&q, ":imsi", imsi);
    log_info("credit", "sim=%s bundle_ends=%lld", imsi,
        (long long)c.bundle_ends);
    db_touch(db, DB_MODEMS);
    return query_end(&q);
}

/* --- asking --------------------------------------------------------------- */

/* Notes that the balance is asked now. ERR_NOT_FOUND: it is not to be. */
static enum err
note_asked(struct db *db, const char *imsi, bool own, int64_t since)
{
    int64_t now = clock_now();
    /* Among several SIMs, a code given once for all may be another's. */
    struct query q = query_start(db,
        "UPDATE sim SET credit_asked = :now WHERE imsi = :imsi"
        " AND working = 1 AND (:own OR balance_code <> ''"
        "  OR (SELECT count() FROM sim) = 1)"
        " AND (credit_asked < :since OR credit_asked > :now)"
        " AND NOT EXISTS (SELECT 1 FROM ussd WHERE sim = :imsi"
        "  AND (" USSD_IS_OPEN " OR (" USSD_IS_DONE " AND " USSD_IS_CHOICE
        "   AND answered > :open)))");

    query_int(&q, ":now", now);
    query_int(&q, ":own", own);
    query_int(&q, ":since", since);
    query_int(&q, ":open", now - USSD_SESSION);
    query_text(&q, ":imsi", imsi);
    return query_end_changed(&q);
}

static enum err
ask_code(struct db *db, const char *imsi, const char *code)
{
    struct query q = query_start(db,
        "INSERT INTO ussd (sim, code, state, asked, author)"
        " VALUES (:imsi, :code, 1, :now, 'notehome')");
    enum err e;

    query_text(&q, ":imsi", imsi);
    query_text(&q, ":code", code);
    query_int(&q, ":now", clock_now());
    if (!(e = query_end(&q)))
        db_touch(db, DB_REQUESTS);
    return e;
}

enum err
sim_credit_ask(struct db *db, const char *imsi, int64_t since)
{
    const struct operator_profile *o = operators_find(imsi);
    char code[64] = "";
    int64_t menu = 0;
    enum err e = menu_for_balance(db, imsi, &menu);

    if (e && e != ERR_EMPTY)
        return e;
    if (!menu && ((e = sim_balance_code(db, imsi, code, sizeof(code)))
            || !*code))
        return e;
    if ((e = db_begin(db)))
        return e;
    e = note_asked(db, imsi, menu || (o && !strcmp(o->balance_code, code)),
        since);
    if (!e)
        e = menu ? menu_ask_balance(db, imsi, menu) : ask_code(db, imsi, code);
    return db_end(db, e == ERR_NOT_FOUND || e == ERR_BUSY || e == ERR_REFUSED
        ? OK : e);
}

/* In one commit it is no longer wanted, and asked for. */
static enum err
ask_wanted(struct db *db, const char *imsi, int64_t wanted)
{
    struct query q = query_start(db,
        "UPDATE sim SET credit_wanted = 0 WHERE imsi = :imsi"
        " AND credit_wanted = :wanted");
    enum err e;

    query_text(&q, ":imsi", imsi);
    query_int(&q, ":wanted", wanted);
    if ((e = query_end_changed(&q)))
        return e == ERR_NOT_FOUND ? OK : e;
    return sim_credit_ask(db, imsi, wanted - WANTED_APART);
}

static enum err
find_wanted(struct db *db, char imsi[20], int64_t *wanted)
{
    struct query q = query_start(db,
        "SELECT imsi, credit_wanted FROM sim"
        " WHERE credit_wanted > 0 AND working = 1 LIMIT 1");

    if (query_row(&q)) {
        query_copy_text(&q, 0, imsi, 20);
        *wanted = query_get_int(&q, 1);
    }
    return query_end_one(&q);
}

enum err
sim_credit_ask_wanted(struct db *db)
{
    char imsi[20];
    int64_t wanted = 0;
    enum err e;

    while (!(e = find_wanted(db, imsi, &wanted)))
        if ((e = db_begin(db))
            || (e = db_end(db, ask_wanted(db, imsi, wanted))))
            return e;
    return e == ERR_EMPTY ? OK : e;
}

enum err
sim_credit_set_told(struct db *db, const char *imsi, const char *expiry,
    int64_t bundle)
{
    struct query q = query_start(db,
        "UPDATE sim SET credit_told = :now, expiry_told = :expiry,"
        " bundle_told = :bundle WHERE imsi = :imsi");

    query_int(&q, ":now", clock_now());
    query_text(&q, ":expiry", expiry);
    query_int(&q, ":bundle", bundle);
    query_text(&q, ":imsi", imsi);
    return query_end(&q);
}
