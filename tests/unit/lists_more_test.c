/* lists_more_test.c - class lists as schools have them: what stands in the wrong
 * place, or beside what it belongs to. */
#include "lists_world.h"

#include <iconv.h>

/* --- whose a number is ---------------------------------------------------- */

TEST(a_phone_without_a_name_in_its_head_is_that_of_the_parent_of_its_number)
{
    check_in("ZA", "en", "Learner,Grade,Parent/Guardian 1,Relationship 1,"
        "Cell 1,Parent/Guardian 2,Relationship 2,Cell 2\n"
        "Thabo Nkosi,4B,Nomsa Nkosi,Mother,082 123 4567,"
        "Sipho Nkosi,Father,083 234 5678\n"
        "Lerato Dlamini,4B,Zanele Dlamini,Grandmother,084 345 6789,,,\n",
        "Thabo Nkosi/4B | Nomsa Nkosi/Mother +27821234567,"
        " Sipho Nkosi/Father +27832345678\n"
        "Lerato Dlamini/4B | Zanele Dlamini/Grandmother +27843456789\n");
    check("Name,Class,Parent 1,Parent 2,Phone 1,Phone 2\n"
        "Amina Ali,4B,Salma Ali,Idris Ali,0722123456,0733123456\n",
        "Amina Ali/4B | Salma Ali +254722123456,"
        " Idris Ali +254733123456\n");
}

TEST(a_phone_beside_a_parent_is_theirs)
{
    check("Name,Class,Father,Phone,Mother,Phone\n"
        "Amina Ali,4B,Idris Ali,0733123456,Salma Ali,0722123456\n",
        "Amina Ali/4B | Salma Ali/mother +254722123456,"
        " Idris Ali/father +254733123456\n");
    check("Pupil,Class,Guardian 1,Relation,Mobile,Guardian 2,Relation,Mobile\n"
        "Amina Ali,4B,Salma Ali,aunt,0722123456,Idris Ali,uncle,0733123456\n",
        "Amina Ali/4B | Salma Ali/aunt +254722123456,"
        " Idris Ali/uncle +254733123456\n");
    check_in("SN", "fr", "Élève;Classe;Père;Contact;Mère;Contact\n"
        "Awa Diop;CM2;Ousmane Diop;77 123 45 67;Fatou Diop;76 234 56 78\n",
        "Awa Diop/CM2 | Fatou Diop/mother +221762345678,"
        " Ousmane Diop/father +221771234567\n");
}

TEST(a_second_contact_is_a_second_guardian)
{
    check("Student,Class,Primary Contact Name,Primary Contact Phone,"
        "Secondary Contact Name,Secondary Contact Phone\n"
        "Amina Ali,4B,Salma Ali,0722123456,Idris Ali,0733123456\n",
        "Amina Ali/4B | Salma Ali +254722123456,"
        " Idris Ali +254733123456\n");
    check("Student,Class,Parent,Parent Phone,Parent Second Phone\n"
        "Amina Ali,4B,Salma Ali,0722123456,0733123456\n",
        "Amina Ali/4B | Salma Ali +254722123456 +254733123456\n");
}

TEST(a_mothers_and_a_fathers_phone_without_names_are_of_two_people)
{
    check("Name,Class,Mobile - Father,Mobile - Mother\n"
        "Amina Ali,4B,0733123456,0722123456\n"
        "Juma Ali,2A,0733123456,0722123456\n"
        "Zuri Said,4B,,0744123456\n",
        "Amina Ali/4B Juma Ali/2A | Mother of Amina Ali/mother"
        " +254722123456, Father of Amina Ali/father +254733123456\n"
        "Zuri Said/4B | Mother of Zuri Said/mother +254744123456\n");
}

TEST(another_phone_is_the_guardians_too)
{
    check("Name,Class,Parent,Phone,Alt. phone\n"
        "Amina Ali,4B,Salma Ali,,0722123456\n",
        "Amina Ali/4B | Salma Ali +254722123456\n");
}

TEST(two_phones_behind_one_name_are_both_theirs)
{
    check("Name,Class,Parent,Phone 1,Phone 2\n"
        "Amina Ali,4B,Salma Ali,0722123456,0733123456\n",
        "Amina Ali/4B | Salma Ali +254722123456 +254733123456\n");
    check("Name,Class,Father,Mother,Phone 1,Phone 2\n"
        "Amina Ali,4B,Idris Ali,Salma Ali,0722123456,0733123456\n",
        "Amina Ali/4B | Salma Ali/mother +254722123456 +254733123456\n");
}

