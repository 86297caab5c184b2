/* lists_test.c - class lists as schools have them, and what they say. */
#include "lists_world.h"

#include "lists/heads.h"
#include "lists/blank.h"
#include "store/people/import.h"
#include "text/class_fold.h"

#include <stdlib.h>
#include <zip.h>

/* --- shapes --------------------------------------------------------------- */

TEST(a_plain_sheet_of_a_class_teacher_is_read)
{
    check("HILLSIDE PRIMARY SCHOOL\n"
        "CLASS LIST 2026, GRADE 4 BLUE\n"
        "\n"
        "No.,Pupil's Name,Class,Parent/Guardian,Tel No.\n"
        "1,Amina Ali,4 Blue,Salma Ali,0722 123456\n"
        "2,Juma Otieno,4 Blue,Rose Otieno,0733-123456\n",
        "Juma Otieno/4 Blue | Rose Otieno +254733123456\n"
        "Amina Ali/4 Blue | Salma Ali +254722123456\n");
}

TEST(a_list_without_guardians_names_calls_them_after_the_child)
{
    check("Student Name,Grade,Parent Phone\n"
        "Amina Ali,4B,0722123456\n"
        "Hassan Ali,2A,0722123456\n"
        "Juma Otieno,4B,0733123456\n",
        "Amina Ali/4B Hassan Ali/2A | Parent of Amina Ali +254722123456\n"
        "Juma Otieno/4B | Parent of Juma Otieno +254733123456\n");
    check_in("TZ", "sw", "Jina la mwanafunzi;Darasa;Simu ya mzazi\n"
        "Amina Ali;4B;0754123456\n",
        "Amina Ali/4B | Mzazi wa Amina Ali +255754123456\n");
}

TEST(father_and_mother_in_one_row_are_two_guardians_of_one_child)
{
    check("Adm No,Surname,First Name,Form,Stream,Father's Name,"
        "Father's Mobile,Mother's Name,Mother's Mobile\n"
        "1201,Ali,Amina,2,B,Idris Ali,0722123456,Salma Ali,0733123456\n"
        "1202,Otieno,Juma,2,B,,,Rose Otieno,0744123456\n",
        "Juma Otieno/2B | Rose Otieno/mother +254744123456\n"
        "Amina Ali/2B | Salma Ali/mother +254733123456,"
        " Idris Ali/father +254722123456\n");
}

TEST(one_number_beside_two_parents_is_that_of_the_first)
{
    check_in("IN", "hi", "Roll No,Student Name,Father Name,Mother Name,Class,"
        "Section,Contact No\n"
        "1,Ravi Kumar,Suresh Kumar,Anita Devi,5,A,9812345678\n",
        "Ravi Kumar/5A | Anita Devi/mother +919812345678\n");
}

TEST(a_phone_beside_an_empty_guardian_is_that_of_the_parent_who_has_none)
{
    check_in("IN", "en", "Student Name,Class,Section,Father Name,Mother Name,"
        "Guardian Name,Mobile Number\n"
        "Pooja Yadav,5,A,Ramesh Yadav,Sunita Yadav,,9876543210\n"
        "Mohd Arif,5,A,Mohd Yusuf,,,8765432109\n"
        "Ravi Kumar,5,A,Suresh Kumar,Anita Devi,Uncle Ajay,9812345678\n",
        "Mohd Arif/5A | Mohd Yusuf/father +918765432109\n"
        "Pooja Yadav/5A | Sunita Yadav/mother +919876543210\n"
        "Ravi Kumar/5A | Uncle Ajay +919812345678\n");
}

TEST(several_numbers_in_one_cell_are_all_kept)
{
    check("Name\tClass\tParent\tContacts\n"
        "Amina Ali\t4B\tSalma Ali\t0722123456 / 0733123456; 0744123456\n",
        "Amina Ali/4B | Salma Ali +254722123456 +254733123456"
        " +254744123456\n");
}

TEST(two_columns_of_a_class_are_kept_apart_only_when_both_say_it_whole)
{
    check_in("MZ", "pt", "Nome do aluno;Classe;Turma;Contacto\n"
        "Ana Machava;5ª;A;84 123 4567\nEdson Sitoe;6ª;A;86 123 4567\n",
        "Ana Machava/5ª A | Responsável de Ana Machava +258841234567\n"
        "Edson Sitoe/6ª A | Responsável de Edson Sitoe +258861234567\n");
    check_in("BR", "pt", "Aluno;Série/Ano;Turma;Telefone Celular\n"
        "João Silva;4º Ano;B;(11) 98765-4321\n",
        "João Silva/4º Ano B | Responsável de João Silva +5511987654321\n");
    check_in("EG", "ar", "اسم التلميذ,الصف,الفصل,هاتف الأم\n"
        "يوسف أحمد,الرابع,أ,01201112223\n",
        "يوسف أحمد/الرابع أ | ولي أمر يوسف أحمد/mother +201201112223\n");
    check("Pupil,Class,Year,Phone\nAmina,Blue,4,0722123456\n",
        "Amina/4 Blue | Parent of Amina +254722123456\n");
    check("Pupil,Class,Year,Phone\nAmina,4B,4,0722123456\n",
        "Amina/4B | Parent of Amina +254722123456\n");
}

