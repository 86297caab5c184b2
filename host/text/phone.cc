/* phone.cc - libphonenumber ends here. Its singleton is thread safe once made,
 * and making it is too (it is a guarded static). */
#include "text/phone.h"

#include "text/phone_plan.h"
#include "text/unicode.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

enum { SHORT_DIGITS = 6, E164_DIGITS = 15 }; /* ITU-T E.164, 6.1 */

/* What was written, without decoration, and what it is made of. */
struct Written {
    std::string text;       /* trimmed, otherwise as it came */
    std::string dial;       /* ASCII digits, * # and a leading + */
    int digits = 0;
    bool code = false;      /* has * or # */
    bool letters = false;   /* has something that no number has */
};

bool
is_decoration(uint32_t c)
{
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'
        || c == '/' || c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x2015)
        || (c >= 0x202A && c <= 0x202F) || (c >= 0x2060 && c <= 0x2069)
        || c == 0x061C || c == 0x180E || c == 0x2212 || c == 0x3000
        || c == 0xFE58 || c == 0xFE63 || c == 0xFEFF || c == 0xFF0D
        || c == 0xB7 || c == '_' || c == '\t' || c == '\n' || c == '\r' || c == '['
        || c == ']';
}

/* In front it is what a spreadsheet writes to keep the first nought. */
bool
is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019;
}

Written
read(const char *raw)
{
    Written w;
    const char *at = raw;
    uint32_t c;

    while ((c = unicode_next(&at)) != 0) {
        int digit = unicode_digit(c);

        if (digit >= 0) {
            w.dial += static_cast<char>('0' + digit);
            w.digits++;
        } else if ((c == '+' || c == 0xFF0B)
            && (w.dial.empty() || w.dial == "+")) {
            w.dial = "+";
        } else if (c == '*' || c == '#') {
            w.dial += static_cast<char>(c);
            w.code = true;
        } else if (!is_decoration(c) && !(is_apostrophe(c)
                       && w.dial.empty())) {
            w.letters = true;
        }
    }
    w.text.assign(raw, static_cast<size_t>(at - raw));
    size_t first = w.text.find_first_not_of(" \t\r\n");
    size_t last = w.text.find_last_not_of(" \t\r\n");
    w.text = first == std::string::npos
        ? "" : w.text.substr(first, last - first + 1);
    return w;
}

void
set(struct phone_number *out, enum phone_class kind, const std::string &text,
    bool international)
{
    out->kind = kind;
    out->international = international;
    unicode_copy(text.c_str(), out->text, sizeof(out->text));
}

/* A form that reads back as itself: Brazil's carrier prefixes can make one that
 * does not, and such a number would be two. */
bool
is_settled(const PhoneNumberUtil &util, const std::string &e164)
{
    PhoneNumber number;
    std::string again;

    if (util.Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR
        || util.IsPossibleNumberWithReason(number)
            != PhoneNumberUtil::IS_POSSIBLE)
        return false;
    util.Format(number, PhoneNumberUtil::E164, &again);
    return again == e164;
}

