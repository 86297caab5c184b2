#include "store/sims/modems.h"

#include "base/clock.h"
#include "store/db/audit.h"
#include "store/sims/menu.h"
#include "store/sims/ussd_own.h"
#include "store/thread/message.h"
#include "text/clean.h"
#include "text/phone.h"

#include <stdio.h>
#include <string.h>

/* Whether a dongle or a SIM other than this one has the name. */
static enum err
name_taken(struct db *db, const char *name, const char *imsi, const char *imei,
    bool *taken)
{
    struct query q = query_start(db,
        "SELECT 1 FROM sim WHERE name = :name AND imsi <> :imsi"
        " UNION SELECT 1 FROM modem WHERE name = :name AND imei <> :imei"
        " AND (sim IS NULL OR sim <> :imsi)");
    enum err e;

    query_text(&q, ":name", name);
    query_text(&q, ":imsi", imsi);
    query_text(&q, ":imei", imei);
    query_row(&q);
    e = query_end_one(&q);
    *taken = e == OK;
    return e == ERR_EMPTY ? OK : e;
}

/* The name it had: its SIM's, or without a SIM the dongle's. ERR_EMPTY. */
static enum err
name_known(struct db *db, const char *imsi, const char *imei, char *out,
    size_t room)
{
    struct query q = query_start(db,
        "SELECT name FROM sim WHERE imsi = :imsi UNION ALL"
        " SELECT name FROM modem WHERE imei = :imei AND :imsi = ''");

    query_text(&q, ":imsi", imsi);
    query_text(&q, ":imei", imei);
    if (query_row(&q))
        query_copy_text(&q, 0, out, room);
    return query_end_one(&q);
}

static enum err
name_make(struct db *db, const char *imsi, const char *imei, char *out,
    size_t room)
{
    bool taken = true;
    enum err e = OK;

    for (int n = 1; !e && taken; n++) {
        snprintf(out, room, "sim%d", n);
        e = name_taken(db, out, imsi, imei, &taken);
    }
    return e;
}

static enum err
modem_save(struct db *db, const struct link_ready *r, const char *imei,
    const char *name, const char *device)
{
    struct query q = query_start(db,
        "INSERT INTO modem (imei, name, device, model, firmware, sim, seen)"
        " VALUES (:imei, :name, :device, :model, :firmware,"
        "  nullif(:imsi, ''), :now)"
        " ON CONFLICT (imei) DO UPDATE SET name = excluded.name,"
        "  device = excluded.device, model = excluded.model,"
        "  firmware = excluded.firmware, sim = excluded.sim,"
        "  seen = excluded.seen");

    query_text(&q, ":imei", imei);
    query_text(&q, ":name", name);
    query_text(&q, ":device", device);
    query_text(&q, ":model", r->model);
    query_text(&q, ":firmware", r->firmware);
    query_text(&q, ":imsi", r->imsi);
    query_int(&q, ":now", clock_now());
    return query_end(&q);
}

static enum err
sim_save(struct db *db, const char *imsi, const char *name)
{
    struct query q = query_start(db,
        "INSERT INTO sim (imsi, name, working, seen)"
        " SELECT :imsi, :name, 1, :now WHERE :imsi <> ''"
        " ON CONFLICT (imsi) DO UPDATE SET name = excluded.name, working = 1,"
        "  seen = excluded.seen,"
        /* a pause for the SIM's or the dongle's fault is over */
        "  paused_until = iif(waits = :dongle, 0, paused_until),"
        "  waits = iif(waits = :dongle, 0, waits)");

    query_int(&q, ":dongle", WAIT_DONGLE);
    query_text(&q, ":imsi", imsi);
    query_text(&q, ":name", name);
    query_int(&q, ":now", clock_now());
    return query_end(&q);
}

/* A SIM that was in this dongle is not any more, and this SIM is in no other
 * dongle. At another port it is another dongle: cheap ones share one IMEI. */
