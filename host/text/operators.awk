# operators.awk - turns operators.txt into a C table for operators.c. Any
# mistake in the file stops the build and names the line.
function bad(why) {
    printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
    failed = 1
    exit 1
}
BEGIN {
    FS = "[ \t]*[|][ \t]*"
    print "/* made by host/text/operators.awk from host/text/operators.txt */"
    print "static const struct operator_profile profiles[] = {"
}
/^#/ || /^[ \t]*$/ { next }
/["\\]/ { bad("quotes and backslashes have no place here") }
NF != 5 { bad("five fields: network | name | code | date | note") }
$1 !~ /^[0-9][0-9][0-9][0-9][0-9][0-9]?$/ { bad("MCC and MNC are 5 or 6 digits") }
$3 !~ /^[0-9*#]*$/ || length($3) > 23 { bad("a code is digits, * and #") }
$4 !~ /^20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/ { bad("a date is 2026-11-21") }
$1 in seen { bad("this network is here twice") }
{
    seen[$1] = 1
    printf "    { \"%s\", \"%s\", \"%s\", \"%s\", \"%s\" },\n", $1, $2, $3, $4, $5
}
END {
    if (failed)
        exit 1
    print "};"
}
