#!/bin/sh
# run.sh TEST... - runs tests one by one: programs that print TAP, and node's
# (*.mjs). Closes with "N passed, N failed". A test that crashes, or is cut off
# before its plan, counts as one more failure. TEST_RESULTS names a file that
# the figures are added to, for sum.sh.
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for t in "$@"; do
    case $t in
    *.mjs) set -- node --test --test-reporter=tap "$t" ;;
    *) set -- "$t" ;;
    esac
    timeout -k 10 "${TEST_TIMEOUT:-600}" "$@" >"$log" 2>&1
    rc=$?
    case $t in
    *.mjs)
        ok=$(sed -n 's/^# pass //p' "$log" | tail -1)
        bad=$(sed -n 's/^# fail //p' "$log" | tail -1)
        [ "${ok:-0}" -gt 0 ] || bad=$((${bad:-0} + 1))
        ;;
    *)
        ok=$(grep -c '^ok' "$log")
        bad=$(grep -c '^not ok' "$log")
        grep -q '^1\.\.' "$log" || bad=$((bad + 1))
        ;;
    esac
    ok=${ok:-0} bad=${bad:-0}
    if [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    if [ "$bad" -gt 0 ]; then
        echo "--- $t (exit $rc)"
        grep -v '^ *ok ' "$log" | tail -n "${TEST_LINES:-200}"
    elif [ -n "${TEST_VERBOSE:-}" ]; then
        cat "$log"
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
done
[ -z "${TEST_RESULTS:-}" ] || echo "$passed $failed" >>"$TEST_RESULTS"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
