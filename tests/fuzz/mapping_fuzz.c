/* A text from a shared phone whose families have names out of the same bytes:
 * a decision always comes, with a reason, and never a family that does not have
 * the number. The input is lines: text, then names in turn. */
#include "mapping/mapping.h"
#include "text/unicode.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES = 8 };

static void
must(int promise)
{
    if (!promise)
        abort();
}

static void
check(const struct mapping_input *in)
{
    struct mapping m;
    char words[REASON_SAID];
    bool known = false;

    if (mapping_decide(in, &m))
        return;
    must(m.reason.code != REASON_WORDS && unicode_valid(m.reason.args));
    must(*reason_say(&m.reason, NULL, NULL, words, sizeof(words)));
    must(unicode_valid(words));
    for (int i = 0; i < in->family_count; i++)
        known = known || m.family == in->families[i].id;
    must(m.family == 0 || known);
    must(m.tray != MAPPING_NO_TRAY || m.family);
    must(m.tray != MAPPING_SHARED || !m.family);
    must(m.answer.option >= 0 && m.answer.option <= 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const options[] = { "yes", "no" };
    const struct mapping_question q[] = { { 1, 11, 5, 2, options, false, false },
        { 2, 0, 6, 2, options, false, false } };
    const char *names[NAMES] = { "", "", "", "", "", "", "", "" };
    struct mapping_family f[] = { { 11, "", names, 3, names + 3, 1 },
        { 12, "", names + 4, 3, names + 7, 1 } };
    struct mapping_input in = { .sender = "+254712345678",
        .kind = PHONE_NUMBER, .languages = { "sw", "en" }, .country = "TD", .families = f,
        .others = f, .other_count = 2, .questions = q };
    char copy[2001], *rest = copy;

    if (size > 2000)
        return 0;
    memcpy(copy, data, size);
    copy[size] = '\0';
    in.text = strsep(&rest, "\n");
    for (int i = 0; i < NAMES && rest; i++)
        names[i] = strsep(&rest, "\n");
    for (in.family_count = 0; in.family_count < 3; in.family_count++) {
        in.question_count = in.family_count;
        check(&in);
    }
    words_opt(WORDS_ALL, in.text);
    words_wrong(in.text);
    return 0;
}
