#include "store/inbox/confirm.h"

#include "text/unicode.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SCHOOL_MAX = 48 };

/* Drafts, for speakers to check. The word to reply with is one of words/. */
static const struct confirmation {
    const char *tag, *stop, *start, *wrong;
} confirmations[] = {
    { "en", "You will get no more texts from us. To get them again, reply"
            " START.",
        "You will get our texts again. To end them, reply STOP.",
        "Sorry, this was a mistake. You will get no more texts from us." },
    { "sw", "Hutapokea tena ujumbe kutoka kwetu. Ukitaka tena, jibu ANZA.",
        "Utapokea tena ujumbe wetu. Ukitaka kusitisha, jibu STOP.",
        "Samahani, tulikosea. Hutapokea tena ujumbe kutoka kwetu." },
    { "fr", "Vous ne recevrez plus nos messages. Pour les recevoir de"
            " nouveau, répondez START.",
        "Vous recevrez de nouveau nos messages. Pour arrêter, répondez"
        " STOP.",
        "Désolé, c'était une erreur. Vous ne recevrez plus nos messages." },
    { "ar", "لن تصلكم رسائل منا بعد الآن. لاستلامها من جديد أرسلوا: ابدأ",
        "ستصلكم رسائلنا من جديد. لإيقافها أرسلوا: توقف",
        "نعتذر، كان هذا خطأ. لن تصلكم رسائل منا بعد الآن." },
    { "es", "No recibirá más mensajes nuestros. Para volver a recibirlos,"
            " responda ALTA.",
        "Volverá a recibir nuestros mensajes. Para no recibirlos, responda"
        " BAJA.",
        "Perdone, fue un error. No recibirá más mensajes nuestros." },
    { "pt", "Não receberá mais mensagens nossas. Para voltar a receber,"
            " responda INICIAR.",
        "Voltará a receber as nossas mensagens. Para parar, responda"
        " PARAR.",
        "Desculpe, foi engano nosso. Não receberá mais mensagens nossas." },
    { "hi", "अब हमारी ओर से आपको संदेश नहीं आएँगे। फिर पाने के लिए शुरू लिखकर भेजें।",
        "अब आपको हमारे संदेश फिर मिलेंगे। बंद करने के लिए बंद लिखकर भेजें।",
        "माफ़ कीजिए, ग़लती हुई। अब हमारी ओर से आपको संदेश नहीं आएँगे।" },
    { "am", "ከእኛ ተጨማሪ መልእክት አይደርስዎትም። እንደገና ለመቀበል ጀምር ብለው ይላኩ።",
        "መልእክታችን እንደገና ይደርስዎታል። ለማቆም አቁም ብለው ይላኩ።",
        "ይቅርታ፣ ስህተት ነበር። ከእኛ ተጨማሪ መልእክት አይደርስዎትም።" },
    { "tr", "Bizden artık mesaj almayacaksınız. Yeniden almak için BAŞLA"
            " yazın.",
        "Mesajlarımızı yeniden alacaksınız. Durdurmak için DUR yazın.",
        "Özür dileriz, bir yanlışlık oldu. Bizden artık mesaj almayacaksınız." },
};

static const struct confirmation *
find(const char *tag)
{
    size_t n = strcspn(tag, "-_");

    for (size_t i = 0; i < sizeof(confirmations) / sizeof(*confirmations); i++)
        if (strlen(confirmations[i].tag) == n
            && !strncasecmp(confirmations[i].tag, tag, n))
            return &confirmations[i];
    return NULL;
}

void
confirm_text(enum confirm what, const char *const languages[4],
    const char *school, char *out, size_t room)
{
    const struct confirmation *c = NULL;
    char name[SCHOOL_MAX];

    for (int i = 0; !c && i < 4 && languages[i]; i++)
        c = find(languages[i]);
    if (!c)
        c = &confirmations[0];
    unicode_copy(school && what != CONFIRM_WRONG ? school : "", name,
        sizeof(name));
    snprintf(out, room, "%s%s%s", name, *name ? ": " : "",
        what == CONFIRM_STOP ? c->stop : what == CONFIRM_START ? c->start
                                                             : c->wrong);
}
