#include "store/thread/question.h"

#include "base/clock.h"
#include "store/thread/message.h"
#include "store/thread/tone.h"
#include "text/clean.h"
#include "text/unicode.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How to answer, per language. Letters outside the GSM 7 bit alphabet are
 * avoided where readers will not mind (si, nao, hayir): one of them would
 * double what the text costs. What is accepted as an answer is another list,
 * text/words.h. */
static const struct {
    const char *language, *reply, *between, *yes, *no;
} wordings[] = {
    { "en", "Reply", ", ", "yes", "no" }, /* the first is for unknown ones */
    { "sw", "Jibu", ", ", "ndiyo", "hapana" },
    { "fr", "Répondez", ", ", "oui", "non" },
    { "es", "Responda", ", ", "si", "no" },
    { "pt", "Responda", ", ", "sim", "nao" },
    { "ar", "أجب", "، ", "نعم", "لا" },
    { "am", "ይመልሱ", "፣ ", "አዎ", "አይ" },
    { "hi", "जवाब दें", ", ", "हाँ", "नहीं" },
    { "tr", "Cevap", ", ", "evet", "hayir" },
};

/* What the register asks (absence.h), in the order of wordings. */
static const char *const absence[][3] = {
    { "ill", "on the way", "we did not know" },
    { "mgonjwa", "njiani", "hatukujua" },
    { "malade", "en route", "nous ne savions pas" },
    { "enfermo", "en camino", "no lo sabiamos" },
    { "doente", "a caminho", "nao sabiamos" },
    { "مريض", "في الطريق", "لم نكن نعلم" },
    { "ታሟል", "በመንገድ ላይ", "አናውቅም ነበር" },
    { "बीमार", "रास्ते में", "हमें पता नहीं था" },
    { "hasta", "yolda", "bilmiyorduk" },
};

static int
find_wording(const char *language)
{
    size_t n;

    if (!language)
        return 0;
    n = strcspn(language, "-_");
    for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
        if (strlen(wordings[i].language) == n
            && strncasecmp(wordings[i].language, language, n) == 0)
            return (int)i;
    return 0;
}

/* The bytes up to a comma of any script, or to the end; *comma: its bytes. */
static size_t
to_comma(const char *text, size_t *comma)
{
    static const char *const commas[] = { ",", "\u060c" /* Arabic */,
        "\u1363" /* Ethiopic */, "\u3001" /* CJK */, "\uff0c" /* wide */ };
    const char *first = text + strlen(text);

    *comma = 0;
    for (size_t i = 0; i < sizeof(commas) / sizeof(*commas); i++) {
        const char *at = strstr(text, commas[i]);

        if (at && at < first) {
            first = at;
            *comma = strlen(commas[i]);
        }
    }
    return (size_t)(first - text);
}

/* Reads "yes, no" or "نعم، لا" into q. */
static enum err
read_options(const char *text, struct question *q)
{
    char one[sizeof(q->option[0]) * 2];
    enum reason_code fault;

    for (q->options = 0;; q->options++) {
        size_t comma, n = to_comma(text, &comma);
        char *to;
        enum err e;

        if (q->options == QUESTION_OPTIONS_MAX || n >= sizeof(one))
            return ERR_INPUT;
        to = q->option[q->options];
        snprintf(one, sizeof(one), "%.*s", (int)n, text);
        if ((e = clean_line(one, to, sizeof(q->option[0]), &fault)))
            return e;
        if (!*to)
            return ERR_INPUT;
        text += n + comma;
        if (!comma)
            break;
    }
    return ++q->options < 2 ? ERR_INPUT : OK;
}

/* Two options that read alike could not be told apart in an answer. */
static enum err
check_different(const struct question *q)
{
    char *folded[QUESTION_OPTIONS_MAX] = { NULL };
    enum err e = OK;

    for (int i = 0; i < q->options && !e; i++) {
        e = unicode_fold(q->option[i], &folded[i]);
        for (int j = 0; j < i && !e; j++)
            if (strcmp(folded[i], folded[j]) == 0)
                e = ERR_INPUT;
    }
    for (int i = 0; i < q->options; i++)
        free(folded[i]);
    return e;
}

/* The options as a JSON array; they hold no control characters. */
static void
write_options(const struct question *q, char *out)
{
    for (int i = 0; i < q->options; i++) {
        *out++ = i ? ',' : '[';
        *out++ = '"';
        for (const char *c = q->option[i]; *c; c++) {
            if (*c == '"' || *c == '\\')
                *out++ = '\\';
            *out++ = *c;
        }
        *out++ = '"';
    }
    *out++ = ']';
    *out = '\0';
}

enum err
question_options(const char *options, struct question *out)
{
    struct question q = { 0 };
    enum err e = read_options(options, &q);

    if (!e && !(e = check_different(&q)))
        *out = q;
    return e;
}