/* --- what stands around a number ------------------------------------------ */

/* A phone cell of Amina's mother gives these numbers. */
static void
cell(const char *country, const char *written, const char *numbers)
{
    char list[400], families[200];

    snprintf(list, sizeof(list), "Pupil;Class;Parent;Phone\n"
        "Amina;4B;Salma;\"%s\"\n", written);
    snprintf(families, sizeof(families), "Amina/4B | Salma %s\n", numbers);
    check_in(country, "en", list, families);
}

TEST(a_number_is_read_among_words_and_lines)
{
    cell("KE", "Tel: 0722123456", "+254722123456");
    cell("KE", "tel:+254722123456", "+254722123456");
    cell("KE", "Mob. 0722 123 456 (WhatsApp)", "+254722123456");
    cell("KE", "0722123456 or 0733123456", "+254722123456 +254733123456");
    cell("KE", "0722-123-456 (mother); 0733-123-456 (father)",
        "+254722123456 +254733123456");
    cell("KE", "Mama 0722123456, Baba 0733123456",
        "+254722123456 +254733123456");
    cell("KE", "0722123456\n0733123456", "+254722123456 +254733123456");
    cell("KE", "0722123456\r\n0733 123 456", "+254722123456 +254733123456");
    cell("KE", "+254722\n123456", "+254722123456");
    cell("KE", "0722123456 0733123456", "+254722123456 +254733123456");
    cell("KE", "0722 123 456 0733 123 456", "+254722123456 +254733123456");
    cell("KE", "+254722123456 +254733123456",
        "+254722123456 +254733123456");
    cell("KE", "0722123456-0733123456", "+254722123456 +254733123456");
    cell("FR", "Portable : 06 12 34 56 78 / Fixe : 01 23 45 67 89",
        "+33612345678 +33123456789");
    cell("EG", "جوال: ٠١٠٠١٢٣٤٥٦٧", "+201001234567");
    cell("IN", "मोबाइल ९८७६५४३२१०", "+919876543210");
    cell("GB", "(020) 7946 0018", "+442079460018");
    cell("KE", "722123456.0", "+254722123456");
    cell("KE", "254722123456.00", "+254722123456");
    cell("KE", "📱 0722 123456", "+254722123456");
}

TEST(a_letter_within_a_number_is_refused)
{
    static const char *const bad[] = { "O722123456", "0722O12345",
        "0722 l23456", "07221B3456", "0722 123456 ext 12", "0722123456/7" };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        char list[200];
        struct import_result r;
        struct db *db;

        snprintf(list, sizeof(list), "Pupil;Class;Parent;Phone\n"
            "Amina;4B;Salma;%s\n", bad[i]);
        db = import(list, strlen(list), "KE", "en", NULL, &r);
        CHECK_INT(r.rejected, 1);
        CHECK(strstr(r.rejects, bad[i]));
        import_clear(&r);
        db_close(db);
    }
}

TEST(words_in_place_of_a_number_keep_the_child_and_are_told)
{
    struct import_result r;
    struct db *db;
    const char *list = "Pupil,Class,Parent,Phone\n"
        "Amina,4B,Salma,will bring tomorrow\n"
        "Juma,4B,Rose,no phone\n"
        "Kamau,4B,Peter,0000000000\n"
        "Wanjiru,4B,Jane,0722123456\n";

    db = import(list, strlen(list), "KE", "en", NULL, &r);
    CHECK_INT(r.rejected, 0);
    CHECK_INT(r.children, 4);
    CHECK_INT(r.without, 3);
    CHECK_INT(r.doubtful, 1);
    CHECK_INT((int)r.doubts[0].row, 2);
    CHECK(r.doubts[0].words);
    CHECK_TEXT(r.doubts[0].phone, "will bring tomorrow");
    import_clear(&r);
    db_close(db);
}

/* --- letters -------------------------------------------------------------- */

