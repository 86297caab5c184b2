#!/bin/bash
# boundaries.sh - each outside library is met in one place, includes point one
# way, every header compiles alone, what needs a transaction asserts that there
# is one, and a function fits a screen. Prints TAP.
cd "$(dirname "$0")/.." || exit 1
n=0 bad=0
check() {   # check WHAT OUTPUT: output is empty when all is well
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
        bad=1
    fi
}
only_in() { # only_in HEADER-PATTERN FILE-PATTERN: who else includes it
    git grep -nE "^ *# *include *[<\"]$1" -- host firmware include \
        | grep -vE "^($2):"
}
check 'gammu.h is met in modem/gammu.c' \
    "$(only_in 'gammu(-[a-z]+)?\.h' 'host/modem/gammu\.c')"
check 'seccomp.h is met in modem/confine.c' \
    "$(only_in 'seccomp\.h' 'host/modem/confine\.c')"
check 'sqlite3.h is met in store/db/conn.h, for the files beside it' \
    "$(only_in 'sqlite3\.h' 'host/store/db/conn\.h')"
check 'the HTTP library is met in web/server_own.h, stream.c and listen.c' \
    "$(only_in 'microhttpd\.h' 'host/web/(server_own|stream|listen)\.[ch]')"
check 'gnutls is met in web/kit/tls.c' \
    "$(only_in 'gnutls/' 'host/web/kit/tls\.c')"
check 'libconfig.h is met in settings/config.c' \
    "$(only_in 'libconfig\.h' 'host/settings/config\.c')"
check 'curl.h is met in cli/main.c, cli/client.c and daemon/webhook_post.c' \
    "$(only_in 'curl/curl\.h' 'host/(cli/(main|client)|daemon/webhook_post)\.c')"
check 'libserialport.h is met in ports/serial.c' \
    "$(only_in 'libserialport\.h' 'host/ports/serial\.c')"
check 'phonenumbers is met in text/phone.cc' \
    "$(only_in 'phonenumbers/' 'host/text/phone\.cc')"
check 'csv.h is met in lists/csv_table.c' \
    "$(only_in 'csv\.h' 'host/lists/csv_table\.c')"
check 'expat.h is met in lists/xlsx.c, zip.h there and in web/kit/archive.c' \
    "$(only_in 'expat\.h' 'host/lists/xlsx\.c'; only_in 'zip\.h' 'host/(lists/xlsx|web/kit/archive)\.c')"
check 'qrencode.h is met in web/kit/qr.c and print/code.c' \
    "$(only_in 'qrencode\.h' 'host/(web/kit/qr|print/code)\.c')"
check 'pango and cairo are met in print/pen.c' \
    "$(only_in '(pango|cairo)[a-z-]*[./]' 'host/print/pen\.c')"
check 'zlib.h is met in web/kit/pack.c and store/backup/packed.c' \
    "$(only_in 'zlib\.h' 'host/(web/kit/pack|store/backup/packed)\.c')"
check 'avr/ is met in firmware/avr/' \
    "$(only_in 'avr/' 'firmware/avr/[a-z_0-9]+\.[ch]')"
