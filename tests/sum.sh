#!/bin/sh
# sum.sh FILE - adds up what run.sh left in FILE: lines "PASSED FAILED NAME",
# and "# what failed" below a name. Repeats what failed, so that the end of a
# long log tells all; closes with "N passed, N failed".
awk '/^#/ { print; next }
    { p += $1; f += $2; if ($2 > 0) print "failed: " $3 }
    END { printf "%d passed, %d failed\n", p, f; exit f > 0 || p == 0 }' "$1"
