# pages.awk - makes C of pages/*.html. Run: awk -v HEADER=1 for the prototypes,
# without it for the functions; files as arguments.
#
# A page's first line declares its function, which gets the page's file name:
#   % /* pages/message_row.html: (struct page *p, const struct message *m) */
# gives void pages_message_row(struct page *p, const struct message *m).
# After that, lines that start with % are C; in the rest {{ e }} is escaped
# text, {{d e }} an integer, {{_ "text" }} translated text, {{r e }} a reason (page_reason()), {{! e }} markup that is trusted. #line makes the compiler name the page and its line.

function fail(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
    failed = 1
    exit 1
}

function literal(text) {
    if (text == "")
        return
    gsub(/\\/, "&&", text)
    gsub(/"/, "\\\"", text)
    gsub(/\?\?/, "?\" \"?", text)
    out("html_raw(&p->out, \"" text "\");")
}

function out(code) {
    if (!HEADER)
        printf "#line %d \"%s\"\n%s\n", FNR, FILENAME, code
}

function expression(text,    kind) {
    kind = substr(text, 1, 1)
    if (kind == "d")
        return "html_int(&p->out, (int64_t)(" substr(text, 2) "));"
    if (kind == "_")
        return "html_text(&p->out, page_tr(p," substr(text, 2) "));"
    if (kind == "r")
        return "html_text(&p->out, page_reason(p," substr(text, 2) "));"
    if (kind == "!")
        return "html_raw(&p->out," substr(text, 2) ");"
    if (kind != " ")
        fail("after {{ comes a blank, d, _, r or !")
    return "html_text(&p->out," text ");"
}

function markup(line,    at, end) {
    while ((at = index(line, "{{"))) {
        literal(substr(line, 1, at - 1))
        line = substr(line, at + 2)
        if (!(end = index(line, "}}")))
            fail("{{ without }} on this line")
        out(expression(substr(line, 1, end - 1)))
        line = substr(line, end + 2)
    }
    if (line ~ /[^ \t]/) {      # blanks at the end of a line go
        sub(/[ \t]+$/, "", line)
        literal(line)
    }
    if (!HEADER)
        print "html_raw(&p->out, \"\\n\");"
}

BEGIN {
    print "/* made by pages.awk from host/web/pages; do not edit */"
    if (!HEADER)
        print "#include \"web/pages/pages.h\"\n"
    else
        print "#ifndef NOTEHOME_PAGES_H\n#define NOTEHOME_PAGES_H\n\n" \
            "#include \"settings/rules.h\"\n" \
            "#include \"web/kit/languages.h\"\n" \
            "#include \"send/welcome.h\"\n" \
            "#include \"store/staff/duty.h\"\n" \
            "#include \"text/lines.h\"\n" \
            "#include \"store/thread/calendar.h\"\n" \
            "#include \"web/view/absent_view.h\"\n" \
            "#include \"web/view/account_view.h\"\n" \
            "#include \"web/view/alerts_view.h\"\n" \
            "#include \"web/view/author.h\"\n" \
            "#include \"web/view/backups_view.h\"\n" \
            "#include \"web/view/behaviour_view.h\"\n" \
            "#include \"web/view/child_view.h\"\n" \
            "#include \"web/view/dashboard_view.h\"\n" \
            "#include \"web/view/dongles_view.h\"\n" \
            "#include \"web/view/facts_view.h\"\n" \
            "#include \"web/view/family_view.h\"\n" \
            "#include \"web/view/file_view.h\"\n" \
            "#include \"web/view/first_view.h\"\n" \
            "#include \"web/view/groups_view.h\"\n" \
            "#include \"web/view/import_view.h\"\n" \
            "#include \"web/view/initials.h\"\n" \
            "#include \"web/view/kept.h\"\n" \
            "#include \"web/view/links.h\"\n" \
            "#include \"web/view/menus_view.h\"\n" \
            "#include \"web/view/news.h\"\n" \
            "#include \"web/view/papers_html.h\"\n" \
            "#include \"web/view/plan_view.h\"\n" \
            "#include \"web/view/practice_view.h\"\n" \
            "#include \"web/view/prompts_view.h\"\n" \
            "#include \"web/view/records_view.h\"\n" \
            "#include \"web/view/register_view.h\"\n" \
            "#include \"web/kit/qr.h\"\n" \
            "#include \"web/kit/when.h\"\n" \
            "#include \"web/view/review_view.h\"\n" \
            "#include \"web/view/search_view.h\"\n" \
            "#include \"web/view/settings_view.h\"\n" \
            "#include \"web/view/talk.h\"\n" \
            "#include \"web/view/tell.h\"\n" \
            "#include \"web/view/tree_view.h\"\n" \
            "#include \"web/view/unreached_view.h\"\n" \
            "#include \"web/view/week_view.h\"\n" \
            "#include \"web/view/write_view.h\"\n" \
            "\n#include <stdio.h>\n#include <string.h>\n"
}

FNR == 1 {
    if (open)
        print "}\n"
    open = !HEADER
    name = FILENAME
    sub(/.*\//, "", name)
    sub(/\.html$/, "", name)
    if (!match($0, /\(struct page \*p.*\)/))
        fail("the first line declares (struct page *p, ...)")
    printf "void pages_%s%s%s\n", name, substr($0, RSTART, RLENGTH),
        HEADER ? ";" : "\n{"
    next
}

/^%/ {
    out(substr($0, 2))
    next
}

{
    sub(/^[ \t]+/, "")
    if ($0 != "")
        markup($0)
}

END {
    if (!failed && open)
        print "}"
    if (!failed && HEADER)
        print "\n#endif"
}
