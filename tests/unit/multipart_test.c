#include "test.h"

#include "web/kit/multipart.h"

#include <stdio.h>
#include <string.h>

#define TYPE "multipart/form-data; boundary=xYz"
#define FIELD(name, value)                                                    \
    "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(bytes)                                                      \
    "Content-Disposition: form-data; name=\"list\"; filename=\"a.csv\"\r\n"   \
    "Content-Type: text/csv\r\n\r\n" bytes "\r\n"
#define MARK "--xYz\r\n"
#define END "--xYz--\r\n"

static struct params form;
static struct upload file;

static enum err
read_form(const char *body)
{
    params_clear(&form);
    return multipart_read(body, strlen(body), TYPE, &form, &file);
}

TEST(fields_and_the_file_are_told_apart)
{
    CHECK_INT(read_form(MARK FIELD("csrf", "abc") MARK
        FILE_PART("child,class\r\nAmina,4B") MARK FIELD("do", "look") END),
        OK);
    CHECK_TEXT(params_get(&form, "csrf"), "abc");
    CHECK_TEXT(params_get(&form, "do"), "look");
    CHECK(params_get(&form, "list") == NULL);
    CHECK_INT(file.n, strlen("child,class\r\nAmina,4B"));
    CHECK(!memcmp(file.bytes, "child,class\r\nAmina,4B", file.n));
    params_clear(&form);
}

TEST(no_file_chosen_is_no_file)
{
    CHECK_INT(read_form(MARK FILE_PART("") MARK FIELD("a", "") END), OK);
    CHECK(file.bytes == NULL);
    CHECK_TEXT(params_get(&form, "a"), "");
    params_clear(&form);
}

TEST(what_is_cut_short_or_odd_is_refused)
{
    static const char *const bad[] = { "", "--", "--xYz", MARK,
        MARK FIELD("a", "b"), MARK "\r\n\r\n\r\n" END,
        MARK "Content-Disposition: form-data\r\n\r\nb\r\n" END,
        MARK FIELD("a", "\xff\xfe") END, "--other\r\n" FIELD("a", "b") END };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        CHECK_INT(read_form(bad[i]), ERR_INPUT);
        CHECK_INT(form.count, 0);
    }
    CHECK_INT(multipart_read(MARK END, 8, "multipart/form-data", &form,
        &file), ERR_INPUT);
}

TEST(a_nul_in_a_field_is_refused_and_in_a_file_kept)
{
    static const char field[] = MARK FIELD("a", "b\0c") END;
    static const char in_file[] = MARK FILE_PART("b\0c") END;

    CHECK_INT(multipart_read(field, sizeof(field) - 1, TYPE, &form, &file),
        ERR_INPUT);
    CHECK_INT(multipart_read(in_file, sizeof(in_file) - 1, TYPE, &form, &file),
        OK);
    CHECK_INT(file.n, 3);
    params_clear(&form);
}

TEST(more_fields_than_a_form_has_are_refused)
{
    static char body[(PARAMS_MAX + 2) * 80];

    for (int i = 0; i < PARAMS_MAX + 1; i++)
        strcat(body, MARK FIELD("a", "b"));
    strcat(body, END);
    CHECK_INT(read_form(body), ERR_INPUT);
}
