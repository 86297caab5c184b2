#!/bin/sh
# demo.sh [once] - a whole Notehome on the practice dongle, told in words: a
# text goes out, the reply comes back, and stands in the right family's thread.
# Stays up until Ctrl-C; with "once" it ends after one round trip.
# shellcheck disable=SC2317 # functions are called by wait_for
cd "$(dirname "$0")/../.." || exit 1
bin=${BUILD:-build}
dir=$(mktemp -d)
sim='' daemon=''
mother=+254712000001 shared=+254712000003

finish() {
    trap - INT TERM EXIT
    [ -z "$daemon" ] || { kill "$daemon" && wait "$daemon"; } 2>/dev/null
    [ -z "$sim" ] || { kill "$sim" && wait "$sim"; } 2>/dev/null
    rm -rf "$dir"
    exit "${1:-0}"
}
trap 'finish 0' INT TERM
trap 'finish 1' EXIT

say() { printf '\n%s\n' "$*"; }
sim() { "$bin/notehome-sim" --control "$dir/sim.sock" --tell "$*"; }
home() { "$bin/notehome" --socket "$dir/control.sock" "$@"; }
fail() { say "The demo failed: $*"; tail -20 "$dir/log"; finish 1; }
# Tries a command until it says so, for 20 s.
wait_for() {
    what=$1 tries=0
    shift
    until "$@" >"$dir/out" 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || fail "waited for $what"
        sleep 0.1
    done
}

"$bin/notehome-sim" --port "$dir/dongle" --control "$dir/sim.sock" \
    >"$dir/sim.log" 2>&1 &
sim=$!
wait_for 'the practice network' sim state
cat >"$dir/notehome.conf" <<END
school = { name = "Hillside Primary"; country = "KE";
    timezone = "Africa/Nairobi"; language = "en"; };
data = "$dir/data";
control = "$dir/control.sock";
web = { listen = "127.0.0.1"; port = ${PORT:-8080}; };
practice = "$dir/sim.sock";
modems = ( { name = "practice"; device = "$dir/dongle"; } );
board = { device = "none"; };
quiet = { from = "00:00"; to = "00:00"; };
END
"$bin/notehomed" -c "$dir/notehome.conf" >"$dir/ready" 2>"$dir/log" &
daemon=$!
wait_for 'the daemon' grep -q '^ready' "$dir/ready"
working() { home modems | grep -q working; }
wait_for 'the dongle' working
say '1. The dongle is found and works:'
home modems

say '2. Four families are imported from a class list:'
cat >"$dir/families.csv" <<'END'
child,class,guardian,phone,family,relation
Amina Ali,4B,Salma Ali,0712 000 001,ali,mother
Juma Otieno,4B,Rose Otieno,0712 000 002,otieno,mother
Kamau Njoroge,4B,Peter Njoroge,0712 000 003,njoroge,father
Wanjiru Maina,2A,Peter Njoroge,0712 000 003,maina,uncle
END
home import "$dir/families.csv" || fail 'import'

say '3. A teacher writes one sentence about Amina:'
sim "auto $mother match=Amina after=500 times=1 \"Thank you teacher. God bless.\"" >/dev/null
home send --to "$mother" --text \
"Amina read a whole page aloud today and helped Juma with the long words. \
Please ask her to read it to you tonight. She may take the green book home; \
it is due back on Friday." >"$dir/sent" || fail 'send'
id=$(grep -o '[0-9]*' "$dir/sent" | head -1)
delivered() { home message "$id" | grep -q 'delivered'; }
wait_for 'delivery' delivered
home message "$id" >"$dir/out"
echo "Sent in $(grep -c '^ *part ' "$dir/out") parts and delivered to the phone:"
cat "$dir/out"

say '4. The mother answers, and it stands in her family'"'"'s thread:'
answered() { home search bless | grep -q 'God bless'; }
wait_for 'the reply' answered
thread_with() { home threads | sed -n "s/^ *\([0-9][0-9]*\).*$1.*/\1/p" | head -1; }
number_of() { home thread "$1" | sed -n 's/^<- \([0-9]*\).*/\1/p' | tail -1; }
thread=$(thread_with 'Thank you teacher')
[ -n "$thread" ] || fail 'the reply is in no thread'
home thread "$thread"
home message "$(number_of "$thread")" | grep 'here because'

say '5. A phone that two families share: the child named decides, else staff do.'
sim "text $shared \"Kamau is sick today\"" >/dev/null
sim "text $shared \"He comes tomorrow\"" >/dev/null
in_tray() { home threads --tray shared | grep -q 'He comes'; }
wait_for 'the shared phone' in_tray
echo 'Filed by the name Kamau:'
home message "$(number_of "$(thread_with 'Kamau is sick')")"
echo 'Left for staff, in the tray of shared phones:'
home threads --tray shared

if [ "${1:-}" = once ]; then
    say 'One round trip, nothing lost.'
    finish 0
fi
head -c 9 /dev/urandom | base64 >"$dir/password"
home staff add teacher --role admin <"$dir/password" >/dev/null
say "It stays up. Open $(sed -n 's/^ready //p' "$dir/ready")"
echo "and sign in as teacher with the password $(cat "$dir/password")"
echo
echo 'Play a parent under Practice phones (/practice), or in another terminal:'
echo "  $bin/notehome-sim --control $dir/sim.sock --tell 'text $mother \"We are coming\"'"
echo "  $bin/notehome-sim --control $dir/sim.sock --tell 'ring $shared'"
echo 'Ctrl-C ends it.'
wait "$daemon"
fail 'the daemon ended'