/* The list, in the letters of `to`, gives the families. */
static void
check_letters(const char *to, const char *country, const char *language,
    const char *list, const char *families)
{
    iconv_t cd = iconv_open(to, "UTF-8");
    char bytes[2000], *out = bytes, *in = (char *)list;
    size_t n = strlen(list), room = sizeof(bytes);

    CHECK(cd != (iconv_t)-1);
    CHECK(iconv(cd, &in, &n, &out, &room) != (size_t)-1);
    iconv_close(cd);
    check_bytes(bytes, (size_t)(out - bytes), country, language, NULL,
        families);
}

TEST(a_list_of_a_spreadsheet_of_its_country_keeps_its_letters)
{
    static const char turkish[] = "Sıra No;Adı Soyadı;Sınıfı;Şubesi;Velisi;"
        "Veli Cep Telefonu\n1;Elif Yılmaz;4;B;Ayşe Yılmaz;0532 123 45 67\n"
        "2;Emre Şahin;4;B;Hasan Şahin;0(533) 765 43 21\n";
    static const char arabic[] = "اسم الطالب;الصف;الفصل;اسم ولي الأمر;جوال\n"
        "محمد أحمد;الرابع;ب;أحمد علي;01001234567\n";
    static const char amharic[] = "ተ.ቁ\tየተማሪው ስም\tክፍል\tየወላጅ ስም\tስልክ ቁጥር\n"
        "1\tአበበ በቀለ\t4ለ\tትዕግስት በቀለ\t0911 234567\n";
    static const char french[] = "Élève;Classe;Père;Tél père\n"
        "« É » Diop;CM2;L’Aîné;77 123 45 67\n";

    check_letters("WINDOWS-1254", "TR", "tr", turkish,
        "Elif Yılmaz/4B | Ayşe Yılmaz +905321234567\n"
        "Emre Şahin/4B | Hasan Şahin +905337654321\n");
    check_letters("WINDOWS-1256", "EG", "ar", arabic,
        "محمد أحمد/الرابع ب | أحمد علي +201001234567\n");
    check_letters("UTF-16LE", "ET", "am", amharic,
        "አበበ በቀለ/4ለ | ትዕግስት በቀለ +251911234567\n");
    check_letters("UTF-16BE", "ET", "am", amharic,
        "አበበ በቀለ/4ለ | ትዕግስት በቀለ +251911234567\n");
    check_letters("WINDOWS-1252", "SN", "fr", french,
        "« É » Diop/CM2 | L’Aîné/father +221771234567\n");
}

/* --- heads ---------------------------------------------------------------- */

TEST(words_written_as_one_are_read)
{
    check("STUDENTNAME,CLASSNAME,FATHERNAME,FATHERMOBILENO,MOTHERNAME,"
        "MOTHERMOBILENO\n"
        "Amina Ali,4B,Idris Ali,0733123456,Salma Ali,0722123456\n",
        "Amina Ali/4B | Salma Ali/mother +254722123456,"
        " Idris Ali/father +254733123456\n");
    check("Student_Number\tLast_Name\tFirst_Name\tGrade_Level\tHome_Room\t"
        "Mother\tMotherdayphone\tFather\tFatherdayphone\n"
        "1001\tAli\tAmina\t4\t4B\tSalma Ali\t0722123456\tIdris Ali\t"
        "0733123456\n",
        "Amina Ali/4B | Salma Ali/mother +254722123456,"
        " Idris Ali/father +254733123456\n");
    check("UPI,Surname,Firstname,Othername,Class/Grade,Parentname,Phoneno\n"
        "A1,ALI,AMINA,NJERI,Grade 4,SALMA ALI,0722123456\n",
        "AMINA NJERI ALI/Grade 4 | SALMA ALI +254722123456\n");
}

TEST(a_contact_with_a_name_is_a_guardian)
{
    check("Admission no,Student name,Batch,Course,Immediate contact,Relation,"
        "Mobile phone\n"
        "A101,Amina Ali,B,Grade 4,Salma Ali,aunt,0722123456\n"
        "A102,Juma Otieno,B,Grade 4,Rose Otieno,mother,0733123456\n",
        "Juma Otieno/Grade 4B | Rose Otieno/mother +254733123456\n"
        "Amina Ali/Grade 4B | Salma Ali/aunt +254722123456\n");
    check("Name,Class,Contact Person,Contact\n"
        "Amina Ali,4B,Salma Ali,0722123456\n",
        "Amina Ali/4B | Salma Ali +254722123456\n");
    check("Name,Class,Contact\nAmina Ali,4B,none\nJuma Otieno,4B,none\n"
        "Zuri Said,4B,0722123456\n",
        "Amina Ali/4B | Parent of Amina Ali\n"
        "Juma Otieno/4B | Parent of Juma Otieno\n"
        "Zuri Said/4B | Parent of Zuri Said +254722123456\n");
}

