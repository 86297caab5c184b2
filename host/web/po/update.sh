#!/bin/sh
# update.sh BUILD - writes BUILD/notehome.pot and brings every .po up to the
# texts that the pages have now. What a translator still has to do is then marked: an empty
# msgstr, or "fuzzy" where the English has changed.
set -e
here=host/web/po
pot=$1/notehome.pot
$here/extract.sh "$1" >"$pot"
for po in "$here"/*.po; do
    msgmerge --quiet --no-wrap --no-location --update --backup=none \
        --no-fuzzy-matching "$po" "$pot"
    printf '%s: ' "$po"
    msgfmt --statistics -o /dev/null "$po"
done
