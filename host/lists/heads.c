#include "lists/heads.h"

#include "text/unicode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { GLUED_MAX = 30 };         /* letters of words written as one */

/* What one word of a head tells. */
enum tells {
    T_WHO, T_WHAT, T_NUMBER, T_NOT, T_GROUP, T_YEAR, T_REG, T_CONTACT,
    T_BOOK, T_AND, T_AROUND, T_SECOND
};

/* Folded (text/unicode.h). A * at the end: any ending. Languages: English,
 * Swahili, French, Portuguese, Spanish, Arabic (without its article), Amharic
 * (without its "of"), Hindi, Turkish. */
static const struct {
    enum tells tells;
    int value;                  /* enum column_who or column_what; rank */
    const char *words;
} words[] = {
    { T_WHO, WHO_CHILD,
        " child children student students stu pupil pupils learner learners kid"
        " mwanafunzi mtoto"
        " eleve eleves enfant enfants etudiant apprenant apprenants"
        " aluno aluna alunos crianca estudante educando educanda"
        " alumno alumna alumnos estudiante estudiantes nino nina hijo hija"
        " طالب طالبه تلميذ تلميذه طفل"
        " ተማሪ* ልጅ*"
        " छात्र छात्रा विद्यार्थी बच्चा बच्चे बालक"
        " ogrenci* cocuk* cocug* " },
    { T_WHO, WHO_GUARDIAN,
        " guardian guardians parent parents carer caregiver caretaker kin nok"
        " sponsor sponsors"
        " mzazi mlezi wazazi"
        " tuteur tutrice parents responsable tuteurs"
        " resp responsavel encarregado encarregada educacao"
        " tutor tutora apoderado apoderada acudiente representante padres"
        " ولي وصي"
        " ወላጅ* አሳዳጊ*"
        " अभिभावक संरक्षक पालक"
        " veli* vasi* " },
    { T_WHO, WHO_FATHER,
        " father fathers dad baba pere pai padre papa والد اب አባት* पिता"
        " babasi baba* " },
    { T_WHO, WHO_MOTHER,
        " mother mothers mum mom mama mere mae madre والده ام እናት* माता मां"
        " माँ anne annesi annenin " },
    { T_WHAT, WHAT_NAME,
        " name names fullname full kamili complet completo completa كامل"
        " jina majina nom noms nombre nome nomes"
        " اسم اسماء ስም ሙሉ नाम isim ismi " },
    { T_WHAT, WHAT_FIRST,
        " first given forename forenames firstname givenname preferred kwanza"
        " prenom prenoms nombres اول पहला प्रथम ilk ad adi " },
    { T_WHAT, WHAT_MIDDLE,
        " middle other others middlename kati third segundo otros otro"
        " autres अन्य ikinci " },
    { T_WHAT, WHAT_LAST,
        " last surname lastname surnames ukoo famille apellido apellidos"
        " paterno"
        " sobrenome sobrenomes apelido apelidos ultimo لقب عائله"
        " उपनाम कुलनाम soyad* soyisim " },
    { T_WHAT, WHAT_PHONE,
        " phone phones phoneno telephone telephones tel mobile mobiles cell"
        " cellphone msisdn whatsapp whats sms simu"
        " portable gsm telefono telefonos celular movil"
        " telefone telefones telemovel"
        " هاتف جوال موبايل محمول نقال تليفون تلفون ስልክ* फोन फ़ोन मोबाइल"
        " मोबाईल दूरभाष"
        " telefon* cep " },
    { T_WHAT, WHAT_CLASS,
        " class classroom classe classes cls darasa kidato turma clase aula"
        " salon صف فصل قسم ክፍል कक्षा sinif* homeroom " },
    { T_WHAT, WHAT_SECTION,
        " letra section stream streams division div mkondo grupo seccion seccao"
        " paralelo"
        " batch شعبه ምድብ* सेक्शन अनुभाग वर्ग"
        " sube* " },
    { T_WHAT, WHAT_ID,
        " id admission adm admno upi upn lin emis nemis openemis matricule"
        " matricula matriculation regno code codigo आईडी मैट्रिकुल مسلسل " },
    { T_WHAT, WHAT_RELATION,
        " relation relationship relations uhusiano lien parente parentesco"
        " صله قرابه ዝምድና* संबंध सम्बन्ध रिश्ता yakinlik* yakinlig* " },
    { T_WHAT, WHAT_LANGUAGE,
        " language lugha langue idioma lingua لغه ቋንቋ* भाषा dil dili " },
    { T_WHAT, WHAT_CONSENT,
        " consent idhini consentement consentimento consentimiento موافقه"
        " ፈቃድ* सहमति onay* izin " },
    { T_WHAT, WHAT_FAMILY, " family household familia aile " },
    { T_NUMBER, 0,
        " no num number numbers numero numeros nr nambari namba رقم ቁጥር"
        " नंबर संख्या क्रमांक no numara* numarasi " },
    { T_GROUP, 0, " group groups groupe kundi مجموعه " },
    { T_YEAR, 2, " grade grd gredi grado form std standard course curso series"
        " serie" },
    { T_YEAR, 1, " year ano annee niveau level nivel yil " },
    { T_BOOK, 1, " membership labels " },   /* of a phone book's groups */
    { T_AND, 0, " and et y e ve na or ou o au veya"
        " او ወይም या " },
    /* Said of a phone that is the family's all the same. */
    { T_AROUND, 0,
        " alt res residence extra additional immediate person legal day home"
        " alternate alternative primary main work office"
        " business daytime landline line cellular personal my your"
        " autre outro outra nyingine ሌላ दूसरा اخر"
        " nyumbani domicile fixe bureau casa domicilio fijo fixo residencial"
        " trabajo trabalho alternativo منزل بيت عمل घर वैकल्पिक ev is diger" },
    { T_SECOND, 0, " second secondary deuxieme secundario secundaria materno"
        " materna" },
    { T_REG, 0, " reg registration " },
    { T_CONTACT, 0, " contact contacts contacto contato mawasiliano " },
    /* It is about something that is not kept. */
    { T_NOT, 0,
        " emergency emerg urgence emergencia doctor teacher tutora mwalimu"
        " docente"
        " profesor professor enseignant معلم शिक्षक ogretmen* email mail"
        " e-mail courriel correo birth naissance nacimiento nascimento dob"
        " born kuzaliwa ميلاد जन्म dogum* date fecha data tarehe تاريخ तारीख"
        " tarih* address adresse direccion endereco anwani عنوان पता adres*"
        " gender sex sexe sexo genero jinsia جنس लिंग cinsiyet* age umri edad"
        " idade عمر आयु yas fee fees balance school ecole escuela escola"
        " shule مدرسه विद्यालय okul* religion nationality type label"
        " occupation profession profesion roll house photo status city town"
        " village district county title prefix suffix nickname phonetic"
        " organization job website street postal country region po"
        " driver drivers chauffeur chofer motorista dereva sofor* servis* سائق"
        " ड्राइवर attendant neighbour neighbor voisin vecino vizinho jirani"
        " director directeur titulaire"
        " dni cedula curp kimlik kimligi قومي"
        " blood bus transport remark remarks notes comment comments" },
};

