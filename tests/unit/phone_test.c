#include "test.h"
#include "text/phone.h"

#include <pthread.h>
#include <string.h>

static void
check_read(const char *raw, const char *country, enum phone_class kind,
    const char *want)
{
    struct phone_number p;

    phone_read(raw, country, &p);
    CHECK_TEXT(p.text, want);
    CHECK_INT(p.kind, kind);
    CHECK_INT(p.international, kind == PHONE_NUMBER && want[0] == '+');
}

TEST(every_way_to_write_a_number_is_one_number)
{
    const char *kenyan[] = { "+254712345678", "254712345678", "00254712345678",
        "000254712345678", "0712345678", "712345678", "0712 345 678",
        "(0712) 345-678", "+254 (0)712 345678", "+254.712.345.678",
        " 0712345678\n", "٠٧١٢٣٤٥٦٧٨", "+२५४७१२३४५६७८",
        "\u202A+254712345678\u202C", "+254\u00A0712\u2011345678",
        "\uFEFF0712345678", "0712\u2212345678", "0712\u3000345678",
        "0712_345_678", "'0712345678", "\u20190712345678", "0712\u00B7345678",
        "++254712345678", "\u2066+254 712 345678\u2069",
        "0712345678\u200E" };

    for (size_t i = 0; i < sizeof(kenyan) / sizeof(*kenyan); i++)
        check_read(kenyan[i], "KE", PHONE_NUMBER, "+254712345678");
}

TEST(the_country_is_the_schools)
{
    check_read("0911234567", "ET", PHONE_NUMBER, "+251911234567");
    check_read("06 12 34 56 78", "FR", PHONE_NUMBER, "+33612345678");
    check_read("82 123 4567", "MZ", PHONE_NUMBER, "+258821234567");
    check_read("098765 43210", "IN", PHONE_NUMBER, "+919876543210");
    check_read("0532 123 45 67", "TR", PHONE_NUMBER, "+905321234567");
    check_read("01012345678", "EG", PHONE_NUMBER, "+201012345678");
    check_read("044 123 456", "ke", PHONE_NUMBER, "+25444123456");
}

TEST(a_foreign_number_stays_foreign)
{
    check_read("+255754123456", "KE", PHONE_NUMBER, "+255754123456");
    check_read("00255754123456", "KE", PHONE_NUMBER, "+255754123456");
    check_read("+39 06 698 12345", "KE", PHONE_NUMBER, "+390669812345");
    check_read("+254712345678", "", PHONE_NUMBER, "+254712345678");
}

TEST(what_is_no_possible_number_stays_as_typed)
{
    check_read("0712345", "KE", PHONE_NUMBER, "0712345");
    check_read("0712 345 678", "", PHONE_NUMBER, "0712345678");
    check_read("0712345678", "XX", PHONE_NUMBER, "0712345678");
    check_read("07123456789012345678", "KE", PHONE_NUMBER,
        "07123456789012345678");
    check_read("0023435740", "BR", PHONE_NUMBER, "0023435740");
    /* Japan numbers some services with more digits than E.164 has */
    check_read("00812342071543546345", "BR", PHONE_NUMBER,
        "00812342071543546345");
}

TEST(a_number_with_one_digit_too_few_or_too_many_is_taken_and_doubtful)
{
    static const struct {
        const char *country, *raw, *text;
    } all[] = {
        { "TZ", "0754 12345", "+25575412345" },
        { "TZ", "0754 123 4567", "+2557541234567" },
        { "TZ", "+255 754 12345", "+25575412345" },
        { "SN", "77 123 45 6", "+22177123456" },
        { "SN", "77 123 45 678", "+2217712345678" },
        { "UG", "077212345", "+25677212345" },
        { "ET", "091123456", "+25191123456" },
        { "GH", "024412345", "+23324412345" },
        { "MW", "099912345", "+26599912345" },
        { "ZM", "097123456", "+26097123456" },
        { "FR", "06 12 34 56 7", "+3361234567" },
        { "CI", "01 02 03 04 0", "+225010203040" },
        { "BJ", "01 97 12 34 5", "+229019712345" },
        { "KE", "0712 34567", "+25471234567" },
    };

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        struct phone_number p, again;

        phone_read_typed(all[i].raw, all[i].country, &p);
        CHECK_TEXT(p.text, all[i].text);
        CHECK(p.kind == PHONE_NUMBER && p.international && p.doubtful);
        phone_read_typed(p.text, "KE", &again);
        CHECK_TEXT(again.text, all[i].text);
        CHECK(again.doubtful);
        phone_read(p.text, "KE", &again);
        CHECK_TEXT(again.text, all[i].text);
        phone_read_sender(p.text, false, all[i].country, &again);
        CHECK_TEXT(again.text, all[i].text);
    }
    check_read("0754 12345", "TZ", PHONE_NUMBER, "075412345");
    check_read("0754 1234", "TZ", PHONE_NUMBER, "07541234");
}

