#!/bin/sh
# sum.sh FILE - adds up what run.sh left in FILE; "N passed, N failed".
awk '{ p += $1; f += $2 }
    END { printf "%d passed, %d failed\n", p, f; exit f > 0 || p == 0 }' "$1"
