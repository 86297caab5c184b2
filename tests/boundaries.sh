#!/bin/bash
# boundaries.sh - each outside library is met in one place, includes point one
# way, and every header compiles alone. Prints TAP.
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
check 'sqlite3.h is met in store/db/conn.h, for db.c, db_scratch.c and query.c' \
    "$(only_in 'sqlite3\.h' 'host/store/db/conn\.h')"
check 'the HTTP library is met in web/server.c, stream.c and listen.c' \
    "$(only_in 'microhttpd\.h' 'host/web/(server|stream|listen)\.[ch]')"
check 'libconfig.h is met in settings/config.c' \
    "$(only_in 'libconfig\.h' 'host/settings/config\.c')"
check 'libserialport.h is met in ports/serial.c' \
    "$(only_in 'libserialport\.h' 'host/ports/serial\.c')"
check 'phonenumbers is met in text/phone.cc' \
    "$(only_in 'phonenumbers/' 'host/text/phone\.cc')"
check 'csv.h is met in store/people/csv_table.c' \
    "$(only_in 'csv\.h' 'host/store/people/csv_table\.c')"
check 'zlib.h is met in web/kit/pack.c' \
    "$(only_in 'zlib\.h' 'host/web/kit/pack\.c')"
check 'avr/ is met in firmware/avr/' \
    "$(only_in 'avr/' 'firmware/avr/[a-z_0-9]+\.[ch]')"
# folder: what it may not include
never() {
    git grep -nE "^ *# *include *\"($2)/" -- "host/$1"
}
check 'text includes no other folder' \
    "$(never text 'store|mapping|modem|board|web|cli|sim')"
check 'mapping includes text alone' \
    "$(never mapping 'store|modem|board|web|cli|sim')"
check 'the worker knows no store and no web' \
    "$(never modem 'store|mapping|board|web|cli|sim')"
check 'the store knows no web, board, dongle or page' \
    "$(never store 'board|web|cli|sim')"
check 'the web never calls a worker' \
    "$(never web 'modem|board|cli|sim')"
check 'the practice dongle shares no GSM code' \
    "$(never sim 'store|mapping|text|modem|board|web|cli')"
check 'the command line tool knows the API alone' \
    "$(never cli 'store|mapping|modem|board|web|sim')"
flags="-std=c11 -D_GNU_SOURCE -Iinclude -Ihost -Ibuild/host -Wall -Wextra"
alone=$(for h in include/*.h host/*/*.h host/*/*/*.h; do
    [ -e "$h" ] || continue
    # shellcheck disable=SC2046,SC2086
    "${CC:-cc}" $flags $(pkg-config --cflags gammu) -fsyntax-only -x c "$h" \
        2>&1 | grep -E 'error|warning' | grep -v 'pragma once' | head -3
done)
check 'every header compiles alone' "$alone"
echo "1..$n"
exit "$bad"
