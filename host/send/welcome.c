#include "send/welcome.h"

#include "store/people/people.h"
#include "store/thread/calendar.h"
#include "store/thread/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LANGUAGES = 24, ROOM = 1200 };
#define TEMPLATE "Welcome"      /* of the school, in place of these words */

/* Drafts, for speakers to check. The second is left out where nothing is
 * promised. Letters that make a text dearer are avoided where readers will not
 * mind. The word that ends it is one of text/words/. */
static const struct {
    const char *language, *who, *promise, *end;
} words[] = {
    { "en", "{school}: from this number teachers write to you about your child"
            " (praise, absence, marks), the office about dates. Write back, or"
            " ring once: that is free.",
        " We answer within {days} school days.", " To end, reply STOP." },
    { "sw", "{school}: kwa nambari hii walimu wanakuandikia kuhusu mtoto wako"
            " (sifa, kutokuwepo, alama), ofisi kuhusu tarehe. Jibu, au piga"
            " bip: ni bure.",
        " Tunajibu ndani ya siku {days} za shule.",
        " Kusitisha, jibu STOP." },
    { "fr", "{school} : de ce numéro, les enseignants vous écrivent sur votre"
            " enfant (progrès, absences, notes), le bureau sur les dates."
            " Écrivez, ou bipez : c'est gratuit.",
        " Nous répondons en {days} jours de classe.",
        " Pour ne plus rien recevoir, répondez STOP." },
    { "ar", "{school}: من هذا الرقم يكتب إليكم المعلمون عن طفلكم (مدح، غياب،"
            " درجات) والإدارة عن المواعيد. اكتبوا أو رنّوا مرة مجانًا.",
        " نجيب خلال {days} أيام دراسية.", " لإيقافها أرسلوا: توقف" },
    { "es", "{school}: de este numero los maestros le escriben sobre su hijo"
            " (elogios, faltas, notas), la oficina sobre fechas. Escriba, o"
            " llame y cuelgue: es gratis.",
        " Respondemos en {days} dias de clase.",
        " Para no recibir nada, responda BAJA." },
    { "pt", "{school}: deste numero os professores escrevem sobre o seu filho"
            " (elogios, faltas, notas), a secretaria sobre datas. Escreva, ou"
            " ligue e desligue: nada custa.",
        " Respondemos em {days} dias de aulas.",
        " Para parar, responda PARAR." },
    { "hi", "{school}: इस नंबर से शिक्षक आपके बच्चे के बारे में (प्रशंसा,"
            " अनुपस्थिति, अंक) और दफ़्तर तारीख़ों के बारे में लिखता है। लिखें या"
            " मिस्ड कॉल दें: मुफ़्त है।",
        " {days} स्कूल दिनों में जवाब मिलेगा।",
        " बंद करने के लिए बंद लिखकर भेजें।" },
    { "am", "{school}፦ በዚህ ቁጥር መምህራን ስለ ልጅዎ (ምስጋና፣ መቅረት፣ ውጤት)፣ ቢሮው ስለ ቀኖች"
            " ይጽፉልዎታል። ይጻፉ ወይም ሚስኮል ያድርጉ፤ ነጻ ነው።",
        " በ{days} የትምህርት ቀናት ውስጥ እንመልሳለን።", " ለማቆም አቁም ብለው ይላኩ።" },
    { "tr", "{school}: bu numaradan ogretmenler cocugunuz hakkinda (basari,"
            " devamsizlik, not), ofis tarihler hakkinda yazar. Yazin ya da"
            " cagri birakin: ucretsizdir.",
        " {days} okul gunu icinde yanit veririz.",
        " Durdurmak icin DUR yazin." },
};
enum { WORDS = sizeof(words) / sizeof(*words) };

struct making {
    struct db *db;
    struct send send;
    struct send_variant variants[LANGUAGES];
    char texts[LANGUAGES][ROOM];
    char language[LANGUAGES][16];
    int promise;
    char (*had)[64];            /* owned: phones that had it */
    const char **except;        /* owned: the same */
};

/* --- the words ------------------------------------------------------------ */

/* One variant more, its {days} filled in; the first of a language stays. */
static void
add(struct making *m, const char *language, const char *text)
{
    int n = m->send.n_variants;
    const char *at = strstr(text, "{days}");

    if (n >= LANGUAGES)
        return;
    for (int i = 0; i < n; i++)
        if (!strcasecmp(m->language[i], language))
            return;
    snprintf(m->language[n], sizeof(m->language[n]), "%s", language);
    if (at)
        snprintf(m->texts[n], ROOM, "%.*s%d%s", (int)(at - text), text,
            m->promise, at + strlen("{days}"));
    else
        snprintf(m->texts[n], ROOM, "%s", text);
    m->variants[n] = (struct send_variant){ .text = m->texts[n],
        .language = m->language[n] };
    m->send.n_variants++;
}