enum err
question_add(struct db *db, const char *text, const char *options,
    int64_t closes, struct question *out)
{
    assert(db_inside(db));
    struct question new;
    char json[QUESTION_OPTIONS_MAX * (2 * sizeof(new.option[0]) + 3) + 2];
    struct query q;
    enum err e;

    if ((e = question_options(options, &new)))
        return e;
    new.at = clock_now();
    new.closes = closes;
    write_options(&new, json);
    q = query_start(db,
        "INSERT INTO question (at, closes, text, options)"
        " VALUES (:at, :closes, :text, :options)");
    query_int(&q, ":at", new.at);
    query_int(&q, ":closes", new.closes);
    query_text(&q, ":text", text);
    query_text(&q, ":options", json);
    if (!(e = query_end_id(&q, &new.id)))
        *out = new;
    return e;
}

/* Takes a row (id, at, closes, option) into the question that is gathered. */
static void
read_row(struct query *q, struct question *out)
{
    out->id = query_get_int(q, 0);
    out->at = query_get_int(q, 1);
    out->closes = query_get_int(q, 2);
    if (out->options < QUESTION_OPTIONS_MAX)
        query_copy_text(q, 3, out->option[out->options++],
            sizeof(out->option[0]));
}

enum err
question_get(struct db *db, int64_t id, struct question *out)
{
    struct question got = { .id = 0 };
    struct query q = query_start(db,
        "SELECT q.id, q.at, q.closes, o.value, q.text"
        " FROM question q, json_each(q.options) o"
        " WHERE q.id = :id ORDER BY o.key");
    enum err e;

    query_int(&q, ":id", id);
    while (query_row(&q)) {
        read_row(&q, &got);
        query_copy_text(&q, 4, got.text, sizeof(got.text));
    }
    e = query_end_one(&q);
    if (!e)
        *out = got;
    return e == ERR_EMPTY ? ERR_NOT_FOUND : e;
}

/* The option as said in the language. */
static const char *
option_text(const char *option, int wording)
{
    if (strcasecmp(option, wordings[0].yes) == 0)
        return wordings[wording].yes;
    if (strcasecmp(option, wordings[0].no) == 0)
        return wordings[wording].no;
    for (int i = 0; i < 3; i++)
        if (!strcmp(option, absence[0][i]))
            return absence[wording][i];
    return option;
}

enum err
question_text(const struct question *q, const char *text, const char *language,
    char *out, size_t room)
{
    int w = find_wording(language);
    size_t n = (size_t)snprintf(out, room, "%s %s", text, wordings[w].reply);

    for (int i = 0; i < q->options && n < room; i++)
        n += (size_t)snprintf(out + n, room - n, "%s%d %s",
            i ? wordings[w].between : " ", i + 1,
            option_text(q->option[i], w));
    return n < room ? OK : ERR_INPUT;
}

enum err
question_put_to(struct db *db, const char *number, int64_t except,
    void (*fn)(void *user, const struct question *q, int64_t family),
    void *user)
{
    struct question one = { .id = 0 };
    int64_t family = 0;
    /* The signs + keep partial indexes out, else SQLite reads it anew each
     * time. */
    struct query q = query_start(db,
        "SELECT q.id, q.at, q.closes, o.value, a.family,"
        " EXISTS (SELECT 1 FROM message p WHERE p.number = :number"
        "  AND +p.direction = :out AND p.id > a.last AND p.author <> ''"
        "  AND p.batch IS NULL AND p.question IS NULL"
        "  AND (p.tone = :question OR p.body GLOB '*[?\u061f\u1367\uff1f]*')"
        "  AND +p.state IN (:sending, :sent, :delivered, :unsure)) FROM"
        " (SELECT m.question AS id, max(m.id) AS last,"
        "   iif(min(t.family) = max(t.family), min(t.family), 0) AS family"
        "  FROM message m JOIN thread t ON t.id = m.thread"
        "  WHERE m.number = :number AND m.question IS NOT NULL"
        "   AND +m.direction = :out"
        "   AND +m.state IN (:sending, :sent, :delivered, :unsure)"
        "  GROUP BY m.question) a"
        " JOIN question q ON q.id = a.id AND q.closes > :since"
        " JOIN json_each(q.options) o"
        " WHERE NOT EXISTS (SELECT 1 FROM message i"
        "  WHERE i.question = q.id AND i.number = :number AND i.id <> :except"
        "   AND +i.direction = :in AND i.answer <> '')"
        " ORDER BY q.closes > :now DESC, q.id DESC, o.key");

    query_text(&q, ":number", number);
    query_int(&q, ":except", except);
    query_int(&q, ":question", TONE_QUESTION);
    query_int(&q, ":now", clock_now());
    query_int(&q, ":out", MESSAGE_OUT);
    query_int(&q, ":in", MESSAGE_IN);
    query_int(&q, ":sending", MESSAGE_SENDING);
    query_int(&q, ":sent", MESSAGE_SENT);
    query_int(&q, ":delivered", MESSAGE_DELIVERED);
    query_int(&q, ":unsure", MESSAGE_UNSURE);
    query_int(&q, ":since", clock_now() - QUESTION_LATE);
    while (query_row(&q)) {
        if (one.id != query_get_int(&q, 0)) {
            if (one.id)
                fn(user, &one, family);
            one = (struct question){ .id = 0 };
            family = query_get_int(&q, 4);
        }
        read_row(&q, &one);
        one.overtaken = query_get_int(&q, 5) != 0;
    }
    if (one.id)
        fn(user, &one, family);
    return query_end(&q);
}