bool
to_e164(const std::string &dial, const std::string &country, std::string *out)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    char plan[PHONE_PLAN_MAX];

    if (phone_plan_read(dial.c_str(), country.c_str(), plan)) {
        *out = plan;
        return true;
    }
    if (util.Parse(dial, country.empty() ? "ZZ" : country, &number)
            != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    util.Format(number, PhoneNumberUtil::E164, out);
    /* behind another country's way to dial abroad */
    if (phone_plan_read(out->c_str(), "", plan)) {
        *out = plan;
        return true;
    }
    if (util.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
        return false;
    /* a zero kept in front belongs there in Italy; elsewhere it means that
     * the number was too short to lose it */
    if (number.italian_leading_zero() && !util.IsValidNumber(number))
        return false;
    if (out->size() < sizeof(plan)) {
        memcpy(plan, out->c_str(), out->size() + 1);
        phone_plan_renew(plan);
        *out = plan;
    }
    return out->size() > 1 + SHORT_DIGITS && out->size() <= 1 + E164_DIGITS
        && is_settled(util, *out);
}

/* Whether a mobile number may be as long. A 0 in front must be of the country's
 * own numbers. */
bool
is_mobile_length(const PhoneNumberUtil &util, const std::string &e164)
{
    PhoneNumber number;
    char plan[PHONE_PLAN_MAX];

    if (phone_plan_read(e164.c_str(), "", plan))
        return true;
    return util.Parse(e164, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR
        && util.IsPossibleNumberForTypeWithReason(number,
               PhoneNumberUtil::MOBILE) == PhoneNumberUtil::IS_POSSIBLE
        && (!number.italian_leading_zero() || util.IsValidNumber(number));
}

/* A number with one digit too few or too many for its country: somebody's, with
 * a slip. */
bool
to_near(const std::string &dial, const std::string &country, std::string *out)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    std::string national, code;

    if (util.Parse(dial, country.empty() ? "ZZ" : country, &number)
            != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    util.GetNationalSignificantNumber(number, &national);
    code = "+" + std::to_string(number.country_code());
    for (int noughts = 0; noughts < 2; noughts++) {
        /* first without a trunk 0 that a number too short did not lose */
        *out = code + (noughts ? national
            : national.substr(std::min(national.find_first_not_of('0'),
                national.size())));
        if (out->size() > 2 + SHORT_DIGITS && out->size() <= 1 + E164_DIGITS
            && (is_mobile_length(util, *out + "0")
                || is_mobile_length(util, out->substr(0, out->size() - 1))))
            return true;
    }
    return false;
}

/* A code of no country begins with 0: +00254... is 00254..., +0712... the
 * country's own 0712... */
std::string
mend_plus(const std::string &dial)
{
    return dial.compare(0, 2, "+0") == 0 ? dial.substr(1) : dial;
}

/* Whether the country gives such a number to nobody, as far as is known. */
bool
is_doubtful(const std::string &e164)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    char plan[PHONE_PLAN_MAX];

    return !phone_plan_read(e164.c_str(), "", plan)
        && (util.Parse(e164, "ZZ", &number)
                != PhoneNumberUtil::NO_PARSING_ERROR
            || !util.IsValidNumber(number));
}

/* Few islands give phones no more than six digits; elsewhere those are
 * services. */
bool
is_short_phone(const std::string &dial, const std::string &country)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;

    if (country.empty() || util.Parse(dial, country, &number)
            != PhoneNumberUtil::NO_PARSING_ERROR)
        return false;
    PhoneNumberUtil::PhoneNumberType type = util.GetNumberType(number);

    return (type == PhoneNumberUtil::MOBILE
               || type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE)
        && util.IsValidNumberForRegion(number, country);
}

std::string
upper(const char *country)
{
    std::string s;

    for (; country && *country && s.size() < 3; country++)
        s += static_cast<char>(
            std::toupper(static_cast<unsigned char>(*country)));
    return s;
}

} // namespace

extern "C" void
phone_read(const char *raw, const char *country, struct phone_number *out)
{
    Written w = read(raw);
    std::string e164, region = upper(country);

    w.dial = mend_plus(w.dial);
    memset(out, 0, sizeof(*out));
    if (w.text.empty())
        set(out, PHONE_WITHHELD, "", false);
    else if (w.letters || w.digits == 0)
        set(out, PHONE_LETTERS, w.text, false);
    else if (w.code || (w.digits <= SHORT_DIGITS
                           && !is_short_phone(w.dial, region)))
        set(out, PHONE_SHORT, w.dial, false);
    else if ((w.dial.compare(0, 2, "00") == 0
                 && to_e164("+" + w.dial.substr(2), region, &e164))
        || to_e164(w.dial, region, &e164)) {
        set(out, PHONE_NUMBER, e164, true);
        out->doubtful = is_doubtful(e164);
    } else
        set(out, PHONE_NUMBER, w.dial, false);
}

extern "C" void
phone_read_typed(const char *raw, const char *country,
    struct phone_number *out)
{
    std::string e164;

    phone_read(raw, country, out);
    if (out->kind == PHONE_NUMBER && !out->international
        && to_near(out->text, upper(country), &e164)) {
        set(out, PHONE_NUMBER, e164, true);
        out->doubtful = true;
    }
}

extern "C" void
phone_read_sender(const char *raw, bool letters, const char *country,
    struct phone_number *out)
{
    if (!letters || !*raw) {
        phone_read(raw, country, out);
        return;
    }
    memset(out, 0, sizeof(*out));
    set(out, PHONE_LETTERS, raw, false);
}

extern "C" bool
phone_country_known(const char *country)
{
    return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(
               upper(country)) != 0;
}

extern "C" void
phone_show(const char *canonical, const char *country, char *out)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    std::string region = upper(country), text = canonical;
    PhoneNumber number;

    if (*canonical == '+'
        && util.Parse(canonical, "ZZ", &number)
            == PhoneNumberUtil::NO_PARSING_ERROR)
        util.Format(number,
            util.GetCountryCodeForRegion(region) == number.country_code()
                ? PhoneNumberUtil::NATIONAL
                : PhoneNumberUtil::INTERNATIONAL,
            &text);
    unicode_copy(text.c_str(), out, PHONE_MAX);
}

extern "C" void
phone_digits(const char *folded, char *out, size_t room)
{
    size_t n = 0;

    *out = '\0';
    if (folded[strspn(folded, "0123456789 +-()./")])
        return;
    for (folded += strspn(folded, "0 +-()./"); *folded; folded++)
        if (*folded >= '0' && *folded <= '9' && n + 1 < room)
            out[n++] = *folded;
    out[n] = '\0';
}