TEST(only_what_may_be_dialled_is_taken_for_a_phone_unasked)
{
    check_in("IN", "hi", "समग्र आईडी,विद्यार्थी का नाम,पिता का नाम,कक्षा,"
        "वर्ग,मोबाईल नं.\n"
        "123456789,पूजा यादव,रमेश यादव,5,अ,9876543210\n",
        "पूजा यादव/5 अ | रमेश यादव/father +919876543210\n");
    check_in("PE", "es", "Nombres,Apellido Paterno,DNI,Grado,Nombre del padre o"
        " apoderado,Nº celular\n"
        "María,Quispe,71234567,3A,Juana Mamani,987 654 321\n",
        "María Quispe/3A | Juana Mamani +51987654321\n");
    check("Pupil,Class,Whatever,Mother,Mother phone\n"
        "Amina,4B,0733123456,Salma,0722123456\n",
        "Amina/4B | Salma/mother +254722123456\n");
    check("Pupil,Class,File,Reach on\nAmina,4B,123456789,0722123456\n",
        "Amina/4B | Parent of Amina +254722123456\n");
}

TEST(a_phone_of_somebody_else_is_not_the_familys)
{
    check("Pupil,Class,Parent,Driver Phone,Phone,Nurse Phone,Home Phone\n"
        "Amina,4B,Salma,0711000000,0722123456,0733000000,0744123456\n",
        "Amina/4B | Salma +254722123456 +254744123456\n");
    check_in("TR", "tr", "Öğrenci Adı Soyadı;Sınıf;Anne Tel;Servis Şoförü Tel\n"
        "Ali Kaya;4/A;0532 111 22 33;0533 999 99 99\n",
        "Ali Kaya/4/A | Ali Kaya velisi/mother +905321112233\n");
    check("Pupil,Class,Reach Mobile\nAmina,4B,0722123456\n",
        "Amina/4B | Parent of Amina +254722123456\n");
}

TEST(two_surnames_and_a_group_of_a_grade_are_read)
{
    check_in("MX", "es", "Matrícula,Nombre(s),Primer Apellido,Segundo Apellido,"
        "Grado,Grupo,Nombre completo del tutor,Teléfono del tutor\n"
        "12,Luis,Pérez,Gómez,3,B,Ana Gómez,55 1234 5678\n",
        "Luis Pérez Gómez/3B | Ana Gómez +525512345678\n");
}

TEST(a_name_of_somebody_else_is_no_part_of_a_childs)
{
    check_in("NG", "en", "Student Surname,Other Names,Class Arm,Driver Name,"
        "Sponsor Name,Sponsor GSM No\n"
        "Adebayo,Tunde,JSS 2B,Musa,Mr Kunle,0803 123 4567\n",
        "Tunde Adebayo/JSS 2B | Mr Kunle +2348031234567\n");
    check("Surname,Admitted Name,First name,Class,Phone\n"
        "Ali,x,Amina,4B,0722123456\n",
        "Amina Ali/4B | Parent of Amina Ali +254722123456\n");
    check_in("SN", "fr", "Nom patronymique;Prénom;Classe;Téléphone\n"
        "Diop;Awa;CM2;77 123 45 67\n",
        "Awa Diop/CM2 | Parent de Awa Diop +221771234567\n");
    check_in("TR", "tr", "ÖĞRENCİNİN ADI SOYADI;SINIFI;VELİNİN ADI;VELİNİN"
        " YAKINLIĞI;CEP TELEFONU\n"
        "ELİF ŞENER;3/C;GÜLAY ŞENER;ANNESİ;5321112233\n",
        "ELİF ŞENER/3/C | GÜLAY ŞENER/ANNESİ +905321112233\n");
}

TEST(a_bromcom_list_is_read)
{
    check_in("GB", "en", "Student Name,Form Tutor,Tutor Group,Year Group,"
        "Contact Name,Relationship,Contact Priority,Mobile Telephone\n"
        "\"Khan, Mia\",Mr Hill,5H,5,Mrs N Khan,Mother,1,07400 900113\n",
        "Khan, Mia/5H | Mrs N Khan/Mother +447400900113\n");
}

TEST(a_cell_that_says_there_is_no_phone_is_empty)
{
    check("Pupil,Class,Father,Father phone,Mother,Mother phone\n"
        "Amina,4B,Idris,N/A,Salma,0722123456\n"
        "Juma,4B,Peter,-,Rose,0733123456 \n"
        "Zuri,4B,Sam,0744123456,Ann,nil\n",
        "Juma/4B | Rose/mother +254733123456\n"
        "Amina/4B | Salma/mother +254722123456\n"
        "Zuri/4B | Sam/father +254744123456\n");
}

TEST(a_number_is_read_through_what_programs_put_around_it)
{
    check("Pupil,Class,Parent,Phone\n"
        "Amina,4B,Salma,\"=\"\"0722123456\"\"\"\n"
        "Juma,4B,Rose,=\"0733123456\"\n"
        "Zuri,4B,Ann,\xe2\x80\xaa+254 744 123456\xe2\x80\xac\n",
        "Zuri/4B | Ann +254744123456\n"
        "Juma/4B | Rose +254733123456\n"
        "Amina/4B | Salma +254722123456\n");
}

