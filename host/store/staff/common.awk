# common.awk - turns common.txt into a C table for password_common.c. What is
# no word, or stands twice under one heading, stops the build.
BEGIN {
    print "/* made by host/store/staff/common.awk from common.txt */"
    print "static const char *const listed[] = {"
}
/^#/ { next }
{
    for (i = 1; i <= NF; i++) {
        if ($i !~ /^[a-z0-9]+$/ || length($i) < 3) {
            printf "%s:%d: %s is no word of the list\n", FILENAME, FNR, $i \
                > "/dev/stderr"
            failed = 1
            exit 1
        }
        if (!seen[$i]++)
            printf "    \"%s\",\n", $i
    }
}
END {
    if (failed)
        exit 1
    print "};"
}