static void
add_own(void *user, const struct template *t)
{
    if (!strcasecmp(t->name, TEMPLATE))
        add(user, t->language, t->body);
}

static enum err
add_words(struct making *m)
{
    struct calendar *c = malloc(sizeof(*c));
    char text[ROOM];
    int best = 0;
    enum err e = c ? calendar_read(m->db, c) : ERR_MEMORY;

    if (!e) {
        m->promise = c->promise;
        e = template_list(m->db, add_own, m);
    }
    free(c);
    for (int i = 0; i < WORDS && !e; i++) {
        snprintf(text, sizeof(text), "%s%s%s", words[i].who,
            m->promise ? words[i].promise : "", words[i].end);
        add(m, words[i].language, text);
    }
    for (int i = 0; i < m->send.n_variants; i++) {
        int fits = send_fits(m->language[i], m->send.language) ? 2
            : !strcmp(m->language[i], "en") ? 1 : 0;

        if (fits > best) {
            best = fits;
            m->send.text = m->texts[i];
        }
    }
    m->send.variants = m->variants;
    return e;
}

/* --- who ------------------------------------------------------------------ */

static enum err
read_had(struct making *m)
{
    struct query q = query_start(m->db, "SELECT count(*) FROM batch b"
        " JOIN message m ON m.batch = b.id WHERE b.welcome = 1");
    size_t room = 1;
    enum err e;

    if (query_row(&q))
        room += (size_t)query_get_int(&q, 0);
    if ((e = query_end(&q)))
        return e;
    m->had = calloc(room, sizeof(*m->had));
    m->except = calloc(room, sizeof(*m->except));
    if (!m->had || !m->except)
        return ERR_MEMORY;
    q = query_start(m->db, "SELECT DISTINCT m.number FROM batch b"
        " JOIN message m ON m.batch = b.id"
        " WHERE b.welcome = 1 AND NOT m." MESSAGE_IS_LOST " LIMIT :room");
    query_int(&q, ":room", (int64_t)room);
    while (query_row(&q)) {
        query_copy_text(&q, 0, m->had[m->send.n_except],
            sizeof(*m->had));
        m->except[m->send.n_except] = m->had[m->send.n_except];
        m->send.n_except++;
    }
    m->send.except = m->except;
    return query_end(&q);
}

static enum err
prepare(struct db *db, const struct send *with, const char *class_name,
    struct making **out)
{
    struct making *m = calloc(1, sizeof(*m));
    enum err e;

    *out = m;
    if (!m)
        return ERR_MEMORY;
    m->db = db;
    m->send = *with;
    m->send.class_name = class_name;
    m->send.all = !*class_name;
    m->send.tone = TONE_INFORMATION;
    if ((e = read_had(m)))
        return e;
    return add_words(m);
}

static void
finish(struct making *m)
{
    if (m) {
        free(m->had);
        free(m->except);
    }
    free(m);
}

static void
count(void *user, const struct send_copy *c)
{
    struct welcome *w = user;

    if (!w->phones++)
        snprintf(w->text, sizeof(w->text), "%s", c->text);
    w->parts += c->parts;
    if (c->parts > w->most)
        w->most = c->parts;
}

/* "" is all of them. */
static bool
is_class(struct db *db, const char *name)
{
    char known[CLASS_NAME_MAX] = "";

    return !*name || (!class_find(db, name, known) && *known);
}

enum err
welcome_look(struct db *db, const struct send *with, const char *class_name,
    struct welcome *out, struct reason *why)
{
    struct making *m;
    int skipped;
    enum err e = prepare(db, with, class_name, &m);

    *out = (struct welcome){ 0 };
    if (!e)
        e = send_preview(db, &m->send, count, out, &skipped, why);
    finish(m);
    if (e == ERR_REFUSED || (e == ERR_NOT_FOUND && is_class(db, class_name))) {
        *why = reason_none;     /* nobody is left, or there is nobody yet */
        return OK;
    }
    return e;
}

static enum err
mark(struct db *db, int64_t batch)
{
    return query_on(db, "UPDATE batch SET welcome = 1 WHERE id = :id", batch);
}

enum err
welcome_send(struct db *db, const struct send *with, const char *class_name,
    struct sent *out, struct reason *why)
{
    struct making *m;
    enum err e = prepare(db, with, class_name, &m);

    if (!e && !(e = db_begin(db))) {
        if (!(e = send_text(db, &m->send, out, why)))
            e = mark(db, out->batch);
        e = db_end(db, e);
    }
    finish(m);
    return e;
}