TEST(classes_one_below_the_other_are_told_by_the_titles_above_them)
{
    struct import_result r;
    static const char untitled[] = "Grade 4 East\nName,Phone\n"
        "Amina,0722123456\nName,Phone\nJuma,0733123456\nEve,\n"
        "Name,Phone\nGrade 6\nName,Phone\nZuri,0744123456\n";
    struct db *db;

    check("HILLSIDE SCHOOL,,\nGRADE 4 EAST,,\nName,Parent,Phone\n"
        "Amina Ali,Salma Ali,0722123456\nJuma Otieno,Rose,0733123456\n,,\n"
        "GRADE 5,WEST,\nNAME,Parent,Phone\nZuri Kamau,Ann,0744123456\n"
        "Grade 6,,\nName,Parent,Phone\nAbdi Noor,Halima,0755123456\n",
        "Zuri Kamau/GRADE 5 WEST | Ann +254744123456\n"
        "Abdi Noor/Grade 6 | Halima +254755123456\n"
        "Juma Otieno/GRADE 4 EAST | Rose +254733123456\n"
        "Amina Ali/GRADE 4 EAST | Salma Ali +254722123456\n");
    db = import(untitled, strlen(untitled), "KE", "en", NULL, &r);
    CHECK_TEXT(all_of(db),
        "Amina/Grade 4 East | Parent of Amina +254722123456\n"
        "Zuri/Grade 6 | Parent of Zuri +254744123456\n");
    CHECK_TEXT(r.rejects, "Name,Phone,class,line,reason\r\n"
        "Juma,0733123456,,5,class is empty\r\n"
        "Eve,,,6,class is empty\r\n");
    import_clear(&r);
    db_close(db);
}

TEST(a_gibbon_list_is_read)
{
    check("Surname,First Name,Preferred Name,Year Group,Form Group,"
        "Parent 1 Surname,Parent 1 First Name,Parent 1 Phone 1,"
        "Parent 1 Relationship,Parent 2 Surname,Parent 2 First Name,"
        "Parent 2 Phone 1,Email\n"
        "Ali,Amina,Ami,Y04,4B,Ali,Salma,0722123456,Mother,Ali,Idris,"
        "0733123456,a@b.c\n",
        "Amina Ali/4B | Salma Ali/Mother +254722123456,"
        " Idris Ali +254733123456\n");
}

TEST(an_openemis_list_is_read)
{
    check_in("UG", "en", "OpenEMIS ID,First Name,Middle Name,Last Name,Gender,"
        "Date Of Birth,Education Grade,Class,Guardian OpenEMIS ID,"
        "Guardian First Name,Guardian Last Name,Guardian Relation,"
        "Guardian Contact Number\n"
        "77001,Amina,Nakato,Okello,F,2015-02-03,P4,P4 East,88001,Grace,"
        "Okello,Mother,0772123456\n"
        "77001,Amina,Nakato,Okello,F,2015-02-03,P4,P4 East,88002,John,"
        "Okello,Father,0752123456\n",
        "Amina Nakato Okello/P4 East | Grace Okello/Mother"
        " +256772123456, John Okello/Father +256752123456\n");
}

TEST(a_fedena_list_is_read)
{
    check_in("IN", "en", "Admission No,Admission Date,First name,Middle name,"
        "Last name,Batch,Date of birth,Guardian First name,"
        "Guardian Last name,Guardian Relation,Guardian Mobile phone\n"
        "A-17,2024-06-01,Ravi,,Kumar,5 A,2015-01-01,Suresh,Kumar,father,"
        "9812345678\n",
        "Ravi Kumar/5 A | Suresh Kumar/father +919812345678\n");
}

TEST(a_sims_list_is_read)
{
    check_in("GB", "en", "Legal Surname,Legal Forename,Reg,Year,"
        "Contact 1 Name,Contact 1 Relationship,Contact 1 Mobile,"
        "Contact 2 Name,Contact 2 Relationship,Contact 2 Mobile,"
        "Emergency Contact Name,Emergency Contact Phone\n"
        "Ali,Amina,7B,7,Salma Ali,Mother,07700 900123,Idris Ali,Father,"
        "07700 900456,Neighbour,07700 900789\n",
        "Amina Ali/7B | Salma Ali/Mother +447700900123,"
        " Idris Ali/Father +447700900456\n");
}

TEST(contacts_of_a_phone_book_are_read)
{
    check("Name,Given Name,Family Name,Group Membership,Phone 1 - Type,"
        "Phone 1 - Value,Phone 2 - Value,Relation 1 - Type,"
        "Relation 1 - Value\n"
        "Salma Ali,Salma,Ali,4B,Mobile,0722 123456 ::: 0744 123456,,Child,"
        "Amina Ali\n",
        "Amina Ali/4B | Salma Ali +254722123456 +254744123456\n");
}

