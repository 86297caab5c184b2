#!/bin/sh
# run.sh TEST... - runs TAP-speaking tests; closes with "N passed, N failed".
# A test that crashes or prints no plan counts as one failure.
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for t in "$@"; do
    timeout "${TEST_TIMEOUT:-300}" "$t" >"$log" 2>&1
    rc=$?
    ok=$(grep -c '^ok' "$log")
    bad=$(grep -c '^not ok' "$log")
    if [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ] || ! grep -q '^1\.\.' "$log"; then
        bad=$((bad + 1))
    fi
    if [ "$bad" -gt 0 ]; then
        echo "--- $t (exit $rc)"
        grep -v '^ok' "$log"
    fi
    passed=$((passed + ok))
    failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