TEST(all_parts_of_a_name_are_kept)
{
    check_in("CL", "es", "RUN;Apellido Paterno;Apellido Materno;Nombres;Curso;"
        "Letra;Nombre Apoderado;Fono Apoderado\n"
        "21.111.111-1;Soto;Muñoz;Matías;4° Básico;B;Carolina Muñoz;"
        "+56 9 8123 4567\n",
        "Matías Soto Muñoz/4° Básico B | Carolina Muñoz +56981234567\n");
    check_in("FJ", "en", "OpenEMIS ID,First Name,Middle Name,Third Name,"
        "Last Name,Class Name,Guardian Name,Guardian Contact\n"
        "1400001,Mere,Ana,Litia,Tuilagi,4B,Litia Tuilagi,9201234\n",
        "Mere Ana Litia Tuilagi/4B | Litia Tuilagi +6799201234\n");
}

TEST(a_group_of_a_phone_book_is_the_class_without_its_own)
{
    check("First Name,Middle Name,Last Name,Labels,Phone 1 - Label,"
        "Phone 1 - Value,Relation 1 - Label,Relation 1 - Value\n"
        "Salma,,Ali,4B ::: * myContacts,Mobile,+254 722 123 456,Child,"
        "Amina Ali\n"
        "Rose,,Otieno,* myContacts ::: Parents ::: 4B,Mobile,"
        "0733 123 456 ::: 0744 123 456,Child,Juma Otieno\n",
        "Juma Otieno/4B | Rose Otieno +254733123456 +254744123456\n"
        "Amina Ali/4B | Salma Ali +254722123456\n");
}

TEST(a_missing_digit_costs_no_child_in_any_country)
{
    static const struct {
        const char *country, *phone;
    } all[] = { { "TZ", "0754 12345" }, { "SN", "77 123 45 6" },
        { "UG", "0772 12345" }, { "BJ", "01 97 12 34 5" },
        { "FR", "06 12 34 56 7" }, { "KE", "+255 754 12345" } };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        char list[200];
        struct import_result r;
        struct db *db;

        snprintf(list, sizeof(list), "Pupil;Class;Parent;Phone\n"
            "Amina;4B;Salma;%s\n", all[i].phone);
        db = import(list, strlen(list), all[i].country, "en", NULL, &r);
        CHECK_INT(r.rejected, 0);
        CHECK_INT(r.phones, 1);
        CHECK_INT(r.doubtful, 1);
        CHECK_TEXT(r.doubts[0].phone, all[i].phone);
        import_clear(&r);
        db_close(db);
    }
}

TEST(a_class_in_the_title_of_a_list_is_that_of_all_rows)
{
    static const struct {
        const char *title, *class_name;
    } all[] = {
        { "Class: 4B,Teacher: Mrs Achieng,\n", "4B" },
        { "HILLSIDE PRIMARY SCHOOL\nGrade 4 East,,\n", "Grade 4 East" },
        { "Class,4 B,\n", "4 B" }, { "CLASSE : CM2 A,,\n", "CM2 A" },
        { "Darasa: Darasa la 4\n", "Darasa la 4" },
        { "Turma: 5A\n,,\n", "5A" },
        { "الصف: الرابع ب\n", "الرابع ب" },
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        char list[300], families[200];

        snprintf(list, sizeof(list), "%sName,Parent,Phone\n"
            "Amina,Salma,0722123456\n", all[i].title);
        snprintf(families, sizeof(families),
            "Amina/%s | Salma +254722123456\n", all[i].class_name);
        check(list, families);
    }
}

/* Takes the list, of which one row is refused; the file of that one, to free. */
static char *
rows_refused(struct db *db, const char *text, const char *map)
{
    struct import_list list = { text, strlen(text), "KE", "en", map };
    const struct import_wish wish = { 0 };
    struct import_result r;
    char *rejects;

    CHECK_INT(import_run(db, &list, &wish, "head", &r, &because), OK);
    CHECK_INT(r.rejected, 1);
    rejects = strdup(r.rejects);
    import_clear(&r);
    return rejects;
}