TEST(lists_in_the_languages_of_schools_are_read)
{
    check_in("SN", "fr", "Matricule;Nom;Pr\xe9nom;Classe;Tuteur;T\xe9l\xe9phone;"
        "Lien de parent\xe9\n"
        "12;Diop;A\xefssatou;CM2 A;Fatou Diop;77 123 45 67;m\xe8re\n",
        "Aïssatou Diop/CM2 A | Fatou Diop/mère +221771234567\n");
    check_in("PE", "es", "Apellidos;Nombres;Grado;Sección;Apoderado;Celular\n"
        "Quispe Mamani;Rosa;4;B;Julia Mamani;987654321\n",
        "Rosa Quispe Mamani/4B | Julia Mamani +51987654321\n");
    check_in("MZ", "pt", "Nome do aluno|Turma|Encarregado de educação|"
        "Telefone do encarregado\n"
        "Ana Machava|5B|Maria Machava|84 123 4567\n",
        "Ana Machava/5B | Maria Machava +258841234567\n");
    check_in("EG", "ar", "اسم الطالب,الصف,اسم ولي الأمر,رقم هاتف ولي الأمر\n"
        "أمينة علي,الرابع ب,سلمى علي,٠١٠٠١٢٣٤٥٦٧\n",
        "أمينة علي/الرابع ب | سلمى علي +201001234567\n");
    check_in("ET", "am", "የተማሪ ስም,ክፍል,የወላጅ ስም,የወላጅ ስልክ ቁጥር\n"
        "አበበ ከበደ,4ሀ,ከበደ ወልዴ,0911123456\n",
        "አበበ ከበደ/4ሀ | ከበደ ወልዴ +251911123456\n");
    check_in("IN", "hi", "छात्र का नाम,कक्षा,अभिभावक का नाम,मोबाइल नंबर\n"
        "रवि कुमार,5क,सुरेश कुमार,9812345678\n",
        "रवि कुमार/5क | सुरेश कुमार +919812345678\n");
    check_in("TR", "tr", "Öğrencinin Adı;Öğrencinin Soyadı;Sınıfı;Velisinin"
        " Adı Soyadı;Veli Telefonu\n"
        "Ayşe;Yılmaz;4B;Fatma Yılmaz;0532 123 45 67\n",
        "Ayşe Yılmaz/4B | Fatma Yılmaz +905321234567\n");
    check_in("TZ", "sw", "Jina la mwanafunzi,Darasa,Mkondo,Jina la mzazi,"
        "Namba ya simu,Uhusiano\n"
        "Amina Ali,4,B,Salma Ali,0754123456,mama\n",
        "Amina Ali/4B | Salma Ali/mama +255754123456\n");
}

TEST(a_utf16_file_of_a_spreadsheet_is_read)
{
    static const char text[] = "Child\tClass\tGuardian\tPhone\r\n"
                               "Amina\t4B\tSalma\t0722123456\r\n";
    char wide[2 * sizeof(text)] = "\xff\xfe";

    for (size_t i = 0; i < sizeof(text) - 1; i++) {
        wide[2 + 2 * i] = text[i];
        wide[3 + 2 * i] = '\0';
    }
    check_bytes(wide, 2 * sizeof(text), "KE", "en", NULL,
        "Amina/4B | Salma +254722123456\n");
    check_bytes(wide + 2, 2 * sizeof(text) - 2, "KE", "en", NULL,
        "Amina/4B | Salma +254722123456\n");
}

TEST(names_of_languages_become_their_codes)
{
    static const char text[] = "child,class,guardian,phone,language\n"
                               "Amina,4B,Salma,0722123456,Kiswahili\n";
    struct import_result r;
    struct db *db = import(text, strlen(text), "KE", "en", NULL, &r);
    struct query q = query_start(db, "SELECT language FROM guardian");

    CHECK(query_row(&q));
    CHECK_TEXT(query_get_text(&q, 0), "sw");
    CHECK_INT(query_end(&q), OK);
    import_clear(&r);
    db_close(db);
}

/* --- workbooks ------------------------------------------------------------- */

static void
add_part(zip_t *z, const char *name, const char *xml)
{
    zip_source_t *s = zip_source_buffer(z, xml, strlen(xml), 0);

    CHECK(s && zip_file_add(z, name, s, ZIP_FL_OVERWRITE) >= 0);
}

static char *
workbook(const char *strings, const char *empty, const char *sheet, size_t *n)
{
    zip_error_t error;
    zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *z = zip_open_from_source(s, ZIP_TRUNCATE, &error);
    zip_stat_t stat;
    char *bytes;

    CHECK(z);
    zip_source_keep(s);
    add_part(z, "[Content_Types].xml", "<Types/>");
    add_part(z, "xl/workbook.xml", "<x:workbook xmlns:x=\"m\" xmlns:r=\"r\">"
        "<x:sheets><x:sheet name=\"Notes\" sheetId=\"1\" r:id=\"rId1\"/>"
        "<x:sheet name=\"4B\" sheetId=\"2\" r:id=\"rId2\"/></x:sheets>"
        "</x:workbook>");
    add_part(z, "xl/_rels/workbook.xml.rels", "<Relationships>"
        "<Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/>"
        "</Relationships>");
    if (strings)
        add_part(z, "xl/sharedStrings.xml", strings);
    add_part(z, "xl/worksheets/sheet1.xml", empty);
    add_part(z, "xl/worksheets/sheet2.xml", sheet);
    CHECK_INT(zip_close(z), 0);
    CHECK_INT(zip_source_open(s), 0);
    CHECK_INT(zip_source_stat(s, &stat), 0);
    *n = stat.size;
    CHECK((bytes = malloc(*n)) != NULL);
    CHECK(zip_source_read(s, bytes, *n) == (zip_int64_t)*n);
    zip_source_close(s);
    zip_source_free(s);
    return bytes;
}

static const char nothing[] = "<worksheet><sheetData/></worksheet>";
static const char strings[] = "<sst><si><t>Pupil</t></si><si><t>Class</t></si>"
    "<si><r><t>Par</t></r><r><t>ent</t></r><rPh><t>x</t></rPh></si>"
    "<si><t>Phone</t></si><si><t>Amina &amp; Zo\xc3\xab Ali</t></si></sst>";

