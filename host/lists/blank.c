#include "lists/blank.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"

/* The heads are words that heads.c knows: child, its number at school, class,
 * guardian, relation, phone, second phone, language. */
static const struct {
    const char *language, *name, *csv;
} all[] = {
    { "en", "English", BOM
        "Child,Child's number,Class,Guardian,Relation,Phone,Second"
        " phone,Language\r\nAmina Ali,17,4B,Salma Ali,mother,,,English\r\n" },
    { "fr", "Français", BOM
        "Nom de l'élève;Matricule;Classe;Tuteur;Lien de parenté;"
        "Téléphone;Autre téléphone;Langue\r\n"
        "Amina Ali;17;CM2 A;Salma Ali;mère;;;français\r\n" },
    { "sw", "Kiswahili", BOM
        "Jina la mwanafunzi,Namba ya mwanafunzi,Darasa,Mzazi,Uhusiano,"
        "Simu,Simu nyingine,Lugha\r\n"
        "Amina Ali,17,4B,Salma Ali,mama,,,Kiswahili\r\n" },
    { "ar", "العربية", BOM
        "اسم الطالب,رقم الطالب,الصف,ولي الأمر,صلة القرابة,الهاتف,"
        "هاتف آخر,اللغة\r\nأمينة علي,17,الرابع ب,سلمى علي,الأم,,,العربية\r\n" },
    { "pt", "Português", BOM
        "Nome do aluno;Matrícula;Turma;Encarregado;Parentesco;Telefone;"
        "Outro telefone;Língua\r\n"
        "Amina Ali;17;4B;Salma Ali;mãe;;;português\r\n" },
    { "es", "Español", BOM
        "Nombre del alumno;Matrícula;Clase;Apoderado;Parentesco;"
        "Teléfono;Otro teléfono;Idioma\r\n"
        "Amina Ali;17;4B;Salma Ali;madre;;;español\r\n" },
    { "am", "አማርኛ", BOM
        "የተማሪ ስም,የተማሪ ቁጥር,ክፍል,የወላጅ ስም,ዝምድና,ስልክ,ሌላ ስልክ,ቋንቋ\r\n"
        "አሚና አሊ,17,4ሀ,ሰልማ አሊ,እናት,,,አማርኛ\r\n" },
    { "hi", "हिन्दी", BOM
        "छात्र का नाम,छात्र क्रमांक,कक्षा,अभिभावक का नाम,संबंध,फोन,"
        "दूसरा फोन,भाषा\r\nअमीना अली,17,4क,सलमा अली,माता,,,हिन्दी\r\n" },
    { "tr", "Türkçe", BOM
        "Öğrencinin Adı Soyadı;Öğrenci No;Sınıf;Veli Adı Soyadı;"
        "Yakınlığı;Telefon;Diğer Telefon;Dil\r\n"
        "Emine Ali;17;4B;Selma Ali;annesi;;;Türkçe\r\n" },
};
enum { LANGUAGES = sizeof(all) / sizeof(*all) };

const char *
blank_csv(const char *language)
{
    size_t n = strcspn(language, "-_");

    for (int i = 0; i < LANGUAGES; i++)
        if (strlen(all[i].language) == n
            && strncmp(all[i].language, language, n) == 0)
            return all[i].csv;
    return all[0].csv;
}

const char *
blank_language(int i)
{
    return i < LANGUAGES ? all[i].language : NULL;
}

const char *
blank_name(int i)
{
    return i < LANGUAGES ? all[i].name : NULL;
}
