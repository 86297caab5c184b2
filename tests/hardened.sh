#!/bin/bash
# hardened.sh PROGRAM... - each is built so that a fault in it is hard to use:
# position-independent, its tables read-only once it runs, its stack guarded and
# no code, its buffers checked. Reads the program alone. Prints TAP.
n=0 bad=0
say() {     # say WHAT OUTPUT: output is empty when all is well
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
        bad=1
    fi
}
lacks() {   # lacks PATTERN TEXT WHAT
    grep -qE -- "$1" <<<"$2" || echo "no $3"
}
has() {     # has PATTERN TEXT WHAT
    ! grep -E -- "$1" <<<"$2" || echo "that is $3"
}
wrong() {   # wrong PROGRAM: what it is not, a line each
    local head dynamic names made
    head=$(readelf -hlW "$1") dynamic=$(readelf -dW "$1") names=$(readelf --dyn-syms -W "$1")
    # What the compiler wrote down of its options; nothing in a stripped program.
    made=$(readelf -zp .debug_str "$1" 2>/dev/null | grep -E 'GNU (C1|C\+\+)')
    lacks 'Type: +DYN' "$head" 'position-independent code (PIE)'
    lacks 'GNU_RELRO' "$head" 'read-only tables (RELRO)'
    lacks 'FLAGS.*(BIND_)?NOW' "$dynamic" 'binding at the start (full RELRO)'
    lacks '__stack_chk_fail' "$names" 'stack protector'
    lacks '__[a-z]+_chk(@| |$)' "$names" 'checked buffers (_FORTIFY_SOURCE)'
    has 'GNU_STACK.* R?WE' "$head" 'a stack that is code'
    has 'LOAD.* RWE ' "$head" 'code that can be written'
    has 'TEXTREL|RPATH|RUNPATH' "$dynamic" 'relocated code, or a library path of its own'
    grep -vE -- '-fstack-protector-strong' <<<"$made" | grep . | sed 's/^/no strong stack protector: /'
    case $head in
    *'Machine: '*ARM*) ;;       # the compiler has none there
    *) grep -vE -- '-fstack-clash-protection' <<<"$made" | grep . | sed 's/^/no guard for a large stack: /' ;;
    esac
}
for program; do
    say "$(basename "$program") is hardened" "$(wrong "$program")"
done
echo "1..$n"
exit $bad