TEST(a_workbook_is_read_with_its_numbers_as_they_were_typed)
{
    static const char sheet[] = "<worksheet><sheetData>"
        "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"B3\" t=\"s\">"
        "<v>1</v></c><c r=\"D3\" t=\"s\"><v>2</v></c><c r=\"E3\" t=\"s\">"
        "<v>3</v></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>4</v></c><c r=\"B4\" t=\"inlineStr\">"
        "<is><t>4B</t></is></c><c r=\"D4\" t=\"str\"><f>A1</f><v>Salma Ali</v></c>"
        "<c r=\"E4\"><v>2.54722123456E11</v></c></row>"
        "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>Juma</t></is></c>"
        "<c r=\"B5\"><v>4</v></c><c r=\"D5\" t=\"inlineStr\"><is><t>Rose</t></is>"
        "</c><c r=\"E5\"><v>733123456</v></c></row>"
        "</sheetData></worksheet>";
    size_t n;
    char *bytes = workbook(strings, nothing, sheet, &n);

    check_bytes(bytes, n, "KE", "en", NULL,
        "Juma/4 | Rose +254733123456\n"
        "Amina & Zo\xc3\xab Ali/4B | Salma Ali +254722123456\n");
    free(bytes);
}

static void
check_refused(const char *bytes, size_t n, const char *words)
{
    const struct import_list list = { bytes, n, "KE", "en", NULL };
    struct import_result r;
    struct db *db = open_db();

    CHECK_INT(import_run(db, &list, &look, "x", &r, &because),
        ERR_INPUT);
    if (!strstr(in_words(&because), words))
        CHECK_TEXT(in_words(&because), words);
    import_clear(&r);
    db_close(db);
}

TEST(a_broken_or_hostile_workbook_is_refused_with_words)
{
    static const char bomb[] = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>"
        "<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData>"
        "</worksheet>";
    size_t n, big = 70 * 1024 * 1024;
    char *bytes = workbook(NULL, nothing, bomb, &n), *zeros;

    check_refused(bytes, n, "no workbook that can be read");
    check_refused(bytes, n / 2, "no workbook that can be read");
    free(bytes);
    check_refused("PK\3\4....", 8, "no workbook that can be read");
    bytes = workbook(NULL, nothing, nothing, &n);
    check_refused(bytes, n, "empty");
    free(bytes);
    CHECK((zeros = malloc(big + 1)) != NULL);
    memset(zeros, ' ', big);
    memcpy(zeros, "<worksheet>", 11);
    zeros[big] = '\0';
    bytes = workbook(NULL, nothing, zeros, &n);
    CHECK(n < 1024 * 1024);
    check_refused(bytes, n, "too large");
    free(zeros);
    free(bytes);
}

TEST(a_cell_merged_over_rows_holds_for_each_of_them)
{
#define TEXT(at, words) "<c r=\"" at "\" t=\"inlineStr\"><is><t>" words        \
                        "</t></is></c>"
    static const char sheet[] = "<worksheet><sheetData>"
        "<row r=\"1\">" TEXT("A1", "CLASS LIST") "</row>"
        "<row r=\"2\">" TEXT("A2", "Class") TEXT("B2", "Pupil")
        TEXT("C2", "Parent") TEXT("D2", "Phone") "</row>"
        "<row r=\"3\">" TEXT("A3", "4B") TEXT("B3", "Amina")
        TEXT("C3", "Salma") TEXT("D3", "0722123456") "</row>"
        "<row r=\"4\">" TEXT("B4", "Hassan") "</row>"
        "<row r=\"5\">" TEXT("A5", "2A") TEXT("B5", "Juma")
        TEXT("C5", "Rose") TEXT("D5", "0733123456") "</row>"
        "</sheetData><mergeCells><mergeCell ref=\"A1:D1\"/>"
        "<mergeCell ref=\"A3:A4\"/><mergeCell ref=\"C3:C4\"/>"
        "<mergeCell ref=\"D3:D4\"/><mergeCell ref=\"ZZ3:ZZ9\"/>"
        "<mergeCell ref=\"A3\"/><mergeCell ref=\"A9:A3\"/></mergeCells>"
        "</worksheet>";
#undef TEXT
    size_t n;
    char *bytes = workbook(NULL, nothing, sheet, &n);

    check_bytes(bytes, n, "KE", "en", NULL,
        "Juma/2A | Rose +254733123456\n"
        "Amina/4B Hassan/4B | Salma +254722123456\n");
    free(bytes);
}

TEST(a_phone_book_of_vcards_is_read)
{
    static const char old[] = "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING="
        "QUOTED-PRINTABLE:Diop;A=C3=\n=AFssatou\nTEL;CELL:77 123 45 67\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Awa=20Diop=\n\nEND:VCARD"
        "\nBEGIN:VCARD\nVERSION:2.1\nN:N\xe9ne;Fatou\nTEL:77 765 43 21\n"
        "NOTE:Binta Ba\nEND:VCARD\n";

    check("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Ali;Salma;;;\r\nFN:Salma Ali\r\n"
        "TEL;TYPE=CELL:0722 000 001\r\nTEL;TYPE=HOME,VOICE:0722\r\n"
        "  000 002\r\nTEL;TYPE=FAX:0722000009\r\n"
        "item1.X-ABRELATEDNAMES:Amina\\, Ali\r\n"
        "item1.X-ABLabel:_$!<Child>!$_\r\nCATEGORIES:4B,myContacts\r\n"
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Rose Otieno\r\n"
        "TEL;VALUE=uri;TYPE=\"voice,home\":tel:+254-733-000-003;ext=7\r\n"
        "RELATED;TYPE=child;VALUE=text:Juma Otieno\r\n"
        "RELATED;TYPE=spouse;VALUE=text:Peter\r\nCATEGORIES:4B\r\n"
        "END:VCARD\r\n",
        "Juma Otieno/4B | Rose Otieno +254733000003\n"
        "Amina, Ali/4B | Salma Ali +254722000001 +254722000002\n");
    check_bytes(old, strlen(old), "SN", "fr",
        "child=Notes\nclass==CM2",
        "Awa Diop/CM2 | A\u00efssatou Diop +221771234567\n"
        "Binta Ba/CM2 | Fatou N\u00e9ne +221777654321\n");
}

