#!/bin/bash
# named.sh - every test that README.md, SECURITY.md or the map of the code names
# is there. It is named as `FOLDER/FILE: NAME`; of a test in JavaScript the
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
for page in "$readme" "$security" host/README.md; do
    say "every test that $page names is there" "$(missing "$page")"
done
say 'every row has its test or its reason' "$(bare)"
say 'every promise has its test' "$(unheld)"
echo "1..$n"
exit "$bad"
