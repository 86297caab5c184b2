#include "test.h"
#include "text/credit.h"
#include "text/operators.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

#define NOON ((int64_t)1795262400000)   /* 2026-11-21 12:00 UTC */
#define DAY_END(days) (NOON + 12 * HOUR - SECOND + (days) * DAY)

static struct credit
of(const char *text)
{
    struct credit c;

    setenv("TZ", "UTC", 1);
    credit_read("", text, NOON, &c);
    return c;
}

#include "credit_rows.h"
#include "credit_more.h"
#include "credit_near.h"

static bool
all_right(const struct row *rows, size_t count)
{
    bool bad = false;

    setenv("TZ", "UTC", 1);
    for (size_t i = 0; i < count; i++) {
        const struct row *r = &rows[i];
        struct credit c;

        credit_read(r->mcc, r->text, NOON, &c);
        if (c.has_amount == (r->amount != NONE)
            && (!c.has_amount || (c.amount == r->amount
                && !strcmp(c.currency, r->currency))))
            continue;
        bad = true;
        print_error("%s: \"%s\": %d %lld %s\n", r->mcc, r->text, c.has_amount,
            (long long)c.amount, c.currency);
    }
    return !bad;
}

TEST(each_answer_gives_the_right_amount_or_none)
{
    CHECK(all_right(answers, sizeof(answers) / sizeof(*answers)));
}

TEST(each_answer_of_the_second_part_does_so_too)
{
    CHECK(all_right(more, sizeof(more) / sizeof(*more)));
}

TEST(a_number_near_a_balance_is_not_taken_for_it)
{
    CHECK(all_right(near, sizeof(near) / sizeof(*near)));
}

