/* lists_more_test.c - class lists as schools have them: what stands in the wrong
 * place, or beside what it belongs to. */
#include "lists_world.h"

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

TEST(two_phones_behind_one_name_are_both_theirs)
{
    check("Name,Class,Parent,Phone 1,Phone 2\n"
        "Amina Ali,4B,Salma Ali,0722123456,0733123456\n",
        "Amina Ali/4B | Salma Ali +254722123456 +254733123456\n");
    check("Name,Class,Father,Mother,Phone 1,Phone 2\n"
        "Amina Ali,4B,Idris Ali,Salma Ali,0722123456,0733123456\n",
        "Amina Ali/4B | Salma Ali/mother +254722123456 +254733123456\n");
}
