# credit.awk - turns credit/*.txt into a C table for credit_words.c. Any mistake
# in a file stops the build and names the line.
function bad(why) {
    printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
    failed = 1
    exit 1
}
BEGIN {
    split("balance credit main left have is plain after about other unit if " \
        "spent empty low topup expiry days today tomorrow gone nav bundle cents " \
        "purse which of theirs", k)
    for (i in k)
        known[k[i]] = 1
    print "/* made by host/text/credit.awk from host/text/credit/ */"
    print "static const struct credit_entry entries[] = {"
}
FNR == 1 { kind = "" }
/^#/ || /^[ \t]*$/ { next }
/["\\]/ { bad("quotes and backslashes have no place in a word") }
/^\[.*\]$/ {
    kind = substr($0, 2, length($0) - 2)
    if (!(kind in known))
        bad("no such list")
    next
}
kind == "" { bad("a word before the first list") }
split($0, w, /[ \t]+/) > 5 { bad("a phrase has at most five words") }
/\*./ { bad("a star stands at the end") }
{ printf "    { CREDIT_%s, \"%s\" },\n", toupper(kind), $0 }
END {
    if (failed)
        exit 1
    print "};"
}
