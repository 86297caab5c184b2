#!/bin/bash
# told.sh - a setting is in the file, on the page and in the manual; a command of
# notehome in its table, its header and its manual. Prints TAP.
cd "$(dirname "$0")/.." || exit 1
manual=host/daemon/notehomed.8 n=0 bad=0
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
# What a table in C says first in each row: rows FILE TABLE.
rows() {
    sed -n "/\\<$2\\[\\] = {/,/^[}]/p" "$1" \
        | sed -nE 's/^ *(\{ |[A-Z]+_[A-Z]+\()"([a-z_0-9.-]+)".*/\2/p'
}
but() {     # but LIST: lines that are not in it
    grep -vxFf <(tr ' ' '\n' <<<"$1" | grep .)
}
these() {   # these WORDS: one a line, sorted
    tr -s ' \n' '\n' <<<"$1" | grep . | sort
}

# --- settings ---------------------------------------------------------------

# What only the file says, and only the page: on purpose.
file_only='data control web.listen web.port web.hosts web.patience_seconds
web.tls.cert web.tls.key web.tls.port web.tls.lead web.tls.hsts
board.device board.modem board.shutdown keeper keeper_weekly practice
reports validity_hours keep_months backup.folder backup.passphrase_file
backup.sticks backup.days backup.weeks backup.look_seconds'
page_only='words.stop words.harm answer.on answer.text modem.pin tell.approval'

file=$(rows host/settings/config.c '\<fields' | sort)
kept=$(rows host/settings/settings.c settings | sort)
# "FIELD SETTING" of each form.
pairs() {
    grep -ohE '\{ "[a-z_0-9]+", "[a-z]+\.[a-z_0-9]+" \}' "$@" \
        | sed -E 's/\{ "(.*)", "(.*)" \}/\1 \2/'
}
page=$(pairs host/web/page/page_settings.c | cut -d' ' -f2 | sort -u)
say 'both tables of settings are read' \
    "$([ "$(wc -l <<<"$file")" -gt 30 ] && [ "$(wc -l <<<"$kept")" -gt 15 ] \
        || echo "$(wc -l <<<"$file") and $(wc -l <<<"$kept") were found")"
say 'what the file knows is kept from the page too, or is the file'\''s alone' \
    "$(diff <(but "$kept" <<<"$file") <(these "$file_only") | grep '^[<>]')"
say 'what is kept from the page is in the file too, or is the page'\''s alone' \
    "$(diff <(but "$file" <<<"$kept") <(these "$page_only") | grep '^[<>]')"
say 'the settings page saves each setting that is kept, and no other' \
    "$(diff <(echo "$kept") <(echo "$page") | grep '^[<>]')"
# Boxes have names of their own: add_boxes() puts them together.
shown() {
    pairs host/web/page/page_settings.c host/web/page/page_first.c \
        | while read -r field setting; do
        case $setting in
        quiet.days) field=day- ;;
        tell.approval) field=second- ;;
        answer.on) field=answering ;;
        urgent.to_stopped) field=lawful ;;
        esac
        grep -qE "name=\"$field(\"|\{)" host/web/pages/settings_*.html \
            host/web/pages/first_*.html || echo "$setting: no field \"$field\""
    done
}
say 'each setting that a form saves has its field in it' "$(shown)"
# The paragraph of the manual that begins with this name.
paragraph() {
    sed -n "/^\\.B $1 = /,/^\\.\\(TP\\|SH\\)/p" "$manual"
}
untold() {
    { echo "$file"; rows host/settings/config.c modem_fields \
        | sed 's/^/modems./'; } | while IFS= read -r path; do
        paragraph "${path%%.*}" | grep -qw -- "${path##*.}" \
            || echo "$path is not in $manual"
    done
    these "$page_only" | while IFS= read -r name; do
        grep -qwF -- "$name" "$manual" || echo "$name is not in $manual"
    done
}
say 'notehomed(8) tells each setting' "$(untold)"

# --- commands ---------------------------------------------------------------

commands=$(rows host/cli/commands.c commands | sort)
told=$(sed -n '/^\.SH COMMANDS/,/^\.SH CLASS/p' host/cli/notehome.1 \
    | grep -A1 '^\.TP' | sed -nE 's/^\.(B|BI|BR) "?([a-z]+).*/\2/p' | sort -u)
say 'the table of commands is read' \
    "$([ "$(wc -l <<<"$commands")" -gt 20 ] || echo "only: $commands")"
say 'notehome(1) tells each command, and no other' \
    "$(diff <(echo "$commands") <(echo "$told") | grep '^[<>]')"
say 'what stands above a text of notehome(1) is whole in its one line' \
    "$(grep -A1 '^\.TP' host/cli/notehome.1 \
        | awk '/^\./ && gsub(/\[/, "&") != gsub(/\]/, "&")')"
say 'each command that is declared is in the table' \
    "$(diff <(grep -oE '\<cmd_[a-z]+' host/cli/cli.h | sort -u) \
        <(rows host/cli/commands.c commands | sed 's/^/cmd_/' | sort) | grep '^[<>]')"
say 'notehome(1) tells each option' \
    "$(rows host/cli/main.c option_list | while IFS= read -r option; do
        sed 's/[\\]//g' host/cli/notehome.1 | grep -qE -- "--$option\\b" \
            || echo "--$option is not in host/cli/notehome.1"
    done)"

# --- records ----------------------------------------------------------------

# What looks like an action in files that note some, and is none.
no_action='backup.at backup.trouble board.battery_critical board.host_reset
    board.mains_back board.mains_lost board.modem_fault board.power_cycled
    families.csv import.open promise.days school.days term.from term.to week.at'
actions=$(grep -rlE 'audit_add|sender_note' --include='*.c' host \
    | xargs grep -ohE '"[a-z]{3,}\.[a-z_]+"' | tr -d '"' | sort -u \
    | but "$no_action" | but "$(rows host/settings/settings.c settings)")
say 'the actions that the code notes are read' \
    "$([ "$(wc -l <<<"$actions")" -gt 60 ] || echo "only: $actions")"
say 'each action that the code notes has words on the page of records' \
    "$(but "$(rows host/web/view/records_view.c words)" <<<"$actions")"
# --- privacy ----------------------------------------------------------------

say 'PRIVACY.md and Help name as many kinds of what is kept' \
    "$(diff <(sed -n '/^| what | why/,/^$/p' .github/PRIVACY.md | grep '^| [a-z]' | grep -vc '^| what') \
        <(sed -n '/ kept\[\]/,/ };$/p' host/web/pages/help_data.html | grep -c '{ "'))"
echo "1..$n"
exit "$bad"
