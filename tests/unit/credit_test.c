#include "test.h"
#include "text/credit.h"
#include "text/operators.h"

#include "base/clock.h"

#include <stdlib.h>

#define NOON ((int64_t)1795262400000)   /* 2026-11-21 12:00 UTC */
#define DAY_END(days) (NOON + 12 * HOUR - SECOND + (days) * DAY)

static struct credit
of(const char *text)
{
    struct credit c;

    setenv("TZ", "UTC", 1);
    credit_read(text, NOON, &c);
    return c;
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
        "Balance KES 25\n100 SMS",
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

TEST(a_sim_knows_its_operator_by_its_imsi)
{
    const struct operator_profile *o = operators_find("639020000000001");

    CHECK(o != NULL);
    CHECK_TEXT(o->name, "Safaricom");
    CHECK_TEXT(o->balance_code, "*144#");
    CHECK(operators_find("639990000000001") == NULL);
    CHECK(operators_find("") == NULL && operators_find("639") == NULL);
}
