# shellcheck shell=bash
# completion.sh - the Tab key after notehome(1) in bash: commands and options as
# the program itself lists them, files where it takes one.
_notehome() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words
    # --role=adm comes as three words.
    if [ "$word" = = ]; then
        word=
    elif [ "$before" = = ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    COMPREPLY=()
    case $before in
    -c | --config | -s | --socket | --passphrase-file | -o | --output | import | restore | update | record)
        compopt -o default 2>/dev/null
        return
        ;;
    backup)
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    --priority) words='urgent normal bulk' ;;
    --role) words='admin staff safeguarding reader' ;;
    --tray) words='notices unknown shared safeguarding quarantine staff' ;;
    --paper) words='a4 letter' ;;
    --kind)
        words='balance bundles buy'
        [[ ${COMP_WORDS[1]} != @(send|week) ]] || words='praise information question concern urgent'
        ;;
    --[a-z]*)
        # What follows an option that takes something is for a person to say.
        "$1" --help 2>/dev/null | grep -qE -e "^.* $before=" && return
        ;;&
    *)
        case $word in
        -*)
            # Those of the command, once there is one.
            words=$("$1" help "${COMP_WORDS[1]}" 2>/dev/null || "$1" --help 2>/dev/null)
            words=$(grep -oE -e '^ .*--[a-z][a-z-]+' <<<"$words" | grep -oE -e '--[a-z-]+' | sort -u)
            ;;
        *)
            # One command, before everything but options.
            [ "$COMP_CWORD" -eq 1 ] || [[ $before = -* ]] || return
            words=$("$1" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
            ;;
        esac
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -F _notehome notehome