TEST(a_phone_book_cut_anywhere_is_read_to_its_end)
{
    static const char book[] = "BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE:S="
        "\r\nalma=C3=\r\n A\r\nTEL:0722000001\r\n\tX\r\nNOTE:\\\r\n"
        "BEGIN:VCARD\r\na.b.c;d=\"e:f\":g\r\n:\r\nFN:x\r\nEND:VCARD";
    struct db *db = open_db();

    for (size_t n = 0; n < sizeof(book); n++) {
        char *copy = malloc(n + 1);
        const struct import_list list = { copy, n, "KE", "en", NULL };
        struct import_result r;

        CHECK(copy);
        memcpy(copy, book, n);
        CHECK(import_run(db, &list, &look, "x", &r, &because)
            != ERR_MEMORY);
        import_clear(&r);
        free(copy);
    }
    db_close(db);
}

TEST(the_template_of_each_language_is_understood_whole)
{
    static const char *const is[] = { "child", "child_id", "class", "guardian",
        "relation", "phone", "phone", "language" };

    for (int i = 0; blank_language(i); i++) {
        const char *language = blank_language(i);
        const char *csv = blank_csv(language);
        const struct import_list list = { csv, strlen(csv), "KE", language,
            NULL };
        struct db *db = open_db();
        struct import_result r;

        CHECK_INT(import_run(db, &list, &plain, "x", &r, &because), OK);
        CHECK_INT(r.added, 1);
        CHECK_INT(r.n_columns, 8);
        for (int k = 0; k < 8; k++) {
            if (strcmp(r.columns[k].is, is[k]) != 0)
                print_error("%s: %s is %s\n", language, r.columns[k].title,
                    r.columns[k].is);
            CHECK_TEXT(r.columns[k].is, is[k]);
        }
        import_clear(&r);
        db_close(db);
    }
    CHECK(strcmp(blank_csv("xx"), blank_csv("en")) == 0);
    CHECK(strcmp(blank_csv("pt-BR"), blank_csv("pt")) == 0);
}

TEST(a_homeroom_beside_a_grade_is_the_class)
{
    check("Student Name,Grade,Home_Room,Guardian,Phone\n"
        "Amina Ali,4,4B,Salma,0722000001\nJuma,5,5A,Rose,0722000002\n",
        "Juma/5A | Rose +254722000002\nAmina Ali/4B | Salma +254722000001\n");
    check("Student_ID,Student_Name,Grade,Home_Room,Guardian,Phone\n"
        "1,Amina Ali,4,Blue,Salma,0722000001\n2,Juma,5,Blue,Rose,0722000002\n",
        "Juma/5 Blue | Rose +254722000002\n"
        "Amina Ali/4 Blue | Salma +254722000001\n");
    check("Pupil,Home Room,Phone\nAmina,4B,0722000001\n",
        "Amina/4B | Parent of Amina +254722000001\n");
}

TEST(what_is_no_list_at_all_is_refused_by_its_name)
{
    check_refused("%PDF-1.4\n1 0 obj", 16, "this is a PDF");
    check_refused("BEGIN:VCARD\r\nFN:Salma\r\n", 23, "which column is the");
    check_refused("BEGIN:VCARD\r\nFN:\0lma\r\n", 23, "(NUL)");
    check_refused("\xef\xbb\xbf\n<table><tr><td>", 19, "web page");
    check_refused("\xff\xd8\xff\xe0JFIF", 8, "picture");
}

TEST(a_class_that_became_a_date_is_refused)
{
    static const char text[] = "Pupil,Class,Phone\nAmina,46117,0722123456\n";
    struct import_result r;
    struct db *db = import(text, strlen(text), "KE", "en", NULL, &r);

    CHECK_INT(r.rejected, 1);
    CHECK(strstr(r.rejects, "became a date"));
    import_clear(&r);
    db_close(db);
}

/* --- classes ---------------------------------------------------------------- */

TEST(a_class_has_one_spelling)
{
    static const char *const same[] = { "4B", "4b", " 4 B", "Class 4B", "4-B",
        "CLASSE 4 b", "darasa 4B" };
    char *first, *one;

    CHECK_INT(class_fold(same[0], &first), OK);
    for (size_t i = 1; i < sizeof(same) / sizeof(*same); i++) {
        CHECK_INT(class_fold(same[i], &one), OK);
        CHECK_TEXT(one, first);
        free(one);
    }
    free(first);
    CHECK_INT(class_fold("Grade 2", &first), OK);
    CHECK_INT(class_fold("Form 2", &one), OK);
    CHECK(strcmp(one, first) != 0);
    free(first);
    free(one);
    CHECK_INT(class_fold("Class", &one), OK);
    CHECK_TEXT(one, "class");
    free(one);
    check("child,class,guardian,phone\nAmina,4B,Salma,0722123456\n"
        "Juma,4 b,Rose,0733123456\nZuri,Class 4B,Ann,0744123456\n"
        "Abdi,4 Blue,Eve,0755123456\n",
        "Zuri/4B | Ann +254744123456\nAbdi/4 Blue | Eve +254755123456\n"
        "Juma/4B | Rose +254733123456\nAmina/4B | Salma +254722123456\n");
}

