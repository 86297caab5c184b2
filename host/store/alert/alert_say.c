#include "store/alert/alert_say.h"

#include "text/unicode.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* {1} stands for what is told. */
enum line { PROOF, WAITS, URGENT, STRANGER, URGENT_STRANGER, REPLY, MORE,
    FAMILY, FAMILIES, TODAY, ONE_DAY, DAYS, LATE, TWICE, ALONE, NOT_SENT,
    LINES };

static const struct {
    const char *language, *line[LINES];
} says[] = {
    { "en", { "your code is {1}.", "a family waits.",
        "urgent, a family waits.", "an unknown number waits.",
        "urgent, an unknown number waits.", " Reply {1} and your words.",
        "{1} more wait.", "1 family waits", "{1} families wait",
        " since today.", ", the oldest 1 day.", ", the oldest {1} days.",
        "{1} came too late, not sent. Please look at the page.",
        "{1} was answered already, this was not sent.",
        "somebody answered before {1}, so it was not sent.",
        "{1} was not sent. Please look at the page." } },
    { "sw", { "msimbo wako ni {1}.", "familia inasubiri.",
        "haraka, familia inasubiri.", "nambari isiyojulikana inasubiri.",
        "haraka, nambari isiyojulikana inasubiri.",
        " Jibu {1} na maneno yako.", "wengine {1} wanasubiri.",
        "familia 1 inasubiri", "familia {1} zinasubiri", " tangu leo.",
        ", ya kwanza siku 1.", ", ya kwanza siku {1}.",
        "{1} imechelewa, haikutumwa. Tazama ukurasa.",
        "{1} ilijibiwa tayari, hii haikutumwa.",
        "mwingine alijibu kabla ya {1}, kwa hiyo haikutumwa.",
        "{1} haikutumwa. Tazama ukurasa." } },
    { "fr", { "votre code est {1}.", "une famille attend.",
        "urgent, une famille attend.", "un numéro inconnu attend.",
        "urgent, un numéro inconnu attend.",
        " Répondez {1} et vos mots.", "{1} autres attendent.",
        "1 famille attend", "{1} familles attendent", " depuis aujourd'hui.",
        ", la plus ancienne depuis 1 jour.",
        ", la plus ancienne depuis {1} jours.",
        "{1} est trop tard, pas envoyé. Voyez la page.",
        "{1} a déjà sa réponse, ceci n'est pas envoyé.",
        "quelqu'un a répondu avant {1}, pas envoyé.",
        "{1} n'est pas envoyé. Voyez la page." } },
    { "ar", { "رمزك هو {1}.", "أسرة تنتظر.", "عاجل، أسرة تنتظر.",
        "رقم غير معروف ينتظر.", "عاجل، رقم غير معروف ينتظر.",
        " أجب {1} ثم كلماتك.", "{1} آخرون ينتظرون.", "أسرة واحدة تنتظر",
        "عدد الأسر المنتظرة {1}", " منذ اليوم.", "، أقدمها منذ يوم.",
        "، أقدمها منذ {1} يوم.", "{1} وصل متأخرا ولم يرسل. انظر الصفحة.",
        "{1} أجيب عنه من قبل، ولم يرسل هذا.",
        "أجاب أحد قبل {1}، فلم يرسل.", "{1} لم يرسل. انظر الصفحة." } },
    { "es", { "su código es {1}.", "una familia espera.",
        "urgente, una familia espera.", "espera un número desconocido.",
        "urgente, espera un número desconocido.",
        " Responda {1} y sus palabras.", "esperan {1} más.",
        "espera 1 familia", "esperan {1} familias", " desde hoy.",
        ", la primera desde hace 1 día.",
        ", la primera desde hace {1} días.",
        "{1} llegó tarde, no se envió. Mire la página.",
        "{1} ya fue respondido, esto no se envió.",
        "alguien respondió antes que {1}, no se envió.",
        "{1} no se envió. Mire la página." } },
    { "pt", { "o seu código é {1}.", "uma família espera.",
        "urgente, uma família espera.", "um número desconhecido espera.",
        "urgente, um número desconhecido espera.",
        " Responda {1} e as suas palavras.", "esperam mais {1}.",
        "1 família espera", "{1} famílias esperam", " desde hoje.",
        ", a primeira há 1 dia.", ", a primeira há {1} dias.",
        "{1} chegou tarde, não foi enviado. Veja a página.",
        "{1} já foi respondido, isto não foi enviado.",
        "alguém respondeu antes de {1}, não foi enviado.",
        "{1} não foi enviado. Veja a página." } },
    { "am", { "ኮድዎ {1} ነው።", "አንድ ቤተሰብ ይጠብቃል።", "አስቸኳይ፣ አንድ ቤተሰብ ይጠብቃል።",
        "የማይታወቅ ቁጥር ይጠብቃል።", "አስቸኳይ፣ የማይታወቅ ቁጥር ይጠብቃል።",
        " {1} እና ቃልዎን ይመልሱ።", "ሌሎች {1} ይጠብቃሉ።", "1 ቤተሰብ ይጠብቃል",
        "{1} ቤተሰቦች ይጠብቃሉ", "፣ ከዛሬ።", "፣ የመጀመሪያው 1 ቀን።", "፣ የመጀመሪያው {1} ቀን።",
        "{1} ዘግይቷል፣ አልተላከም። ገጹን ይመልከቱ።", "{1} አስቀድሞ ተመልሷል፣ ይህ አልተላከም።",
        "ከ{1} በፊት ሌላ ሰው መልሷል፣ አልተላከም።", "{1} አልተላከም። ገጹን ይመልከቱ።" } },
    { "hi", { "आपका कोड {1} है।", "एक परिवार प्रतीक्षा में है।",
        "ज़रूरी, एक परिवार प्रतीक्षा में है।", "एक अनजान नंबर प्रतीक्षा में है।",
        "ज़रूरी, एक अनजान नंबर प्रतीक्षा में है।", " {1} और अपने शब्द भेजें।",
        "{1} और प्रतीक्षा में हैं।", "1 परिवार प्रतीक्षा में",
        "{1} परिवार प्रतीक्षा में", ", आज से।", ", पहला 1 दिन से।",
        ", पहला {1} दिन से।", "{1} देर से आया, नहीं भेजा गया। पेज देखें।",
        "{1} का जवाब पहले दिया गया, यह नहीं भेजा गया।",
        "{1} से पहले किसी ने जवाब दिया, नहीं भेजा गया।",
        "{1} नहीं भेजा गया। पेज देखें।" } },
    { "tr", { "kodunuz {1}.", "bir aile bekliyor.",
        "acil, bir aile bekliyor.", "bilinmeyen bir numara bekliyor.",
        "acil, bilinmeyen bir numara bekliyor.",
        " {1} ve sözlerinizle yanıtlayın.", "{1} kişi daha bekliyor.",
        "1 aile bekliyor", "{1} aile bekliyor", ", bugünden beri.",
        ", en eskisi 1 gün.", ", en eskisi {1} gün.",
        "{1} geç geldi, gönderilmedi. Sayfaya bakın.",
        "{1} zaten yanıtlandı, bu gönderilmedi.",
        "{1} öncesinde biri yanıtladı, gönderilmedi.",
        "{1} gönderilmedi. Sayfaya bakın." } },
};

