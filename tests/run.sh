#!/bin/sh
# run.sh TEST... - runs tests, some at a time: programs that print TAP, and
# node's (*.mjs). Closes with "N passed, N failed". A test that crashes, or is
# cut off before its plan, counts as one more failure. TEST_JOBS: how many at a
# time. TEST_RESULTS names a file that the figures are added to, for sum.sh.
# Of a long test, or one that computes much, it says how long, and how many
# seconds a processor worked for it: that is the same on a busy machine.

# One test: its figures on one line, and what it said when it failed.
if [ "${1:-}" = --one ]; then
    t=$2 out=$3/$(echo "$2" | tr / _)
    case $t in
    *.mjs) set -- node --test --test-reporter=tap "$t" ;;
    *) set -- "$t" ;;
    esac
    start=$(date +%s)
    timeout -k 10 "${TEST_TIMEOUT:-900}" "$@" >"$out.log" 2>&1
    rc=$?
    case $t in
    *.mjs)
        ok=$(sed -n 's/^# pass //p' "$out.log" | tail -1)
        bad=$(sed -n 's/^# fail //p' "$out.log" | tail -1)
        [ "${ok:-0}" -gt 0 ] || bad=$((${bad:-0} + 1))
        ;;
    *)
        ok=$(grep -c '^ok' "$out.log")
        bad=$(grep -c '^not ok' "$out.log")
        grep -q '^1\.\.' "$out.log" || bad=$((bad + 1))
        ;;
    esac
    ok=${ok:-0} bad=${bad:-0} took=$(($(date +%s) - start))
    times >"$out.times"
    cpu=$(awk -F'[ms ]+' 'NR == 2 { printf "%d", $1 * 60 + $2 + $3 * 60 + $4 }' \
        "$out.times")
    [ "$took" -lt 10 ] && [ "$cpu" -lt 5 ] || echo "$took s ($cpu s of work): $t"
    if [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    if [ "$bad" -gt 0 ]; then
        echo "--- $t (exit $rc)"
        grep -v '^ *ok ' "$out.log" | tail -n "${TEST_LINES:-200}"
    elif [ -n "${TEST_VERBOSE:-}" ]; then
        cat "$out.log"
    fi
    echo "$ok $bad $t" >"$out.figures"
    [ "$bad" -eq 0 ] || sed -n 's/^ *not ok [0-9]* -/#/p' "$out.log" |
        head -n 20 >>"$out.figures"
    exit 0
fi

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for t in "$@"; do echo "$t"; done |
    xargs -P "${TEST_JOBS:-4}" -I TEST "$0" --one TEST "$dir"
cat "$dir"/*.figures >"$dir/all" 2>/dev/null
[ -z "${TEST_RESULTS:-}" ] || cat "$dir/all" >>"$TEST_RESULTS"
"$(dirname "$0")/sum.sh" "$dir/all"
