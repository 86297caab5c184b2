#!/bin/bash
# map.sh - what host/README.md names is there: files, folders, functions, and
# each function in the file that stands beside it, constants, targets of make,
# links. No room is left out. Prints TAP. Paths count from host/ or from the top; what starts with / is an address.
cd "$(dirname "$0")/.." || exit 1
readme=host/README.md n=0 bad=0
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
# What stands in backticks, one a line; not what is drawn between fences.
quoted() {
    # shellcheck disable=SC2016
    sed '/^```/,/^```/d' "$readme" | grep -oE '`[^`]+`' | tr -d '`' | sort -u
}
# A name that has a slash in it or a file's ending, and nothing odd.
paths() {
    quoted | grep -E '^[A-Za-z0-9._-]+(/|\.(c|cc|h|md|sh|awk|mjs|txt|html)$)' \
        | grep -vE '[^A-Za-z0-9._/-]|^build/'
}
functions() {
    quoted | sed -nE 's/^([a-z_0-9]+)\(\)$/\1/p'
}
# The file from host/ or from the top.
place_of() {
    if [ -e "host/$1" ]; then echo "host/$1"; else echo "$1"; fi
}
lost_paths() {
    paths | while IFS= read -r path; do
        [ -e "$(place_of "$path")" ] || echo "$path: no such file or folder"
    done
}
# A definition begins its line with the name.
lost_functions() {
    functions | while IFS= read -r name; do
        git grep -qE "^$name\(" -- 'host/*.[ch]' 'host/*.cc' 'firmware/*.[ch]' \
            'include/*.h' || echo "$name(): defined nowhere"
    done
}
# Rows "| question | file | function, function |".
elsewhere() {
    grep -q '^| question | file | function |$' "$readme" \
        || echo 'the table of questions is not there'
    sed -n '/^| question /,/^$/p' "$readme" | sed 1,2d \
        | while IFS='|' read -r _ _ file names _; do
        file=$(place_of "$(tr -d '` ' <<<"$file")")
        grep -oE '[a-z_0-9]+\(\)' <<<"$names" | while IFS= read -r name; do
            grep -qsE "^${name%()}\(" "$file" || echo "$name is not in $file"
        done
    done
}
# "`name()` in `path`", wherever a sentence says so.
misplaced() {
    # shellcheck disable=SC2016
    tr '\n' ' ' <"$readme" | grep -oE '`[a-z_0-9]+\(\)` +in +`[a-z_0-9/.]+\.(c|h|cc)`' \
        | tr -d '`' | while read -r name _ file; do
        grep -qsE "^${name%()}\(" "$(place_of "$file")" \
            || echo "$name is not in $file"
    done
}
# LANE_WRITE, LINK_PART, ERR_INPUT: constants of ours.
lost_constants() {
    grep -oE '\b(LANE|LINK|MESSAGE|WAIT|ROLE|ERR|UNSURE|BOARD)_[A-Z_]+\b' "$readme" \
        | sort -u | while IFS= read -r name; do
        git grep -qw "$name" -- 'host/*.h' 'include/*.h' || echo "$name: no such constant"
    done
}
# What `make ...` names, here and in the pages for those who build.
lost_targets() {
    # shellcheck disable=SC2016
    grep -ohE '(`|^    )make [a-z][a-z -]*' "$readme" README.md tests/README.md \
        .github/*.md | sed 's/.*make //' | tr ' ' '\n' | sort -u \
        | while IFS= read -r target; do
        case $target in '' | -*) continue ;; esac
        grep -qE "(^|[ :])$target( [a-z-]+)*:" Makefile || echo "make $target: no such target"
    done
}
# Links within the tree.
lost_links() {
    for page in "$readme" README.md tests/README.md .github/*.md CHANGELOG.md; do
        grep -oE '\]\([^)#]+\)' "$page" | sed 's/^](//; s/)$//' | grep -v '://' \
            | while IFS= read -r link; do
            [ -e "$(dirname "$page")/$link" ] || echo "$page: $link is not there"
        done
    done
}
unnamed() {
    git ls-files 'host/*.c' | sed 's|/[^/]*$||' | sort -u \
        | while IFS= read -r room; do
        grep -qF "\`${room#host/}/\`" "$readme" || echo "${room#host/}/"
    done
}
say 'every path of the map is there' "$(lost_paths)"
say 'every function of the map is defined' "$(lost_functions)"
say 'every function stands in the file beside it' "$(elsewhere)"
say 'every function stands where a sentence puts it' "$(misplaced)"
say 'every constant is there' "$(lost_constants)"
say 'every target of make is there' "$(lost_targets)"
say 'every link leads to a file' "$(lost_links)"
say 'every room with code is on the map' "$(unnamed)"
echo "1..$n"
exit "$bad"
