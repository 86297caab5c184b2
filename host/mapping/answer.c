/* answer.c - the whole text first, then word by word. */
#include "mapping/answer.h"

#include "mapping/names.h"

#include <string.h>

/* The one option that is a yes (or no) in whatever language; 0: none or two. */
static int
option_like(const struct mapping_question *q, enum words_kind kind)
{
    int found = 0;

    for (int i = 0; i < q->option_count; i++) {
        if (!words_are(kind, WORDS_ALL, q->options[i]))
            continue;
        if (found)
            return 0;
        found = i + 1;
    }
    return found;
}

/* The option that text is, as a whole; 0: none. */
static enum err
read_whole(const struct mapping_question *q, words_set in, const char *text,
    int *option)
{
    int n = words_number(in, text);
    bool yes = words_are(WORDS_YES, in, text);
    bool no = words_are(WORDS_NO, in, text);
    struct names_text t, o;
    enum err e = OK;

    *option = n <= q->option_count ? n : 0;
    if (n)
        return OK;
    if (yes != no)
        *option = option_like(q, yes ? WORDS_YES : WORDS_NO);
    if (*option)
        return OK;
    e = names_split(text, &t);
    for (int i = 0; !e && !*option && i < q->option_count; i++) {
        e = names_split(q->options[i], &o);
        if (!e && names_equal(&t, &o))
            *option = i + 1;
        if (!e)
            names_clear(&o);
    }
    names_clear(&t);
    return e;
}

/* The first word must be an answer, and no other word another one. */
static enum err
read_words(const struct mapping_question *q, words_set in, const char *text,
    int *option)
{
    struct names_text t;
    enum err e = names_split(text, &t);

    *option = 0;
    for (int i = 0; !e && i < t.count; i++) {
        char word[64];
        int this_one = 0;

        if (t.words[i].bytes >= sizeof(word))
            continue;
        memcpy(word, t.words[i].at, t.words[i].bytes);
        word[t.words[i].bytes] = '\0';
        e = read_whole(q, in, word, &this_one);
        if (i == 0 && !this_one)
            break;
        if (this_one && *option && this_one != *option) {
            *option = 0;
            break;
        }
        if (this_one)
            *option = this_one;
    }
    names_clear(&t);
    return e;
}

/* The newest question that may be meant; *open counts them. */
static const struct mapping_question *
newest(const struct mapping_question *q, int count, int64_t family, int *open)
{
    const struct mapping_question *found = NULL;

    *open = 0;
    for (int i = 0; i < count; i++) {
        if (family && q[i].family && q[i].family != family)
            continue;
        if (!found || q[i].id != found->id)
            ++*open;
        if (!found || q[i].asked > found->asked)
            found = &q[i];
    }
    return found;
}

enum err
answer_read(const char *text, words_set languages,
    const struct mapping_question *questions, int count, int64_t family,
    struct mapping_answer *out)
{
    int open, option = 0;
    bool more = false;
    const struct mapping_question *q = newest(questions, count, family, &open);
    enum err e;

    *out = (struct mapping_answer){ 0 };
    if (!q)
        return OK;
    e = read_whole(q, languages, text, &option);
    if (!e && !option) {
        more = true;
        e = read_words(q, languages, text, &option);
    }
    if (!e && option)
        *out = (struct mapping_answer){ q->id, option, more || open > 1 };
    return e;
}
