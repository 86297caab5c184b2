#!/bin/sh
# busy.sh TIMES COMMAND... - runs a command so many times while a job on each
# core computes without end; stops at the first that fails.
times=$1
shift
jobs=
trap 'kill $jobs' EXIT
for _ in $(seq "$(nproc)"); do
    sh -c 'while :; do :; done' &
    jobs="$jobs $!"
done
for i in $(seq "$times"); do
    echo "== $i of $times, on a busy machine"
    "$@" || exit 1
done
