/* Whether a text that somebody pastes is one of ours (text/alike.h). */
#include "test.h"

#include "text/alike.h"
#include "text/unicode.h"

#include <stdlib.h>
#include <string.h>

static enum alike
compare(const char *pasted, const char *ours)
{
    char *core = NULL, *folded = NULL, *our_core = NULL, *our_folded = NULL;
    enum alike how;

    pasted = alike_begin(pasted);
    CHECK_INT(alike_core(pasted, &core), OK);
    CHECK_INT(unicode_fold(pasted, &folded), OK);
    CHECK_INT(alike_core(ours, &our_core), OK);
    CHECK_INT(unicode_fold(ours, &our_folded), OK);
    how = alike_compare(core, folded, our_core, our_folded);
    free(core);
    free(folded);
    free(our_core);
    free(our_folded);
    return how;
}

static const char ours[] = "Dear parent, the school's bus is late: pay KES 1,500"
    " to M-Pesa 400222 (not later than 10.00).";

TEST(spaces_capitals_quotes_and_what_hands_on_make_no_other_text)
{
    static const char *const same[] = {
        "Dear parent, the school's bus is late: pay KES 1,500 to M-Pesa 400222"
        " (not later than 10.00).",
        "  DEAR PARENT,\n\nthe school\xe2\x80\x99s bus is late: pay KES 1,500"
        " to M\xe2\x80\x93Pesa 400222 (not later than 10.00)",
        "Fwd: dear parent the schools bus is late pay kes 1,500 to mpesa"
        " 400222 not later than 10.00",
        "FW : Fwd: \xe2\x80\x9c" "Dear parent, the school's bus is late: pay KES"
        " 1,500 to M-Pesa 400222 (not later than 10.00).\xe2\x80\x9d",
        "> Dear parent, the school's bus is late: pay KES 1,500 to M-Pesa"
        " 400 222 (not later than 10.00).",
        "Forwarded message: Dearparent,theschool'sbusislate:payKES1,500"
        "toM-Pesa400222(notlaterthan10.00).",
        "*Dear parent*, the school's bus is late: pay KES 1.500 to M-Pesa"
        " 400222 (not later than 10.00).",
    };

    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
        if (compare(same[i], ours) != ALIKE_SAME)
            fail_msg("not the same: %s", same[i]);
}

TEST(a_sum_a_code_or_a_number_that_differs_is_never_the_same)
{
    static const char *const other[][2] = {
        { "Pay 10.00 to the school today", "Pay 1000 to the school today" },
        { "Dial *150# for the fees of school", "Dial 150 for the fees of school" },
        { "Dial *150*1# for the fees now", "Dial *1501# for the fees now" },
        { "Send 400222 the fees today please", "Send 400223 the fees today please" },
        { "Write to fees@hill.example today ok", "Write to feeshill.example today ok" },
        { "All pay 50% of the fees now please", "All pay 50 of the fees now please" },
    };

    for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++)
        for (int k = 0; k < 2; k++)
            if (compare(other[i][k], other[i][!k]) == ALIKE_SAME)
                fail_msg("the same: %s", other[i][k]);
}

TEST(a_part_more_and_other_words_are_told_apart)
{
    CHECK_INT(compare("the school's bus is late", ours), ALIKE_PART);
    CHECK_INT(compare("hool's bus is la", ours), ALIKE_PART);
    CHECK_INT(compare("bus", ours), ALIKE_NOT);
    CHECK_INT(compare("Dear parent, the school's bus is late: pay KES 1,500 to"
        " M-Pesa 400222 (not later than 10.00). Or to me: 0700 111222", ours),
        ALIKE_MORE);
    CHECK_INT(compare("Dear parent, the school's bus is late: pay KES 4,500 to"
        " M-Pesa 700111 (not later than 10.00).", ours), ALIKE_OTHER);
    CHECK_INT(compare("You won a motor car, call this number now", ours),
        ALIKE_NOT);
    CHECK_INT(compare("Fwd:", ours), ALIKE_NOT);
    CHECK_INT(compare("!!!", ""), ALIKE_NOT);
}

TEST(the_words_that_are_not_ours_are_named)
{
    char words[40];

    alike_strange("pay kes 4500 to 0700111222 pay 4500", "pay kes 1500 to me",
        words, sizeof(words));
    CHECK_TEXT(words, "4500 0700111222");
    alike_strange("one two three", "", words, 9);
    CHECK_TEXT(words, "one two");
    alike_strange("", "", words, sizeof(words));
    CHECK_TEXT(words, "");
}