TEST(a_plus_that_is_too_much_is_passed_over)
{
    check_read("+00254712345678", "KE", PHONE_NUMBER, "+254712345678");
    check_read("+0712 345678", "KE", PHONE_NUMBER, "+254712345678");
    check_read("\u200E+254\u200F712345678", "KE", PHONE_NUMBER,
        "+254712345678");
}

TEST(a_number_before_and_after_its_country_changed_its_plan_is_one)
{
    const char *benin[] = { "97 12 34 56", "01 97 12 34 56", "+229 97123456",
        "+2290197123456", "0022997123456", "22997123456" };
    const char *brazil[] = { "+55 11 98765-4321", "+55 11 8765-4321",
        "(11) 8765-4321", "011 98765 4321" };

    for (size_t i = 0; i < sizeof(benin) / sizeof(*benin); i++)
        check_read(benin[i], "BJ", PHONE_NUMBER, "+2290197123456");
    check_read("+22997123456", "TG", PHONE_NUMBER, "+2290197123456");
    for (size_t i = 0; i < sizeof(brazil) / sizeof(*brazil); i++)
        check_read(brazil[i], "BR", PHONE_NUMBER, "+5511987654321");
    check_read("(11) 3265-4321", "BR", PHONE_NUMBER, "+551132654321");
}

TEST(a_number_dialled_abroad_is_the_one_that_its_own_country_reads)
{
    static const struct {
        const char *country, *raw, *number;
    } dialled[] = {
        { "BR", "0025 229 40 04 56 78", "+2290140045678" },
        { "BR", "0014 229 97 12 34 56", "+2290197123456" },
        { "BR", "0021 229 01 97 12 34 56", "+2290197123456" },
        { "US", "011 229 97 12 34 56", "+2290197123456" },
        { "CA", "011-229-97123456", "+2290197123456" },
        { "AU", "0011 229 97123456", "+2290197123456" },
        { "JP", "010 229 01 97123456", "+2290197123456" },
        { "KR", "001 229 97123456", "+2290197123456" },
        { "RU", "810 229 97123456", "+2290197123456" },
        { "UG", "000 229 97123456", "+2290197123456" },
        { "KE", "000 229 97123456", "+2290197123456" },
        { "KE", "000229 01 97123456", "+2290197123456" },
        { "TZ", "000 229 01 97123456", "+2290197123456" },
        { "HK", "001 229 97123456", "+2290197123456" },
        { "TH", "001 229 97123456", "+2290197123456" },
        { "CU", "119 229 97123456", "+2290197123456" },
        { "SG", "001 229 97123456", "+2290197123456" },
        { "BR", "0014 54 11 2345 6789", "+5491123456789" },
        { "US", "011 55 11 9123 4567", "+5511991234567" },
        { "UG", "000 55 11 7123 4567", "+5511971234567" },
    };

    for (size_t i = 0; i < sizeof(dialled) / sizeof(*dialled); i++)
        check_read(dialled[i].raw, dialled[i].country, PHONE_NUMBER,
            dialled[i].number);
}

TEST(argentinas_mobile_is_one_number_with_and_without_its_nine)
{
    const char *spelt[] = { "011 15-2345-6789", "+54 9 11 2345-6789",
        "+54 11 2345-6789", "11 2345 6789", "11 15 2345 6789",
        "9 11 2345 6789", "0054 9 11 2345 6789", "+541123456789",
        "+54 11 15 2345 6789" };

    for (size_t i = 0; i < sizeof(spelt) / sizeof(*spelt); i++)
        check_read(spelt[i], "AR", PHONE_NUMBER, "+5491123456789");
    check_read("+54 341 678 9012", "KE", PHONE_NUMBER, "+5493416789012");
    check_read("0341 15 678 9012", "AR", PHONE_NUMBER, "+5493416789012");
}

TEST(on_islands_with_short_numbers_those_are_phones)
{
    check_read("51234", "SH", PHONE_NUMBER, "+29051234");
    check_read("40404", "KE", PHONE_SHORT, "40404");
    check_read("51234", "KE", PHONE_SHORT, "51234");
}

