#!/bin/bash
# named.sh - every test that README.md, SECURITY.md, the map of the code or the
# manual names is there. It is named as `FOLDER/FILE: NAME`; of a test in JavaScript the
# beginning will do. Prints TAP.
cd "$(dirname "$0")/.." || exit 1
readme=tests/README.md security=.github/SECURITY.md n=0 bad=0
say() {     # say WHAT OUTPUT: output is empty when all is well
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
        bad=1
    fi
}
file_of() {
    case $1 in
    unit/*) echo "tests/$1_test.c" ;;
    firmware/*) echo "tests/$1_test.c" ;;
    *) echo "tests/$1.test.mjs" ;;
    esac
}
# The names of a file's tests, one a line.
names_in() {
    case $1 in
    *.c) sed -n 's/^TEST(\([a-z0-9_]*\).*/\1/p' "$1" ;;
    *) sed -nE "s/.*\<test\(['\"\`](.*)/\1/p" "$1" | sed "s/\\\\'/'/g" ;;
    esac
}
missing() { # missing PAGE: the tests that it names and that are not there
    # shellcheck disable=SC2016
    grep -oE '`(unit|system|browser|firmware)/[a-z_0-9]+: [^`]+`' "$1" \
        | tr -d '`' | sort -u | while IFS= read -r named; do
        file=$(file_of "${named%%: *}")
        name=${named#*: }
        [ ${#name} -ge 8 ] || { echo "$named: too short to tell one test"; continue; }
        [ -e "$file" ] || { echo "$named: no $file"; continue; }
        names_in "$file" | awk -v name="$name" -v c="${file##*.}" \
            'c == "c" ? $0 == name : index($0, name) == 1 { found = 1 }
            END { exit !found }' || echo "$named: not in $file" \
            "$(grep -rlF --include='*.mjs' --include='*.c' -- "$name" tests)"
    done
}
# A row of the tables names a test, or says in words why there is none.
bare() {
    awk -F'|' '/^\| (R[0-9]+|[0-9][0-9, ]*) \|/ {
        if ($(NF - 1) !~ /`|No test:/) print "row " $2 ": no test and no reason" }' \
        "$readme"
    for i in $(seq 10 39; seq 47 56); do
        grep -q "^| R$i |" "$readme" || echo "row R$i is missing"
    done
}
# A promise names a test, without exception.
unheld() {
    awk -F'|' '/^## / { promised = /promised today/ }
        promised && /^\| / && !/^\| what \|/ {
            rows++
            if ($(NF - 1) !~ /`[a-z]+\/[a-z_0-9]+: /) print "no test:" $2 }
        END { if (!rows) print "no promise is found" }' "$security"
}
# The tests that the manual names, as the other pages write them.
manual=host/daemon/notehomed.8
in_manual() {
    # shellcheck disable=SC2016
    sed -nE '/^\.SH PROMISES/,/^\.SH PRIVACY/s/^\.I "(.*)"$/`\1`/p' "$manual" | sed 's/\\-/-/g'
}
# Thirteen, each with a test, and the same ones on both pages.
thirteen() {
    for i in $(seq 13); do
        # shellcheck disable=SC2016
        grep -qE "^\| $i \| .* \| \`[a-z]+/[a-z_0-9]+: " "$security" || echo "promise $i has no test in $security"
    done
    # shellcheck disable=SC2016
    diff <(in_manual) <(awk -F'|' '/^\| [0-9]+ \|/ { print $4 }' "$security" | grep -oE '`[^`]+`') \
        | sed 's/^/not on both pages: /'
}
unfed() {
    for target in tests/fuzz/*_fuzz.c; do
        name=$(basename "$target" _fuzz.c)
        [ -n "$(ls "tests/fuzz/corpus/$name" 2>/dev/null)" ] || echo "$name has no seeds"
    done
}
for page in "$readme" "$security" host/README.md; do
    say "every test that $page names is there" "$(missing "$page")"
done
say "every test that $manual names is there" "$(missing <(in_manual))"
say 'there are thirteen promises, each with its test' "$(thirteen)"
say 'every fuzz target has its seeds' "$(unfed)"
say 'every row has its test or its reason' "$(bare)"
say 'every promise has its test' "$(unheld)"
echo "1..$n"
exit "$bad"