static enum err
part_from_old(struct db *db, const char *imsi, const char *imei,
    const char *device)
{
    struct query q = query_start(db,
        "UPDATE sim SET working = 0 WHERE imsi <> :imsi AND imsi ="
        " (SELECT sim FROM modem WHERE imei = :imei AND device = :device)");
    enum err e;

    query_text(&q, ":imsi", imsi);
    query_text(&q, ":imei", imei);
    query_text(&q, ":device", device);
    if ((e = query_end(&q)))
        return e;
    q = query_start(db,
        "UPDATE modem SET sim = NULL WHERE sim = :imsi AND imei <> :imei");
    query_text(&q, ":imsi", imsi);
    query_text(&q, ":imei", imei);
    return query_end(&q);
}

static enum err
keep_number(struct db *db, const struct link_ready *r, const char *country)
{
    struct phone_number own;
    struct query q;

    phone_read(r->number, country, &own);
    if (!own.international)
        return OK;
    q = query_start(db,
        "UPDATE sim SET number = :number WHERE imsi = :imsi AND number = ''"
        " AND NOT EXISTS (SELECT 1 FROM phone p JOIN guardian_phone gp"
        "  ON gp.phone = p.id WHERE p.number = :number)");
    query_text(&q, ":number", own.text);
    query_text(&q, ":imsi", r->imsi);
    return query_end(&q);
}

/* What it says is remembered for the day it has lost it. */
static enum err
keep_centre(struct db *db, const struct link_ready *r)
{
    struct query q = query_start(db,
        "UPDATE sim SET smsc = :smsc WHERE imsi = :imsi AND :smsc <> ''"
        " AND smsc <> :smsc");

    query_text(&q, ":smsc", r->smsc);
    query_text(&q, ":imsi", r->imsi);
    return query_end(&q);
}

void
modems_identify(struct link_ready *r, const char *device, bool shared)
{
    size_t n = strlen(device), room = sizeof(r->imsi) - 2;

    if (*r->imsi)
        return;
    if (*r->imei && !shared)
        snprintf(r->imsi, sizeof(r->imsi), "i%.18s", r->imei);
    else
        snprintf(r->imsi, sizeof(r->imsi), "d%s",
            device + (n > room ? n - room : 0));
}

enum err
modems_ready(struct db *db, const struct link_ready *r, const char *country,
    const char *name, const char *device, char *out, size_t room)
{
    const char *imei = *r->imei ? r->imei : device;
    char chosen[32];
    enum err e = db_begin(db);

    if (e)
        return e;
    snprintf(chosen, sizeof(chosen), "%s", name);
    if (!*chosen
        && (e = name_known(db, r->imsi, imei, chosen, sizeof(chosen)))
            == ERR_EMPTY)
        e = name_make(db, r->imsi, imei, chosen, sizeof(chosen));
    if (!e && !(e = part_from_old(db, r->imsi, imei, device))
        && !(e = modem_save(db, r, imei, chosen, device))
        && !(e = sim_save(db, r->imsi, chosen))
        && !(e = keep_centre(db, r)))
        e = keep_number(db, r, country);
    db_touch(db, DB_MODEMS | DB_QUEUE);
    if (!(e = db_end(db, e)))
        snprintf(out, room, "%s", chosen);
    return e;
}

/* --- another name --------------------------------------------------------- */