TEST(an_amount_is_read_however_it_is_written)
{
    static const struct {
        const char *text;
        int64_t amount;
    } rows[] = {
        { "Your balance is KES 1,234.50", 123450 },
        { "Saldo: 1.234,50 MZN", 123450 },
        { "Balance 25 KES", 2500 },
        { "Balance 25.00 KES", 2500 },
        { "Salio lako la sasa ni Ksh 25.00.", 2500 },
        { "Votre solde est de FCFA 1 250, valable jusqu'au 31/12/2026", 125000 },
        { "Bal: Rs.12", 1200 },
        { "Bal: Rs. 12.5", 1250 },
        { "Airtime Balance: KES 12.00, 10 SMS, 25 MB", 1200 },
        { "Your balance as of 21/11/2026 10:22 is UGX 1,500", 150000 },
        { "Dial *144# again. Your account balance is N250.75k?", 25075 },
        { "Tu saldo es $ 10,50. Valido hasta 31/12/2026", 1050 },
        { "KES 25.00", 2500 },
        { "25.00 KES", 2500 },
        { "Balance: 1,23,456.00 INR", 12345600 },
        { "Your balance is KES -5.00", -500 },
        { "Your balance is 0.00 KES", 0 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct credit c = of(rows[i].text);

        if (!c.has_amount || c.amount != rows[i].amount)
            fail_msg("%s: %d %lld", rows[i].text, c.has_amount,
                (long long)c.amount);
    }
}

TEST(what_can_be_read_in_two_ways_is_not_read)
{
    static const char *const rows[] = {
        "", "1 Data\n2 Airtime", "Enter your PIN",
        "You bought a bundle for KES 20",
        "Balance 50.00 KES, new balance 30.00 KES",
        "Your balance is 1,234",            /* thousandths? */
        "Votre solde: 1,234 DT",
        "Balance: 25 SMS", "Your balance is 20 minutes",
        "Your balance is below KES 10",
        "Balance KES 12.34.56", "Balance KES 1,2345",
        "Your balance is insufficient to buy KES 50",
        "Balance 1234567890123456 KES",
        "Get 100 SMS for KES 10. Dial *188#",
        "M-PESA: you have received KES 500.00 from JOHN",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (of(rows[i]).has_amount)
            fail_msg("%s: %lld", rows[i], (long long)of(rows[i]).amount);
}

TEST(the_end_of_credit_is_read_from_a_date_or_days)
{
    static const char *const dates[] = {
        "Bal KES 5, valid until 31/12/2026", "Expires 2026-12-31",
        "expiry: 31 Dec 2026", "Valido ate 31-Dez-2026",
        "valable jusqu'au 31 décembre 2026", "exp 12/31/2026",
        "itaisha 31.12.2026" };

    for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++)
        if (of(dates[i]).expires != DAY_END(40))
            fail_msg("%s: %lld", dates[i], (long long)of(dates[i]).expires);
    CHECK_INT(of("Bal KES 5.00 valid for 7 days").expires, NOON + 7 * DAY);
    CHECK_INT(of("Salio KES 5 hadi siku 3").expires, 0);
    CHECK_INT(of("valid until 05/06/2027").expires, 0);
    CHECK_INT(of("valid until 31/02/2027").expires, 0);
    CHECK_INT(of("paid on 31/12/2026").expires, 0);
    CHECK_INT(of("The offer ends today").expires, 0);
    CHECK_INT(of("Promoção termina hoje").expires, 0);
    CHECK_INT(of("العرض ينتهي اليوم").expires, 0);
    CHECK_INT(of("Exam registration ends today").expires, 0);
    CHECK_INT(of("valid 31/12/2026, SMS expire 30/11/2026").expires, 0);
    CHECK_INT(of("valid for 99999 days").expires, 0);
}

TEST(words_say_that_credit_is_low_gone_or_back)
{
    CHECK(of("Your balance is low").low);
    CHECK(of("Votre solde est faible").low);
    CHECK(of("Salio lako ni dogo").low);
    CHECK(of("Seu saldo está baixo").low);
    CHECK(of("Insufficient balance").exhausted);
    CHECK(of("Huna salio la kutosha").exhausted);
    CHECK(of("Crédit épuisé").exhausted);
    CHECK(of("Saldo insuficiente").exhausted);
    CHECK(of("Balance: KES 0.00").exhausted);
    CHECK(of("You have recharged KES 100").topped_up);
    CHECK(!of("Recharge now and get 100 SMS").topped_up);
    CHECK(!of("Balance KES 25.00").low && !of("Balance KES 25.00").exhausted);
}

TEST(what_is_said_of_a_bundle_or_asked_or_offered_is_no_alarm)
{
    static const char *const quiet[] = {
        "Your data bundle is exhausted. Your airtime balance is KES 120.00",
        "Your data balance is low", "Your SMS bundle is running low",
        "No credit? Dial *131#", "Running low on airtime? Dial *131#",
        "Never run out of airtime again", "Don't run out of credit!",
        "No airtime, no problem! Dial *131#",
        "If you have no airtime dial *131#",
        "Insufficient balance to buy this bundle",
        "Votre forfait internet est épuisé", "Plus de crédit ? Faites *100#",
        "Kifurushi chako kimeisha", "Your Bonga balance is low",
        "Once you have recharged KES 100 you get 10 MB",
        "You have successfully recharged 100 MB",
        "Text BAL to 144", "Have you recharged? Win a car", "", "Welcome",
        "Please call me. I have no credit", "0712345678 has no credit. Ring it",
        "The number you called has insufficient balance",
        "+254712345678 asks you to call, no airtime",
        "Rappelez-moi, je n'ai plus de crédit", "Nipigie, sina salio",
        "Paytm बैलेंस कम है", "Saldo rekening Anda tidak mencukupi",
        "Your balance is not low" };
    static const char *const gone[] = {
        "You have insufficient airtime to complete this call. Dial *131#.",
        "You have insufficient balance to send this SMS",
        "Your airtime is exhausted, please recharge", "Airtime: exhausted",
        "Votre crédit est épuisé. Rechargez", "رصيدك غير كافي",
        "ሂሳብዎ አልቋል። እባክዎ ይሙሉ።", "बैलेंस खत्म हो गया",
        "পর্যাপ্ত ব্যালেন্স নেই", "Pulsa Anda habis. Isi ulang sekarang",
        "Salio lako halitoshi kupiga simu",
        "Dear 254712345678, your airtime is exhausted",
        "Your line 0712345678 has insufficient airtime",
        "You have insufficient airtime. Send a please call me: *140#" };

    for (size_t i = 0; i < sizeof(quiet) / sizeof(*quiet); i++)
        if (of(quiet[i]).low || of(quiet[i]).exhausted
            || of(quiet[i]).topped_up)
            fail_msg("alarm: %s", quiet[i]);
    for (size_t i = 0; i < sizeof(gone) / sizeof(*gone); i++)
        if (!of(gone[i]).exhausted)
            fail_msg("no alarm: %s", gone[i]);
}

static struct credit
in(const char *mcc, const char *text)
{
    struct credit c;

    setenv("TZ", "UTC", 1);
    credit_read(mcc, text, NOON, &c);
    return c;
}

TEST(a_date_is_read_in_the_order_of_its_country)
{
    static const char *const rows[][2] = {
        { "639", "Balance KES 5, valid until 08/12/2026" },
        { "639", "Balance KES 5, valid until 8/12/26" },
        { "639", "Balance KES 5, valid until 08.12.26" },
        { "515", "Balance P5, valid until 12/08/2026" },
        { "310", "Balance $5, expires 12/8/2026" },
        { "515", "Balance P5, valid until Dec 8, 2026" },
        { "655", "Balance R5, expires 2026/12/08" },
        { "404", "Bal Rs 5 Val:08-Dec-26" },
        { "510", "Pulsa Rp 5.000 aktif s.d. 08-12-2026" },
        { "602", "رصيدك ٥ جنيه صالح حتى ٠٨/١٢/٢٠٢٦" },
        { "470", "ব্যালেন্স ৫ টাকা, মেয়াদ ০৮/১২/২০২৬" },
        { "716", "Tu saldo es S/5.00. Vence el 08 de diciembre de 2026" } };
    static const char *const none[][2] = {
        { "", "Balance 5 KES, valid until 08/12/2026" },
        { "655", "Balance R5, expires 26/12/08" },
        { "429", "Balance Rs 5, valid until 2083/08/22" }, /* their own year */
        { "639", "Balance KES 5, valid until 32/12/2026" },
        { "639", "Balance KES 5 as of 08/12/2026" } };

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        if (in(rows[i][0], rows[i][1]).expires != DAY_END(17))
            fail_msg("%s", rows[i][1]);
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        if (in(none[i][0], none[i][1]).expires)
            fail_msg("%s", none[i][1]);
}

TEST(the_end_of_a_bundle_is_told_from_that_of_the_credit)
{
    static const char *const today[][2] = {
        { "639", "Your data bundle expires today. Dial *544#" },
        { "639", "Your SMS bundle ends today, airtime balance KES 3" },
        { "639", "Your daily bundle of 50 SMS is valid until 21/11/2026" },
        { "640", "Kifurushi chako cha SMS kinaisha leo" },
        { "608", "Votre forfait expire aujourd'hui" },
        { "716", "Tu paquete vence hoy" },
        { "643", "O seu pacote termina hoje" },
        { "602", "تنتهي باقتك اليوم" },
        { "510", "Paket Anda berakhir hari ini" },
        { "404", "आपका डेटा पैक आज समाप्त हो जाएगा" },
        { "470", "আপনার প্যাকের মেয়াদ আজ শেষ হবে, ডাটা ৫ এমবি" },
        { "429", "तपाईंको डाटा प्याक आज सकिँदैछ" },
        { "636", "የመልዕክት ጥቅልዎ ዛሬ ያበቃል" } };
    static const char *const none[] = {
        "Get a 1GB bundle valid for 7 days at KES 50",
        "Enjoy double data! Offer expires today",
        "Balance KES 12.50 valid until 21/11/2026",
        "Will your bundle expire today? Renew on *544#" };

    for (size_t i = 0; i < sizeof(today) / sizeof(*today); i++) {
        struct credit c = in(today[i][0], today[i][1]);

        if (c.bundle_ends != DAY_END(0) || c.expires)
            fail_msg("%s: %lld %lld", today[i][1], (long long)c.bundle_ends,
                (long long)c.expires);
    }
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        if (in("639", none[i]).bundle_ends)
            fail_msg("%s", none[i]);
    CHECK_INT(in("639", "Your weekly bundle ends tomorrow").bundle_ends,
        DAY_END(1));
    CHECK_INT(in("639", "Your data bundle has expired").bundle_ends, NOON);
}

TEST(a_sim_knows_its_operator_by_its_imsi)
{
    const struct operator_profile *o = operators_find("639020000000001");

    CHECK(o != NULL);
    CHECK_TEXT(o->name, "Safaricom");
    CHECK_TEXT(o->balance_code, "*144#");
    CHECK(operators_find("639990000000001") == NULL);
    CHECK(operators_find("") == NULL && operators_find("639") == NULL);
}
