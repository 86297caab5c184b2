#!/bin/sh
# po.sh - every language that calls itself complete (X-State) has all texts of
# the pages, with the same placeholders, and a word for each term of the glossary.
# Prints TAP.
cd "$(dirname "$0")/.." || exit 1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0 bad=0
host/web/po/extract.sh "${BUILD:-build}" >"$dir/now.pot" 2>"$dir/said" \
    || { cat "$dir/said"; exit 1; }
for po in host/web/po/*.po; do
    n=$((n + 1))
    language=$(basename "$po" .po)
    if ! grep -q '^"X-State:.*complete' "$po"; then
        echo "ok $n - $language is on its way # SKIP not called complete"
        continue
    fi
    msgmerge --quiet --no-wrap --no-location --no-fuzzy-matching \
        -o "$dir/merged.po" "$po" "$dir/now.pot"
    missing=$(msgattrib --no-obsolete --untranslated --no-wrap "$dir/merged.po" \
        | sed -n 's/^msgid "\(..*\)"$/\1/p')
    wrong=$(msgfmt --check-format -o /dev/null "$dir/merged.po" 2>&1)
    if [ -z "$missing$wrong" ]; then
        echo "ok $n - $language has every text"
    else
        echo "not ok $n - $language has every text (make po shows where)"
        printf '%s\n' "$missing" "$wrong" | sed 's/^/# /' | head -40
        bad=1
    fi
done
n=$((n + 1))
glossary=host/web/po/glossary.tsv
if awk -F '\t' '
    BEGIN { for (i = 2; i < ARGC; i++) { po[i] = ARGV[i]; delete ARGV[i] } }
    NR == 1 { for (i = 3; i <= NF; i++) has[$i]; n = NF; next }
    NF != n { print "# line " NR ": " NF " of " n " columns"; bad = 1 }
    { for (i = 1; i <= NF; i++) if ($i == "" && i != 2) { print "# no word: " $1; bad = 1 } }
    END {
        for (i in po) {
            code = po[i]; gsub(/.*\/|\.po$/, "", code)
            if (!(code in has)) { print "# no column: " code; bad = 1 }
        }
        exit bad
    }' "$glossary" host/web/po/*.po; then
    echo "ok $n - the glossary has a word for each term in each language"
else
    echo "not ok $n - the glossary has a word for each term in each language"
    bad=1
fi
echo "1..$n"
exit "$bad"