/* --- words ---------------------------------------------------------------- */

/* Whether list (words with blanks around each) has the word; exact: without
 * other endings. */
static bool
has_word(const char *list, const char *word, size_t n, bool exact)
{
    while (*list) {
        size_t length = strcspn(list += strspn(list, " "), " ");

        if (length && list[length - 1] == '*') {
            if (exact) {
                list += length;
                continue;
            }
            if (n >= length - 1 && memcmp(list, word, length - 1) == 0)
                return true;
        } else if (length && length == n && memcmp(list, word, n) == 0) {
            return true;
        }
        list += length;
    }
    return false;
}

static int
find_exact(const char *word, size_t n)
{
    for (int i = 0; i < (int)(sizeof(words) / sizeof(*words)); i++)
        if (has_word(words[i].words, word, n, true))
            return i;
    return -1;
}

/* The place in words[] of a word; -1: it tells nothing. */
static int
find_word(const char *word, size_t n)
{
    static const char *const articles[] = { "ال", "وال", "لل", "ل", "የ" };

    for (int i = 0; i < (int)(sizeof(words) / sizeof(*words)); i++)
        if (has_word(words[i].words, word, n, false))
            return i;
    for (size_t k = 0; k < sizeof(articles) / sizeof(*articles); k++) {
        size_t length = strlen(articles[k]);

        if (n > length + 2 && memcmp(word, articles[k], length) == 0)
            for (int i = 0; i < (int)(sizeof(words) / sizeof(*words)); i++)
                if (has_word(words[i].words, word + length, n - length,
                        false))
                    return i;
    }
    return -1;
}

/* "StudentName" becomes "Student Name", "phone2" becomes "phone 2". */
static char *
part_words(const char *cell)
{
    size_t n = 0;
    char *out = malloc(2 * strlen(cell) + 1);

    for (; out && *cell; cell++) {
        unsigned char c = (unsigned char)*cell;
        unsigned char before = n ? (unsigned char)out[n - 1] : ' ';

        if ((isupper(c) && islower(before)) || (isdigit(c) && isalpha(before))
            || (isalpha(c) && isdigit(before)))
            out[n++] = ' ';
        out[n++] = *cell == '_' ? ' ' : *cell;
    }
    if (out)
        out[n] = '\0';
    return out;
}

/* --- what they tell together ---------------------------------------------- */