TEST(a_possible_number_that_nobody_has_is_doubtful)
{
    static const struct {
        const char *raw, *country;
        bool doubtful;
    } numbers[] = {
        { "0712 345678", "KE", false }, { "0712 34567", "KE", true },
        { "+254 20 2345678", "KE", false }, { "0912345678", "KE", true },
        { "9812345678", "IN", false }, { "1112345678", "IN", true },
        { "01 97 12 34 56", "BJ", false }, { "077 123 4567", "UG", false },
        { "0772 123456", "UG", false }, { "0612 123456", "UG", true },
    };

    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        struct phone_number p;

        phone_read(numbers[i].raw, numbers[i].country, &p);
        if (p.doubtful != numbers[i].doubtful)
            print_error("%s %s %s\n", numbers[i].raw, numbers[i].country,
                p.text);
        CHECK(p.doubtful == numbers[i].doubtful);
    }
}

TEST(short_codes_and_names_stay_as_they_came)
{
    check_read("15001", "KE", PHONE_SHORT, "15001");
    check_read("123456", "KE", PHONE_SHORT, "123456");
    check_read("*150#", "KE", PHONE_SHORT, "*150#");
    check_read("+12345", "KE", PHONE_SHORT, "+12345");
    check_read("M-PESA", "KE", PHONE_LETTERS, "M-PESA");
    check_read("0712345678 (mum)", "KE", PHONE_LETTERS, "0712345678 (mum)");
    check_read("---", "KE", PHONE_LETTERS, "---");
    check_read("", "KE", PHONE_WITHHELD, "");
    check_read("  ", "KE", PHONE_WITHHELD, "");
}

TEST(a_sender_that_the_network_calls_a_name_is_a_name)
{
    struct phone_number p;

    phone_read_sender("12345678", true, "KE", &p);
    CHECK_INT(p.kind, PHONE_LETTERS);
    CHECK_TEXT(p.text, "12345678");
    phone_read_sender("0712345678", false, "KE", &p);
    CHECK_INT(p.kind, PHONE_NUMBER);
    phone_read_sender("", true, "KE", &p);
    CHECK_INT(p.kind, PHONE_WITHHELD);
}

TEST(a_long_name_is_cut_between_letters)
{
    struct phone_number p;

    phone_read("ሰላም ሰላም ሰላም ሰላም ሰላም ሰላም ሰላም", "ET", &p);
    CHECK(strlen(p.text) < PHONE_MAX);
    CHECK_INT(p.kind, PHONE_LETTERS);
}

TEST(one_phone_has_one_form_however_it_is_written)
{
    static const char *const forms[] = { "0712345678", "+254712345678",
        "254 712 345678", "00254712345678" };
    struct phone_number p;

    for (int i = 0; i < 4; i++) {
        phone_read(forms[i], "KE", &p);
        CHECK_TEXT(p.text, "+254712345678");
    }
}

TEST(countries_are_known_by_their_code)
{
    CHECK(phone_country_known("KE"));
    CHECK(phone_country_known("ke"));
    CHECK(!phone_country_known("XX"));
    CHECK(!phone_country_known(""));
    CHECK(!phone_country_known("KENYA"));
}

TEST(a_number_shows_as_people_write_it)
{
    char out[PHONE_MAX];

    phone_show("+254712345678", "KE", out);
    CHECK_TEXT(out, "0712 345678");
    phone_show("+255754123456", "KE", out);
    CHECK_TEXT(out, "+255 754 123 456");
    phone_show("M-PESA", "KE", out);
    CHECK_TEXT(out, "M-PESA");
    phone_show("15001", "KE", out);
    CHECK_TEXT(out, "15001");
}

static void *
read_many(void *bad)
{
    struct phone_number p;

    for (int i = 0; i < 600; i++) {
        phone_read("0712345678", "KE", &p);
        if (strcmp(p.text, "+254712345678") != 0)
            *(int *)bad = 1;
    }
    return NULL;
}

TEST(several_threads_may_read_at_once)
{
    pthread_t t[4];
    int bad[4] = { 0 };

    for (int i = 0; i < 4; i++)
        CHECK_INT(pthread_create(&t[i], NULL, read_many, &bad[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(t[i], NULL);
        CHECK_INT(bad[i], 0);
    }
}

TEST(a_canonical_form_reads_back_as_itself)
{
    struct phone_number a, b;

    phone_read("09031224125", "BR", &a);    /* a carrier prefix swallows it */
    phone_read(a.text, "BR", &b);
    CHECK_TEXT(b.text, a.text);
    CHECK_INT(b.international, a.international);
}