/* English where the language has no lines of its own. */
static const char *
say(const char *language, enum line line)
{
    const char *want = language ? language : "";
    size_t n = strcspn(want, "-_");

    for (size_t i = 0; i < sizeof(says) / sizeof(*says); i++)
        if (strlen(says[i].language) == n
            && !strncasecmp(says[i].language, want, n))
            return says[i].line[line];
    return says[0].line[line];
}

/* Adds a line; what does not fit is cut at a whole letter. */
static void
add(const char *words, const char *what, char *out, size_t room)
{
    size_t n = strlen(out);
    const char *hole = strstr(words, "{1}");
    char whole[ALERT_SAY * 2];

    if (hole)
        snprintf(whole, sizeof(whole), "%.*s%s%s", (int)(hole - words), words,
            what, hole + 3);
    unicode_copy(hole ? whole : words, out + n, room - n);
}

static void
start(const char *class_name, char *out, size_t room)
{
    char class_cut[41];         /* at a whole letter, whatever the script */

    unicode_copy(class_name, class_cut, sizeof(class_cut));
    snprintf(out, room, "Notehome%s%s: ", *class_name ? " " : "", class_cut);
}

void
alert_say_proof(const char *language, const char *code, char *out, size_t room)
{
    start("", out, room);
    add(say(language, PROOF), code, out, room);
}

void
alert_say_waits(const char *language, const struct alert_who *who, char *out,
    size_t room)
{
    start(who->class_name, out, room);
    add(say(language, who->stranger
            ? who->urgent ? URGENT_STRANGER : STRANGER
            : who->urgent ? URGENT : WAITS), "", out, room);
    if (*who->words)
        add(" \"{1}\"", who->words, out, room);
    if (*who->code)
        add(say(language, REPLY), who->code, out, room);
}

void
alert_say_more(const char *language, int more, char *out, size_t room)
{
    char number[16];

    snprintf(number, sizeof(number), "%d", more);
    start("", out, room);
    add(say(language, MORE), number, out, room);
}

void
alert_say_digest(const char *language, int families, int days, char *out,
    size_t room)
{
    char number[16];

    start("", out, room);
    snprintf(number, sizeof(number), "%d", families);
    add(say(language, families == 1 ? FAMILY : FAMILIES), number, out, room);
    snprintf(number, sizeof(number), "%d", days);
    add(say(language, days > 1 ? DAYS : days == 1 ? ONE_DAY : TODAY), number,
        out, room);
}

void
alert_say_not(const char *language, enum alert_not why, const char *code,
    char *out, size_t room)
{
    static const enum line lines[] = { [ALERT_NOT_LATE] = LATE,
        [ALERT_NOT_TWICE] = TWICE, [ALERT_NOT_ALONE] = ALONE,
        [ALERT_NOT_SENT] = NOT_SENT };

    start("", out, room);
    add(say(language, lines[why]), code, out, room);
}