static void
count_one(void *user, const struct recipient *r)
{
    (void)r;
    ++*(int *)user;
}

TEST(a_text_to_a_class_reaches_every_spelling_of_it)
{
    struct db *db = open_db();
    struct people_target to = { .class_name = "4B" };
    int n = 0;

    ADD("Amina", "4B", "Salma", "0722123456");
    ADD("Juma", "4 b", "Rose", "0733123456");
    ADD("Zuri", "Class 4B", "Ann", "0744123456");
    ADD("Abdi", "4 Blue", "Eve", "0755123456");
    CHECK_INT(people_recipients(db, &to, count_one, &n, NULL), OK);
    CHECK_INT(n, 3);
    db_close(db);
}

/* --- what a person says ---------------------------------------------------- */

TEST(a_person_may_say_what_a_column_is)
{
    static const char list[] = "Who,Room,Whom,Where\n"
                               "Amina Ali,4B,Salma Ali,0722123456\n";

    check_refused("Who,Whom\nAmina,Salma\n", 21, "which column is the");
    check_bytes(list, strlen(list), "KE", "en",
        "child=Who\nclass=room\nguardian=Whom\nphone=#4",
        "Amina Ali/4B | Salma Ali +254722123456\n");
    check_bytes(list, strlen(list), "KE", "en", "child=Who\nclass==5C\nphone=#4\n",
        "Amina Ali/5C | Salma Ali +254722123456\n");
}

TEST(what_was_said_of_a_list_is_remembered_for_the_next)
{
    static const char one[] = "Who,Kind,Room,Where\nAmina,x,4B,0722123456\n",
        two[] = "Who,Kind,Room,Where\nJuma,x,4B,0733123456\n";
    struct import_result r;
    struct db *db = import(one, strlen(one), "KE", "en",
        "child=Who\nclass=Room\nphone=Where\nrelation=Kind", &r);
    const struct import_list next = { two, strlen(two), "KE", "en", NULL };

    CHECK(!r.recalled);
    import_clear(&r);
    CHECK_INT(import_run(db, &next, &plain, "x", &r, &because), OK);
    CHECK(r.recalled);
    CHECK_INT(r.added, 1);
    CHECK_TEXT(r.columns[1].is, "relation");
    CHECK_TEXT(r.columns[3].is, "phone");
    import_clear(&r);
    db_close(db);
}

TEST(what_cannot_be_meant_by_a_map_is_said)
{
    static const char text[] = "child,class,phone\nAmina,4B,0722123456\n";
    static const struct {
        const char *map, *words;
    } bad[] = {
        { "child", "write child=" },
        { "pupil=child", "there is no column \"pupil\"" },
        { "child=Nobody", "no column of the list is called \"Nobody\"" },
        { "child=#9", "no column of the list is called \"#9\"" },
        { "none=phone", "which column is the phone" },
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        const struct import_list list = { text, strlen(text), "KE", "en",
            bad[i].map };
        struct db *db = open_db();
        struct import_result r;

        CHECK_INT(import_run(db, &list, &look, "x", &r, &because),
            ERR_INPUT);
        if (!strstr(in_words(&because), bad[i].words))
            CHECK_TEXT(in_words(&because), bad[i].words);
        import_clear(&r);
        db_close(db);
    }
}

TEST(a_list_without_heads_is_guessed_and_kept_only_when_said)
{
    static const char text[] = "Amina Ali,4B,Salma Ali,0722123456\n"
                               "Juma Otieno,4B,Rose Otieno,0733123456\n";
    const struct import_list list = { text, strlen(text), "KE", "en", NULL };
    struct db *db = open_db();
    struct import_result r;

    CHECK_INT(import_run(db, &list, &look, "x", &r, &because), OK);
    CHECK_INT(r.rows, 2);
    CHECK_INT(r.added, 2);
    CHECK_INT(r.n_columns, 4);
    CHECK_TEXT(r.columns[0].is, "child");
    CHECK_TEXT(r.columns[1].is, "class");
    CHECK_TEXT(r.columns[2].is, "guardian");
    CHECK_TEXT(r.columns[3].is, "phone");
    CHECK_TEXT(r.columns[0].sample[1], "Juma Otieno");
    import_clear(&r);
    CHECK_INT(import_run(db, &list, &plain, "x", &r, &because),
        ERR_INPUT);
    CHECK(strstr(in_words(&because), "--map child=#1"));
    import_clear(&r);
    db_close(db);
    check_bytes(text, strlen(text), "KE", "en", "child=#1",
        "Juma Otieno/4B | Rose Otieno +254733123456\n"
        "Amina Ali/4B | Salma Ali +254722123456\n");
}

TEST(row_numbers_are_no_class)
{
    static const char text[] = "1,Nakato Sarah,P5,0772123456\n"
                               "2,Okello James,P5,0752123456\n";

    check_bytes(text, strlen(text), "UG", "en", "child=#2",
        "Nakato Sarah/P5 | Parent of Nakato Sarah +256772123456\n"
        "Okello James/P5 | Parent of Okello James +256752123456\n");
}