TEST(the_rows_that_cannot_be_taken_keep_the_class_of_all_rows)
{
    static const char *const list[][2] = {
        { "Class: 4B,Teacher: Mrs Achieng,\nName,Parent,Phone\n"
          "Amina,Salma,0722123456\n,Rose,0722123457\n", NULL },
        { "\n\nName,Parent,Phone\n,Rose,0722123457\n", "class==4B" },
    };

    for (size_t i = 0; i < 2; i++) {
        struct db *db = open_db();
        char *first = rows_refused(db, list[i][0], list[i][1]), *again;

        CHECK(strncmp(first, "Name,Parent,Phone,class,line,reason\r\n"
            ",Rose,0722123457,4B,4,", 58) == 0);
        again = rows_refused(db, first, NULL);
        CHECK(strncmp(again, "Name,Parent,Phone,class,line,reason\r\n"
            ",Rose,0722123457,4B,2,", 58) == 0);
        free(again);
        free(first);
        db_close(db);
    }
}

TEST(a_title_that_names_no_class_is_none)
{
    static const char *const titles[] = { "CLASS LIST TERM 1 2026\n",
        "Class teacher: Mrs 4B\n", "HILLSIDE,4B\n",
        "Class: 4B\nClass: 5B\n", "Year 2026\n", "Class list 4B\n" };

    for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++) {
        char text[300];
        struct import_list list = { text, 0, "KE", "en", NULL };
        struct import_result r;
        struct db *db = open_db();

        snprintf(text, sizeof(text), "%sName,Parent,Phone\n"
            "Amina,Salma,0722123456\n", titles[i]);
        list.n = strlen(text);
        CHECK_INT(import_run(db, &list, &look, "head", &r, &because),
            ERR_INPUT);
        CHECK(strstr(in_words(&because), "which column is the class"));
        import_clear(&r);
        list.map = "class==3A";
        CHECK_INT(import_run(db, &list, &look, "head", &r, &because), OK);
        CHECK_TEXT(r.class_name, "3A");
        import_clear(&r);
        db_close(db);
    }
}

TEST(a_dash_is_no_name_and_no_number_of_a_child)
{
    const char *list = "adm no,child,class,guardian,phone,relation\n"
        "-,Amina,4B,-,0722000001,mother\n"
        "-,Juma,4B,N/A,0722000002,-\n"
        "-,Hana No,4B,none,0722000003,-\n"
        "---,---,---,---,---,---\n"
        "-,Kofi,-,Ann,0722000005,\n";
    struct import_result r;
    struct db *db = import(list, strlen(list), "KE", "en", NULL, &r);

    CHECK_INT(r.rejected, 2);
    CHECK(strstr(r.rejects, "5,child is empty"));
    CHECK(strstr(r.rejects, "6,class is empty"));
    import_clear(&r);
    CHECK_TEXT(all_of(db), "Amina/4B | Parent of Amina/mother +254722000001\n"
        "Hana No/4B | Parent of Hana No +254722000003\n"
        "Juma/4B | Parent of Juma +254722000002\n");
    db_close(db);
}

TEST(a_guardian_whose_name_comes_later_or_is_missing_once_stays_one)
{
    static const char first[] = "child,class,guardian,phone\n"
        "Amina,4B,,0722000001\nJuma,4B,Rose,0722000002\n"
        "Ali,4B,Ali Hassan,0722000003\n",
        second[] = "child,class,guardian,phone\n"
        "Amina,4B,Salma,0722000001\nJuma,4B,,0722000002\n"
        "Ali,4B,Salma Ali,0722000003\n",
        after[] = "Ali/4B | Ali Hassan +254722000003,"
        " Salma Ali +254722000003\n"
        "Juma/4B | Rose +254722000002\nAmina/4B | Salma +254722000001\n";
    const struct import_list again = { second, strlen(second), "KE", "en",
        NULL };
    struct import_result r;
    struct db *db = import(first, strlen(first), "KE", "en", NULL, &r);

    import_clear(&r);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(import_run(db, &again, &plain, "head", &r, &because), OK);
        CHECK_INT(r.rejected, 0);
        CHECK_INT(r.families, 0);
        import_clear(&r);
        CHECK_TEXT(all_of(db), after);
    }
    db_close(db);
}
