# words.awk - turns words/*.txt into C tables for words.c:
#   awk -f words.awk words/ar.txt words/en.txt ... > words_data.h
# Any mistake in a file stops the build and names the line.
function bad(why) {
    printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
    failed = 1
    exit 1
}
BEGIN {
    split("stop start leave enough texts back yes no okay coming cannot not " \
        "unsure label polite around wrong doubt common everyday private " \
        "number", k)
    for (i in k)
        known[k[i]] = 1
    print "/* made by host/text/words.awk from host/text/words/ */"
    print "static const struct words_entry entries[] = {"
}
FNR == 1 {
    tag = FILENAME
    sub(/.*\//, "", tag)
    sub(/\.txt$/, "", tag)
    tags[languages++] = tag
    kind = ""
}
/^#/ || /^[ \t]*$/ { next }
/["\\]/ { bad("quotes and backslashes have no place in a word") }
/^\[.*\]$/ {
    kind = substr($0, 2, length($0) - 2)
    if (!(kind in known))
        bad("no such section")
    next
}
kind == "" { bad("a word before the first section") }
{
    text = $0
    value = 0
    whole = 0
    if (kind == "number") {
        value = $1 + 0
        if (value < 1 || value > 99)
            bad("a number line is \"1 one\"")
        sub(/^[0-9]+[ \t]+/, "", text)
    }
    if (substr(text, 1, 1) == "=") {
        whole = 1
        text = substr(text, 2)
    }
    printf "    { KIND_%s, %d, %d, %d, \"%s\" },\n", toupper(kind),
        languages - 1, value, whole, text
}
END {
    if (failed)
        exit 1
    print "};"
    print "static const char *const tags[] = {"
    for (i = 0; i < languages; i++)
        printf "    \"%s\",\n", tags[i]
    print "};"
}
