#!/bin/sh
# run.sh SECONDS PROGRAM... - fuzzes each for so long, one on each processor,
# from its seed corpus in tests/fuzz/corpus/NAME; new finds stay in build/, and
# the next run goes on from them. FUZZ_GROW=1: what reached new code joins the seed
# corpus, small, and what failed stays there as failed-..., for a mend and its test.
# Closes with "N passed, N failed".
if [ "$1" = --one ]; then
    name=$(basename "$3" _fuzz)
    work=build/fuzz/found/$name
    mkdir -p "$work"
    # Rare is what a few inputs did, not 255: else a slow target spends most of
    # its time in the list of all that is rare. What one run frees stays guarded.
    export ASAN_OPTIONS="malloc_context_size=8:quarantine_size_mb=16:${ASAN_OPTIONS:-}"
    if "$3" -max_total_time="$2" -timeout=30 -rss_limit_mb=1024 \
        -entropic_feature_frequency_threshold=4 \
        -artifact_prefix="$work-" -print_final_stats=1 \
        "$work" "tests/fuzz/corpus/$name" >"$work.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work.log")
        echo "$name: $runs runs in $2 s"
        echo "1 0 fuzz-$name" >"$work.figures"
        [ -z "${FUZZ_GROW:-}" ] || "$3" -merge=1 -max_len=4096 \
            "tests/fuzz/corpus/$name" "$work" >>"$work.log" 2>&1
    else
        echo "--- $name"
        tail -40 "$work.log"
        [ -z "${FUZZ_GROW:-}" ] || for f in "$work"-*; do
            [ ! -f "$f" ] || cp "$f" "tests/fuzz/corpus/$name/failed-${f##*-}"
        done
        echo "0 1 fuzz-$name" >"$work.figures"
    fi
    exit 0
fi

seconds=$1
shift
mkdir -p build/fuzz/found
rm -f build/fuzz/found/*.figures
for p in "$@"; do echo "$p"; done |
    xargs -P "$(nproc)" -I PROGRAM "$0" --one "$seconds" PROGRAM
cat build/fuzz/found/*.figures >build/fuzz/all
[ -z "${TEST_RESULTS:-}" ] || cat build/fuzz/all >>"$TEST_RESULTS"
tests/sum.sh build/fuzz/all