check 'SQL names states by their fragments (store/thread/message.h)' \
    "$(git grep -nE '"([^"]*[^:"a-z_])?((state|kind|direction|status|priority|policy|outcome) *(=|<>|<|>|<=|>=|IN|NOT IN) *\(?[0-9]|waits *[=<>] *[1-9])' \
        -- 'host/*.c' 'host/*.h' | grep -vE ':#define [A-Z_]+(IS|IN)_[A-Z_]+ "')"
check 'tests/unit/numbers_test.c knows every fragment' \
    "$(git grep -ohE '^#define [A-Z_]+_IS_[A-Z_]+ "[a-z_]+ (=|<>|IN)' -- 'host/*.h' \
        | awk '{print $2}' | while read -r f; do
            grep -qw "$f" tests/unit/numbers_test.c || echo "$f"; done)"
# The rooms of host/, and what each may include beside itself; a room that is
# not here may include nothing. `store/*` stands for each room of the store. No
# circle is left.
rooms='
base
text            base
link            base text
diary           base
lists           base text
mapping         base text
status          base text link
ports           base text status
store/db        base text
store/thread    base text mapping store/db
store/people    base text lists store/db store/thread
store/staff     base text store/db store/people
store/backup    base text store/db
store/queue     base text mapping link store/db store/thread store/people
store/alert     base text mapping link store/db store/thread store/people store/staff store/queue
store/hook      base text mapping store/db store/thread
store/sims      base text mapping link store/db store/thread store/queue
store/inbox     base text mapping link store/db store/thread store/people store/queue store/sims store/alert
store/figures   base text mapping store/db store/thread store/people store/staff store/sims
settings        base mapping text store/*
send            base text store/* settings
dongle          base text link diary ports status store/* settings
board           base text ports status store/* settings dongle
web/kit         base text mapping status store/* settings
web/view        paper base text lists mapping status store/* settings send web/kit
web/api         paper base text lists mapping status store/* settings send web/kit web/view
web/pages       paper base text mapping status store/* settings send web/kit web/view
web/page        paper base text lists mapping status store/* settings send web/kit web/view web/pages
web             base text mapping status store/* settings send web/kit web/view web/api web/page
daemon          base status store/* settings send dongle board web/kit web
modem           base text link
clock           base
cli             base settings
practice        base
paper
print           base paper web/kit
'
includes() { # FILE:#include "HEADER" of all, the header made of pages too
    git grep -oE '^ *# *include *"[a-z_/]+/[a-z_0-9]+\.h"' -- host
    awk -v HEADER=1 -f host/web/pages.awk host/web/pages/*.html \
        | sed -n 's,^#include ",host/web/pages/pages.h:&,p'
}
arrows() {  # FILE includes ROOM, for each that the table does not have
    includes | awk -F: \
        -v rooms="$rooms" '
        function room(path) { sub("/[^/]*$", "", path); return path }
        BEGIN {
            n = split(rooms, line, "\n")
            for (i = 1; i <= n; i++) {
                m = split(line[i], word, " ")
                for (j = 1; j <= m; j++)
                    may[word[1] " " word[j]] = 1
            }
        }
        {
            from = room(substr($1, 6))
            to = $2
            gsub(/.*include *"|"/, "", to)
            to = room(to)
            whole = to
            sub("/.*", "/*", whole)
            if (!((from " " to) in may) && !((from " " whole) in may))
                print $1 " includes " to "/"
        }'
}
check 'each room includes what it may' "$(arrows)"
# So who includes what says also who calls whom.
elsewhere() { # FUNCTION of HEADER is defined in another room
    # shellcheck disable=SC2016
    git ls-files 'host/*.c' 'host/*.cc' 'host/*.h' | xargs awk '
        function room(path) { sub("/[^/]*$", "", path); return path }
        { sub(/\/\*.*/, "") }           # comments
        /^ *\*/ { next }
        FILENAME !~ /\.h$/ {
            if (/^[a-z_][a-z_0-9]*\(/ && before !~ /static/) {
                sub(/\(.*/, "")
                at[$0] = at[$0] room(FILENAME) "/ "
            }
            before = $0
            next
        }
        /^handler / { handlers = 1 }    # "handler a, b;" is a(), b()
        {
            end = /;/
            gsub(/__attribute__|format/, "")
            while (match($0, "[a-z_0-9]+" (handlers ? "[,;]" : "[(]"))) {
                said[FILENAME " " substr($0, RSTART, RLENGTH - 1)]
                $0 = substr($0, RSTART + RLENGTH)
            }
            if (end)
                handlers = 0
        }
        END {
            for (s in said) {
                split(s, of, " ")
                if (of[2] in at && !index(" " at[of[2]], " " room(of[1]) "/ "))
                    print of[2] "() of " of[1] " is defined in " at[of[2]]
            }
        }'
}
check 'each function is defined in the room of its header' "$(elsewhere)"
flags="-std=c11 -D_GNU_SOURCE -Iinclude -Ihost -Ibuild/host -Wall -Wextra"
alone=$(for h in include/*.h host/*/*.h host/*/*/*.h; do
    [ -e "$h" ] || continue
    # shellcheck disable=SC2046,SC2086
    "${CC:-cc}" $flags $(pkg-config --cflags gammu) -fsyntax-only -x c "$h" \
        2>&1 | grep -E 'error|warning' | grep -v 'pragma once' | head -3
done)
check 'every header compiles alone' "$alone"
# A function whose header says "Needs a transaction" begins with the assertion
# that there is one.
needy() {   # NAME HEADER, for each declaration under such a comment
    # shellcheck disable=SC2016
    git ls-files 'host/*.h' | xargs awk '
        FNR == 1 || $0 == "" { needs = 0 }
        /^\/\*/ { text = ""; inside = 1 }
        inside {
            text = text " " $0
            if ($0 !~ /\*\//)
                next
            inside = 0
            gsub(/[ *]+/, " ", text)
            needs = text ~ /[Nn]eeds a transaction/
            line = ""
            next
        }
        needs {
            line = line " " $0
            if (line !~ /;/)
                next
            sub(/\/\*.*/, "", line)
            if (match(line, /[a-z_0-9]+\(/))
                print substr(line, RSTART, RLENGTH - 1), FILENAME
            line = ""
        }'
}
unsure=$(needy | while read -r name header; do
    body=$(git grep -hE -A12 "^$name\(" -- 'host/*.c' | sed -n '/^{/{n;p;q;}')
    [[ $body == '    assert(db_inside('* ]] \
        || echo "$header: $name() does not begin with assert(db_inside(db))"
done)
check 'what needs a transaction asserts that there is one' \
    "${unsure:-$([ "$(needy | wc -l)" -gt 30 ] || echo 'they are not found any more')}"
# From the line with its name to its last brace.
# shellcheck disable=SC2016
long=$(git ls-files '*.c' '*.cc' | xargs awk '
    /^[A-Za-z_].*\(/ && !/;$/ && !inside { name = $0; start = FNR }
    /^{/ { inside = 1 }
    /^}/ {
        if (inside && FNR - start >= 60)
            print FILENAME ": " FNR - start + 1 " lines: " name
        inside = 0
    }')
check 'no function has more than 60 lines' "$long"
check 'assertions stay on in what is shipped' \
    "$(git grep -n NDEBUG -- Makefile .ci host firmware include)"
echo "1..$n"
exit "$bad"