enum err
modems_name(struct db *db, const char *imsi, char *out, size_t room)
{
    enum err e = *imsi ? name_known(db, imsi, "", out, room) : ERR_EMPTY;

    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

/* Runs one statement on the two names. sql must be a literal. */
static enum err
rename_in(struct db *db, const char *sql, const char *from, const char *to)
{
    struct query q = query_start(db, sql);

    query_text(&q, ":from", from);
    query_text(&q, ":to", to);
    return query_end(&q);
}

static enum err
rename_all(struct db *db, const char *imsi, const char *from, const char *to)
{
    struct query q;
    enum err e;

    if ((e = rename_in(db, "UPDATE sim SET name = :to WHERE name = :from",
             from, to))
        || (e = rename_in(db, "UPDATE signal_history SET modem = :to"
                " WHERE modem = :from", from, to))
        || (e = rename_in(db, "UPDATE recovery SET modem = :to"
                " WHERE modem = :from", from, to)))
        return e;
    q = query_start(db, "UPDATE modem SET name = :to WHERE sim = :imsi");
    query_text(&q, ":to", to);
    query_text(&q, ":imsi", imsi);
    return query_end(&q);
}

enum err
modems_rename(struct db *db, const char *imsi, const char *name,
    const char *who, struct reason *why)
{
    char to[32] = "", from[32] = "", object[40];
    struct reason detail;
    enum reason_code fault = REASON_IS_EMPTY;
    bool taken = false;
    enum err e = clean_line(name, to, sizeof(to), &fault);

    if (e && e != ERR_INPUT)
        return e;
    if (e || !*to || strchr(to, '/')) {
        struct reason r = reason_of(REASON_SIM_NAME_FAULT);
        struct reason what = reason_of(e ? fault
            : *to ? REASON_HAS_NO_SLASH : REASON_IS_EMPTY);

        reason_add_reason(&r, &what);
        return reason_refuse(why, ERR_INPUT, r);
    }
    if ((e = db_begin(db)))
        return e;
    if (!(e = modems_name(db, imsi, from, sizeof(from)))
        && !(e = name_taken(db, to, imsi, "", &taken)) && taken)
        e = ERR_EXISTS;
    if (!e && strcmp(from, to) != 0
        && !(e = rename_all(db, imsi, from, to))) {
        snprintf(object, sizeof(object), "sim %s", imsi);
        detail = reason_text(REASON_RENAMED, to);
        reason_add_text(&detail, from);
        e = audit_add_reason(db, who, "sim.rename", object, &detail);
    }
    db_touch(db, DB_MODEMS);
    return db_end(db, e);
}

/* Fails the USSD codes of a SIM (NULL: of all) that a dongle was asked, and
 * those that were to follow: their session is gone with it. */
static enum err
ussd_interrupt(struct db *db, const char *imsi)
{
    struct query q = query_start(db,
        "UPDATE ussd SET state = CASE state WHEN :done THEN state"
        "  ELSE :failed END, status = CASE state WHEN :done THEN 2 ELSE -1 END,"
        " answered = :now, answer = CASE state WHEN :done THEN answer"
        "  ELSE '' END, answer_code = CASE state WHEN :done THEN answer_code"
        "  ELSE :why END"
        " WHERE (:imsi IS NULL OR sim = :imsi) AND (state = :asked"
        "  OR (state = :waiting AND (code = '' OR run IN (SELECT id"
        "   FROM menu_run WHERE " MENU_IS_RUNNING " AND step > 0)))"
        "  OR (state = :done AND " USSD_IS_CHOICE " AND answered > :since))");
    enum err e;

    query_int(&q, ":failed", USSD_FAILED);
    query_int(&q, ":asked", USSD_ASKED);
    query_int(&q, ":waiting", USSD_WAITING);
    query_int(&q, ":done", USSD_DONE);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":since", clock_now() - USSD_SESSION);
    query_int(&q, ":why", REASON_WENT_AWAY);
    query_text(&q, ":imsi", imsi);
    e = query_end(&q);
    return e ? e : menu_end_orphans(db);
}

static enum err
stop_working(struct db *db, const char *imsi)
{
    struct query q;
    enum err e = db_begin(db);

    if (e)
        return e;
    q = query_start(db,
        "UPDATE sim SET working = 0 WHERE :imsi IS NULL OR imsi = :imsi");
    query_text(&q, ":imsi", imsi);
    if (!(e = query_end(&q)))
        e = ussd_interrupt(db, imsi);
    db_touch(db, DB_MODEMS | DB_QUEUE);
    return db_end(db, e);
}

enum err
modems_lost(struct db *db, const char *imsi)
{
    return stop_working(db, imsi);
}

enum err
modems_reset(struct db *db)
{
    return stop_working(db, NULL);
}
