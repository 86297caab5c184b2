#!/bin/sh
# extract.sh BUILD - prints the template (.pot) of all texts of the pages:
# what is marked in pages/ and passed to page_tr() and its like, each arm of a choice, the
# sentences that stand in the tables of pages and views and on papers (paper/), those of reasons
# (text/reason.def), and the words of other folders that pages show (words.txt).
# Needs BUILD/host/web/pages/pages.c.
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
common="--from-code=UTF-8 --language=C --no-wrap --add-location=file
    --package-name=notehome --copyright-holder=Notehome"
# shellcheck disable=SC2046,SC2086
xgettext $common --sort-by-file -o "$dir/marked.pot" --keyword \
    --keyword=page_tr:2 --keyword=page_trn:2,3 --keyword=page_start:4 --keyword=page_start_writing:4 --keyword=page_start_known:4 \
    --keyword=page_refusal:4 --keyword=routes_refuse:4 --keyword=refuse:3 \
    "$1/host/web/pages/pages.c" $(find host/web -name '*.c' | sort) 2>/dev/null
# A literal that reads like a sentence or a title, in a file of a page.
# shellcheck disable=SC2046,SC2086
xgettext $common --extract-all -o "$dir/all.pot" \
    $(find host/web host/paper -name 'page*.c' -o -path '*/view/*.c' -o -path 'host/paper/*.c' | sort) \
    "$1/host/web/pages/pages.c" 2>/dev/null
awk -v RS= -v ORS='\n\n' '
    NR == 1 || /\nmsgid "[A-Z][a-z ]/ && !/msgid ".*(<|SELECT|INSERT|Content-)/' \
    "$dir/all.pot" >"$dir/tables.pot"
{
    sed -n '1,/^$/s/charset=CHARSET/charset=UTF-8/; 1,/^$/p' "$dir/marked.pot"
    sed '/^#/d; /^$/d; s/"/\\"/g; s/.*/#: words.txt\nmsgid "&"\nmsgstr ""\n/' \
        host/web/po/words.txt
} >"$dir/words.pot"
# Of a choice between two texts xgettext takes the first alone.
sed -n 's/page_tr(/\n&/gp' "$1/host/web/pages/pages.c" | sed -n '/^page_tr(/s/;.*//p' \
    | grep -oE '[?:] "[^"]+"' | cut -c 3- | sort -u \
    | sed 's/.*/#: pages\nmsgid &\nmsgstr ""\n/' >"$dir/arms"
{
    sed -n '1,/^$/s/charset=CHARSET/charset=UTF-8/; 1,/^$/p' "$dir/marked.pot"
    cat "$dir/arms"
} >"$dir/choices.pot"
# shellcheck disable=SC2086
xgettext $common -o "$dir/reasons.pot" --keyword --keyword=REASON:3 \
    --keyword=REASON_N:3,4 host/text/reason.def
msgcat --use-first --no-wrap -o "$dir/whole.pot" "$dir/marked.pot" \
    "$dir/tables.pot" "$dir/words.pot" "$dir/choices.pot" "$dir/reasons.pot"
sed '/^"POT-Creation-Date:/d' "$dir/whole.pot"