struct seen {
    bool who[WHO_SECOND + 1], what[WHAT_FAMILY + 1];
    bool number, not_kept, group, reg, contact, book;
    bool joined;                /* "and" */
    bool either;                /* "or", or a stroke */
    int year;                   /* rank of a word such as grade; 0 none */
    int second;                 /* a number behind a person's word */
    bool another;               /* "second", or its like */
    bool second_next;           /* the word before was "second" */
    int last;                   /* the last word, where it is one of 1 to 9 */
    bool person_last;           /* the last word was a person's */
    int words;                  /* known ones */
    bool strange;               /* a longer one that is not known */
    bool strange_first;         /* it stands before what the head tells */
};

static void
take_number(struct seen *s, const char *word, size_t n)
{
    bool digit = n == 1 && *word >= '1' && *word <= '9';

    s->last = digit ? *word - '0' : 0;
    if (digit && s->person_last)
        s->second = s->last;
}

/* A word that others are written together with; "na" and "et" are parts of
 * people's names. */
static bool
is_part(const char *word, size_t n)
{
    return (n > 2 || (n == 2 && (!memcmp(word, "no", 2)
                || !memcmp(word, "id", 2))))
        && find_exact(word, n) >= 0;
}

/* "mobileno", "FATHERNAME": the length of the first of several known words in
 * one; 0: it is not made of such. */
static size_t
glued(const char *word, size_t n)
{
    for (size_t k = n; k-- > 3;)
        if (is_part(word, k) && (is_part(word + k, n - k)
                || glued(word + k, n - k)))
            return k;
    return 0;
}

static void
take_strange(struct seen *s, const char *word, size_t n)
{
    take_number(s, word, n);
    if (n > 2 && !isdigit((unsigned char)*word)) {
        s->strange_first |= !s->strange && !s->what[WHAT_NAME];
        s->strange = true;
    }
    s->person_last = false;
}

static void
take_known(struct seen *s, int i)
{
    if (s->second_next && (words[i].tells == T_CONTACT
            || (words[i].tells == T_WHO && words[i].value == WHO_GUARDIAN)))
        s->second = 2;          /* "Second phone" is the same person's */
    s->second_next = words[i].tells == T_SECOND;
    s->words++;
    s->last = 0;
    s->person_last = words[i].tells == T_WHO || words[i].tells == T_CONTACT;
    switch (words[i].tells) {
    case T_WHO:
        s->who[words[i].value] = true;
        break;
    case T_WHAT:
        s->what[words[i].value] = true;
        break;
    case T_NUMBER:
        s->number = true;
        break;
    case T_NOT:
        s->not_kept = true;
        break;
    case T_GROUP:
        s->group = true;
        break;
    case T_YEAR:
        s->year = words[i].value;
        break;
    case T_BOOK:
        s->book = true;
        s->year = words[i].value;
        break;
    case T_AND:
        s->joined = s->either = true;
        s->words--;
        break;
    case T_SECOND:
        s->another = true;
        s->words--;
        break;
    case T_AROUND:
        s->words--;
        break;
    case T_REG:
        s->reg = true;
        break;
    case T_CONTACT:
        s->contact = true;
        break;
    }
}

static void
take_word(struct seen *s, const char *word, size_t n)
{
    int i = find_word(word, n);
    size_t part = i < 0 && n <= GLUED_MAX ? glued(word, n) : 0;

    if (i >= 0) {
        take_known(s, i);
    } else if (part) {
        take_word(s, word, part);
        take_word(s, word + part, n - part);
    } else {
        take_strange(s, word, n);
    }
}

static enum column_who
who_of(const struct seen *s)
{
    if (s->second > 2)
        return WHO_ANY;
    if (s->second == 2 && !s->who[WHO_CHILD])
        return WHO_SECOND;
    if ((s->who[WHO_FATHER] && s->who[WHO_MOTHER])
        || (s->either && s->who[WHO_GUARDIAN]))
        return WHO_GUARDIAN;    /* "father or guardian" is not sure a father */
    if (s->who[WHO_FATHER])
        return WHO_FATHER;
    if (s->who[WHO_MOTHER])
        return WHO_MOTHER;
    if (s->who[WHO_GUARDIAN])
        return WHO_GUARDIAN;
    return s->who[WHO_CHILD] ? WHO_CHILD
        : s->contact && s->words > 1 ? WHO_GUARDIAN : WHO_ANY;
}

/* A class by its words, and how surely; 0: none. */
static int
class_rank(const struct seen *s)
{
    if (s->what[WHAT_CLASS] || (s->reg && !s->number))
        return 4;
    if (s->year && s->group)
        return s->year == 2 ? 4 : 1;
    return s->year;
}

