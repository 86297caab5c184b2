#!/bin/sh
# run.sh SECONDS PROGRAM... - fuzzes each for so long, from its seed corpus in
# tests/fuzz/corpus/NAME; new finds stay in build/. Prints "N passed, N failed".
seconds=$1
shift
passed=0 failed=0
for p in "$@"; do
    name=$(basename "$p" _fuzz)
    work=build/fuzz/work/$name
    mkdir -p "$work" "tests/fuzz/corpus/$name"
    if "$p" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -artifact_prefix="$work-" -print_final_stats=1 \
        "$work" "tests/fuzz/corpus/$name" >"$work.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work.log")
        echo "$name: $runs runs in $seconds s"
        passed=$((passed + 1))
    else
        echo "--- $name"
        tail -40 "$work.log"
        failed=$((failed + 1))
    fi
done
[ -z "${TEST_RESULTS:-}" ] || echo "$passed $failed" >>"$TEST_RESULTS"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
