#!/bin/sh
# embed.sh FILE... - writes the assembler source of embed_files[] (embed.h).
# A file's name is what follows host/ in its path, also of one that was built.
echo '    .section .note.GNU-stack,"",%progbits'
echo '    .section .rodata'
i=0
for f in "$@"; do
    printf 'n%d: .string "%s"\nb%d: .incbin "%s"\ne%d: .byte 0\n' \
        "$i" "${f##*host/}" "$i" "$f" "$i"
    i=$((i + 1))
done
echo '    .section .data.rel.ro,"aw"'
echo '    .balign 8'
echo '    .globl embed_files'
echo 'embed_files:'
j=0
while [ "$j" -lt "$i" ]; do
    printf '    .dc.a n%d, b%d, e%d\n' "$j" "$j" "$j"
    j=$((j + 1))
done
echo '    .dc.a 0, 0, 0'
