/* The page tool, run as the build runs it: from the top of the tree. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Makes a page of text; the tool's exit code, its output in out. */
static int
make_page(const char *text, const char *options, char *out, size_t room)
{
    char path[] = "/tmp/notehome-pageXXXXXX", command[200];
    int fd = mkstemp(path);
    FILE *from;
    size_t n;

    CHECK(fd >= 0);
    CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    snprintf(command, sizeof(command),
        "LC_ALL=C awk %s -f host/web/pages.awk %s 2>&1", options, path);
    from = popen(command, "r");
    CHECK(from != NULL);
    n = fread(out, 1, room - 1, from);
    out[n] = '\0';
    unlink(path);
    return pclose(from);
}

static const char page[] =
    "% /* pages/x.html: (struct page *p, const struct family *f) */\n"
    "<p title=\"{{ f->label }}\">\n"
    "% if (f->id) {\n"
    "  {{d f->id }} {{_ \"children\" }} \\ {{! page_mark(p) }}</p>\n"
    "% }\n";

TEST(a_page_becomes_a_function_with_everything_escaped)
{
    char out[4096];

    CHECK_INT(make_page(page, "", out, sizeof(out)), 0);
    CHECK(strstr(out, "(struct page *p, const struct family *f)\n{\n"));
    CHECK(strstr(out, "html_raw(&p->out, \"<p title=\\\"\");"));
    CHECK(strstr(out, "html_text(&p->out, f->label );"));
    CHECK(strstr(out, "html_int(&p->out, (int64_t)( f->id ));"));
    CHECK(strstr(out, "html_text(&p->out, page_tr(p, \"children\" ));"));
    CHECK(strstr(out, "html_raw(&p->out, page_mark(p) );"));
    CHECK(strstr(out, "html_raw(&p->out, \" \\\\ \");"));
}

TEST(a_mistake_is_reported_at_the_pages_own_line)
{
    char out[4096];

    CHECK_INT(make_page(page, "", out, sizeof(out)), 0);
    CHECK(strstr(out, "#line 4 \"/tmp/notehome-page"));
    CHECK(make_page("% /* (struct page *p) */\n\n{{ open\n", "", out,
        sizeof(out)) != 0);
    CHECK(strstr(out, ":3: {{ without }}"));
    CHECK(make_page("no declaration\n", "", out, sizeof(out)) != 0);
    CHECK(strstr(out, ":1: the first line declares"));
}

TEST(the_header_declares_each_page)
{
    char out[4096];

    CHECK_INT(make_page(page, "-v HEADER=1", out, sizeof(out)), 0);
    CHECK(strstr(out, "(struct page *p, const struct family *f);\n"));
    CHECK(strstr(out, "html_raw") == NULL);
}