TEST(what_was_said_of_a_list_stands_in_the_head_of_its_rejects)
{
    static const char text[] = "Who,Room,Whom,Where,Colour\n"
                               "Amina Ali,4B,Salma Ali,07\n";
    struct import_result r;
    struct db *db = import(text, strlen(text), "KE", "en",
        "child=Who\nclass=Room\nguardian=Whom\nphone=Where", &r);

    CHECK(strncmp(r.rejects, "child,class,guardian,phone,Colour,line,reason\r\n"
        "Amina Ali,4B,Salma Ali,07,2,", 70) == 0);
    import_clear(&r);
    db_close(db);
}

TEST(one_bad_guardian_of_two_refuses_the_row_once_and_keeps_the_other)
{
    static const char text[] = "Pupil,Class,Mother,Mother phone,Father,"
                               "Father phone\n"
                               "Amina Ali,4B,Salma,0722123456,Idris,12\n";
    struct import_result r;
    struct db *db = import(text, strlen(text), "KE", "en", NULL, &r);

    CHECK_INT(r.rows, 1);
    CHECK_INT(r.rejected, 1);
    CHECK_TEXT(all_of(db), "Amina Ali/4B | Salma/mother +254722123456\n");
    CHECK_TEXT(r.rejects, "Pupil,Class,Mother,Mother phone,Father,"
        "Father phone,line,reason\r\n"
        "Amina Ali,4B,Salma,0722123456,Idris,12,2,\"phone \"\"12\"\" is too"
        " short for a phone: a short code cannot be a guardian's\"\r\n");
    import_clear(&r);
    db_close(db);
}

TEST(a_number_with_a_digit_too_few_is_taken_and_told)
{
    static const char text[] = "Pupil,Class,Phone\nAmina,4B,0722123456\n"
                               "Juma,4B,0722 12345 / 0733123456\n";
    struct import_result r;
    struct db *db = import(text, strlen(text), "KE", "en", NULL, &r);

    CHECK_INT(r.added, 2);
    CHECK_INT(r.doubtful, 1);
    CHECK_INT(r.n_doubts, 1);
    CHECK_INT(r.doubts[0].row, 3);
    CHECK_TEXT(r.doubts[0].phone, "0722 12345");
    import_clear(&r);
    db_close(db);
}

/* --- heads ----------------------------------------------------------------- */

static const struct {
    const char *head, *is;
} heads[] = {
    { "Student's Full Name", "child" }, { "LEARNER NAME", "child" },
    { "pupil_first_name", "child_first" }, { "StudentSurname", "child_last" },
    { "Class Teacher", "none" }, { "Teacher's phone", "none" },
    { "Date of Birth", "none" }, { "Home Phone", "phone" },
    { "Guardian's Email", "none" }, { "Guardian ID No", "none" },
    { "UPI", "child_id" }, { "Admission Number", "child_id" },
    { "Reg No.", "child_id" }, { "Registration Group", "class" },
    { "Class/Form", "class" }, { "Mum's mobile", "mother_phone" },
    { "Dad phone", "father_phone" }, { "Guardian 2 Name", "guardian2" },
    { "Parent2 phone", "guardian2_phone" }, { "Contact 3 Name", "none" },
    { "Relationship to child", "relation" }, { "Home language", "language" },
    { "Family Name", "child_last" }, { "Family ID", "family" },
    { "Nom de l'élève", "child" }, { "Téléphone du père", "father_phone" },
    { "Teléfono de la madre", "mother_phone" }, { "Nome da mãe", "mother" },
    { "Nom du tuteur", "guardian" }, { "Numéro de téléphone", "phone" },
    { "Namba ya simu ya baba", "father_phone" }, { "هاتف الأم", "mother_phone" },
    { "Emergency phone", "none" }, { "Address", "none" }, { "Balance", "none" },
    { "WhatsApp number", "phone" }, { "माता का नाम", "mother" },
    { "Anne Telefonu", "mother_phone" }, { "Nom/Prénom", "child" },
    { "Nom et prénoms de l'enfant", "child" }, { "Name & Surname", "child" },
    { "Driver Phone", "none" }, { "Primer Apellido", "child_last" },
    { "Form Tutor", "none" }, { "Class guardian", "none" },
    { "Father / Guardian Name", "guardian" }, { "Next of kin", "guardian" },
    { "Contact Priority", "none" }, { "Nom du père ou tuteur", "guardian" },
    { "محمول الأم", "mother_phone" }, { "Gredi", "class" },
    { "Apellidos y nombres", "child" }, { "Parent/Guardian First Name",
        "guardian_first" }, { "Parent / Guardian", "guardian" },
};

TEST(a_head_is_understood_by_its_words)
{
    struct db *db = open_db();

    for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
        char list[300];
        struct import_result r;
        struct import_list in = { list, 0, "KE", "en", NULL };

        snprintf(list, sizeof(list), "%s,Stream\nx,4B\n", heads[i].head);
        in.n = strlen(list);
        CHECK(import_run(db, &in, &look, "x", &r, &because) != ERR_MEMORY);
        if (!r.n_columns || strcmp(r.columns[0].is, heads[i].is) != 0) {
            struct head h;

            CHECK_INT(head_read(heads[i].head, &h), OK);
            print_error("%s: who %d what %d, want %s\n", heads[i].head,
                h.column.who, h.column.what, heads[i].is);
            CHECK(strcmp(heads[i].is, "none") == 0 && !h.column.what);
        }
        import_clear(&r);
    }
    db_close(db);
}
