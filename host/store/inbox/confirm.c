#include "store/inbox/confirm.h"

#include "text/unicode.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SCHOOL_MAX = 48 };

/* Drafts, for speakers to check. The word to reply with is one of words/. */
static const struct confirmation {
    const char *tag, *stop, *start, *wrong;
    const char *theirs;         /* number, name */
    const char *reads;
} confirmations[] = {
    { "en", "You will get no more texts from us. To get them again, reply"
            " START.",
        "You will get our texts again. To end them, reply STOP.",
        "Sorry, this was a mistake. You will get no more texts from us.",
        "The number %s writes to us and says it is %s of your family. Is that"
        " right?",
        "This is a test. Can you read this text?" },
    { "sw", "Hutapokea tena ujumbe kutoka kwetu. Ukitaka tena, jibu ANZA.",
        "Utapokea tena ujumbe wetu. Ukitaka kusitisha, jibu STOP.",
        "Samahani, tulikosea. Hutapokea tena ujumbe kutoka kwetu.",
        "Nambari %s imetuandikia na inasema ni %s wa familia yenu. Ni kweli?",
        "Hili ni jaribio. Je, unaweza kusoma ujumbe huu?" },
    { "fr", "Vous ne recevrez plus nos messages. Pour les recevoir de"
            " nouveau, répondez START.",
        "Vous recevrez de nouveau nos messages. Pour arrêter, répondez"
        " STOP.",
        "Désolé, c'était une erreur. Vous ne recevrez plus nos messages.",
        "Le numéro %s nous écrit et dit être %s de votre famille. Est-ce"
        " exact ?",
        "Ceci est un essai. Pouvez-vous lire ce message ?" },
    { "ar", "لن تصلكم رسائل منا بعد الآن. لاستلامها من جديد أرسلوا: ابدأ",
        "ستصلكم رسائلنا من جديد. لإيقافها أرسلوا: توقف",
        "نعتذر، كان هذا خطأ. لن تصلكم رسائل منا بعد الآن.",
        "الرقم %s كتب إلينا ويقول إنه %s من عائلتكم. هل هذا صحيح؟",
        "هذه رسالة تجربة. هل تستطيعون قراءتها؟" },
    { "es", "No recibirá más mensajes nuestros. Para volver a recibirlos,"
            " responda ALTA.",
        "Volverá a recibir nuestros mensajes. Para no recibirlos, responda"
        " BAJA.",
        "Perdone, fue un error. No recibirá más mensajes nuestros.",
        "El número %s nos escribe y dice ser %s de su familia. ¿Es correcto?",
        "Esto es una prueba. ¿Puede leer este mensaje?" },
    { "pt", "Não receberá mais mensagens nossas. Para voltar a receber,"
            " responda INICIAR.",
        "Voltará a receber as nossas mensagens. Para parar, responda"
        " PARAR.",
        "Desculpe, foi engano nosso. Não receberá mais mensagens nossas.",
        "O número %s escreve-nos e diz ser %s da sua família. Está certo?",
        "Isto é um teste. Consegue ler esta mensagem?" },
    { "hi", "अब हमारी ओर से आपको संदेश नहीं आएँगे। फिर पाने के लिए शुरू लिखकर भेजें।",
        "अब आपको हमारे संदेश फिर मिलेंगे। बंद करने के लिए बंद लिखकर भेजें।",
        "माफ़ कीजिए, ग़लती हुई। अब हमारी ओर से आपको संदेश नहीं आएँगे।",
        "नंबर %s ने हमें लिखा है और कहता है कि वह आपके परिवार से %s है। क्या यह सही है?",
        "यह एक परीक्षण है। क्या आप यह संदेश पढ़ सकते हैं?" },
    { "am", "ከእኛ ተጨማሪ መልእክት አይደርስዎትም። እንደገና ለመቀበል ጀምር ብለው ይላኩ።",
        "መልእክታችን እንደገና ይደርስዎታል። ለማቆም አቁም ብለው ይላኩ።",
        "ይቅርታ፣ ስህተት ነበር። ከእኛ ተጨማሪ መልእክት አይደርስዎትም።",
        "ቁጥር %s ጽፎልናል፣ ከቤተሰብዎ %s ነኝ ይላል። ትክክል ነው?",
        "ይህ ሙከራ ነው። ይህን መልእክት ማንበብ ይችላሉ?" },
    { "tr", "Bizden artık mesaj almayacaksınız. Yeniden almak için BAŞLA"
            " yazın.",
        "Mesajlarımızı yeniden alacaksınız. Durdurmak için DUR yazın.",
        "Özür dileriz, bir yanlışlık oldu. Bizden artık mesaj almayacaksınız.",
        "%s numarası bize yazıyor ve ailenizden %s olduğunu söylüyor. Doğru"
        " mu?",
        "Bu bir denemedir. Bu mesajı okuyabiliyor musunuz?" },
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

/* Text with the words in place of its two %s. */
static void
fill(const char *text, const char *first, const char *second, char *out,
    size_t room)
{
    const char *one = strstr(text, "%s"), *two = strstr(one + 2, "%s");

    snprintf(out, room, "%.*s%s%.*s%s%s", (int)(one - text), text, first,
        (int)(two - one - 2), one + 2, second, two + 2);
}

void
confirm_sender(const char *language, const char *school, const char *number,
    const char *name, char *out, size_t room)
{
    const struct confirmation *c = find(language);
    char from[SCHOOL_MAX], who[SCHOOL_MAX];
    int n;

    if (!c)
        c = &confirmations[0];
    unicode_copy(school ? school : "", from, sizeof(from));
    unicode_copy(name, who, sizeof(who));
    n = snprintf(out, room, "%s%s", from, *from ? ": " : "");
    if (n >= 0 && (size_t)n < room)
        fill(c->theirs, number, who, out + n, room - (size_t)n);
}

void
confirm_reading(const char *language, const char *school, char *out,
    size_t room)
{
    const struct confirmation *c = find(language);
    char from[SCHOOL_MAX];

    if (!c)
        c = &confirmations[0];
    unicode_copy(school ? school : "", from, sizeof(from));
    snprintf(out, room, "%s%s%s", from, *from ? ": " : "", c->reads);
}