static enum column_what
what_of(const struct seen *s, enum column_who who)
{
    static const enum column_what order[] = { WHAT_PHONE, WHAT_RELATION,
        WHAT_LANGUAGE, WHAT_CONSENT };

    for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
        if (s->what[order[i]])
            return order[i];
    if (s->what[WHAT_FAMILY] && s->what[WHAT_NAME])
        return WHAT_LAST;
    if ((s->what[WHAT_FIRST] && s->what[WHAT_LAST])
        || (s->joined && s->what[WHAT_NAME]
            && (s->what[WHAT_FIRST] || s->what[WHAT_LAST])))
        return WHAT_NAME;       /* "Nom et prénom", "Adı Soyadı" */
    if (s->what[WHAT_FIRST])
        return WHAT_FIRST;
    if (s->what[WHAT_MIDDLE] && (s->what[WHAT_NAME] || who))
        return WHAT_MIDDLE;
    if (s->what[WHAT_LAST])
        return WHAT_LAST;
    if (class_rank(s) > 0 && !s->what[WHAT_ID] && who <= WHO_CHILD)
        return WHAT_CLASS;
    if (s->what[WHAT_SECTION] && who <= WHO_CHILD)
        return WHAT_SECTION;
    if (s->what[WHAT_NAME])
        return WHAT_NAME;
    if (s->what[WHAT_FAMILY] && who != WHO_CHILD)
        return WHAT_FAMILY;
    if (s->what[WHAT_ID] || (s->reg && s->number)
        || (s->number && who == WHO_CHILD))
        return who <= WHO_CHILD ? WHAT_ID : WHAT_NOTHING;
    if (s->contact && (s->number || (s->words == 1 && !s->strange)
            || s->who[WHO_GUARDIAN] || s->who[WHO_FATHER]
            || s->who[WHO_MOTHER]))
        return WHAT_PHONE;
    return who != WHO_ANY && !s->number ? WHAT_NAME : WHAT_NOTHING;
}

/* "Sponsor Name" and "Guardian's Car" may be about something else; "Nom
 * patronymique" and "Name of the whole child" are not. */
static void
weigh_name(const struct seen *s, struct head *out)
{
    bool named = s->what[WHAT_NAME];
    bool person = out->column.who != WHO_ANY;

    if (!s->strange || (named && person))
        return;
    out->rank = person ? 1 : 0;
    out->loose = out->column.who != WHO_CHILD && (!named || s->strange_first);
}

/* "Tutor Group" is a class; tutor is a guardian in other languages. */
static bool
is_tutor_group(const struct seen *s)
{
    return s->group && s->who[WHO_GUARDIAN] && s->words == 2;
}

/* "Form Tutor", "Class guardian": whoever looks after a class. */
static bool
is_teachers(const struct seen *s)
{
    return s->who[WHO_GUARDIAN] && !s->who[WHO_CHILD] && !s->either
        && class_rank(s) > 0;
}

/* "Home_Room" is one word: a room alone may be anything. */
static void
join_home_room(char *folded)
{
    char *at = strstr(folded, "home room");

    if (at)
        memmove(at + 4, at + 5, strlen(at + 5) + 1);
}

enum err
head_read(const char *cell, struct head *out)
{
    char *parted = part_words(cell), *folded = NULL;
    struct seen s = { .words = 0 };
    const char *at, *word;
    size_t n;
    enum err e = parted ? unicode_fold(parted, &folded) : ERR_MEMORY;

    *out = (struct head){ .rank = 0 };
    free(parted);
    if (e)
        return e == ERR_INPUT ? OK : e;
    s.joined = strpbrk(cell, "&+") || (strchr(cell, '/') && !strchr(cell, ' '));
    s.either = strchr(cell, '/') != NULL;
    join_home_room(folded);
    for (at = folded; unicode_word(&at, &word, &n);)
        take_word(&s, word, n);
    free(folded);
    if (is_tutor_group(&s)) {
        s.who[WHO_GUARDIAN] = false;
        s.what[WHAT_CLASS] = true;
    }
    out->contact = s.book;
    out->number = s.last;
    if (is_teachers(&s))
        s.not_kept = true;
    if (!s.words || s.not_kept || s.second > 2)
        return OK;
    out->column.who = who_of(&s);
    out->column.what = what_of(&s, out->column.who);
    out->rank = out->column.what == WHAT_CLASS ? class_rank(&s)
        : out->column.who != WHO_ANY ? 2 : 1;
    if (out->column.what == WHAT_NAME)
        weigh_name(&s, out);
    out->more = s.another || s.what[WHAT_MIDDLE] || s.last == 2;
    out->either = out->column.what == WHAT_PHONE && !s.what[WHAT_PHONE]
        && !s.number;
    out->loose |= s.strange && out->column.what == WHAT_PHONE
        && out->column.who == WHO_ANY;
    return OK;
}
