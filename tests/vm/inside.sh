#!/bin/bash
# inside.sh - runs in the machine of install.sh at each boot, stage by stage.
# Prints TAP on the serial line; commands come from README.md. image_inside.sh takes
# what stands above the line below, for a folder of its own (vm).
# shellcheck disable=SC2317 # functions are called by names in words
export TERM=dumb LC_ALL=C.UTF-8
vm=${vm:-/vm}
stage=$(cat "$vm/stage" 2>/dev/null || echo 1)
count() { cat "$vm/count" 2>/dev/null || echo 0; }
up() { cut -d. -f1 /proc/uptime; }
# check WHAT COMMAND...: within a minute or two it succeeds.
check() {
    local what=$1 n=$(($(count) + 1)) start
    shift
    start=$(up)
    echo "$n" >"$vm/count"
    until "$@" >/run/vm-out 2>&1; do
        if [ $(($(up) - start)) -gt "${PATIENCE:-180}" ]; then
            echo "not ok $n - $what"
            sed 's/^/# /' /run/vm-out | tail -n 20
            journalctl -u notehomed -u notehome-practice -n 15 -o cat | sed 's/^/# /'
            return
        fi
        sleep 0.5
    done
    echo "ok $n - $what"
}
now() { PATIENCE=0 check "$@"; }
next() {    # next STAGE: and what the machine does then
    echo "$1" >"$vm/stage"
    sync
}
active() { [ "$(systemctl is-active notehomed)" = active ]; }
working() { notehome modems | grep -q working; }
said() { notehome search "$1" | grep -q "$1"; }
delivered() {   # delivered N: so many texts are on the phone
    [ "$(notehome-sim --control /run/notehome-practice/control.sock \
        --tell 'inbox +254712345678' | grep -c '"text"')" -ge "$1" ]
}
web() {
    exec 3<>/dev/tcp/127.0.0.1/8080
    printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    grep -q '^HTTP/1.1 [23]' <&3
}
[ "${BASH_SOURCE[0]}" = "$0" ] || return 0
# --------------------------------------------------------------------------

cd /home/keeper || exit 1
# Lines of README.md below "### HEADING" that are a block beginning with sudo.
block() {   # block HEADING NUMBER
    awk -v head="### $1" -v want="$2" '
        /^#/ { here = $0 == head; n = 0 }
        here && /^    / && !inside { inside = 1; is = $1 == "sudo"; n += is }
        !/^    / { inside = 0 }
        here && inside && is && n == want { print substr($0, 5) }' /vm/README.md
}
# What a keeper types, and Enter at each question.
# shellcheck disable=SC2016 # $line is for the shell that is called
keeper() {  # keeper HEADING NUMBER [LINE]
    local line start
    while IFS= read -r line; do
        start=$(up)
        export line
        now "\$ $line" bash -c 'yes "" 2>/dev/null | runuser -u keeper -- env EDITOR=/vm/edit bash -c "$line"'
        sed 's/^/#   /' /run/vm-out | grep -vE 'Reading|Building|Get:|Preconf|^#   *$' | tail -n "${SHOWN:-6}"
        echo "#   $(($(up) - start)) s"
    done < <(block "$1" "$2" | sed -n "${3:-1,\$}p")
}
put() {     # put old|new: the packages that the keeper has
    rm -f ./*.deb
    cp "/vm/$1"/*.deb .
}
version() { [ "$(dpkg-query -W -f '${Version} ${db:Status-Status}' notehome)" = "$1 installed" ]; }
rights() { [ "$(stat -c '%a %U:%G' /etc/notehome/notehome.conf)" = '640 root:notehome' ]; }

cat >/vm/edit <<'END'
#!/bin/sh
exec sed -i 's/^# \(modems = .*"practice".*\)/\1/; s/^# \(practice = \)/\1/' "$1"
END
chmod +x /vm/edit

first_day() {
    sed -n 's/^    \(child,class.*\)/\1/p; s/^    \(Amina Ali,.*\)/\1/p' /vm/README.md >families.csv
    chown keeper: families.csv
    put old
    keeper Install 1
    check 'the daemon runs' active
    now 'it comes back at each start' systemctl -q is-enabled notehomed
    now "the board's firmware and what writes it are there" sh -c 'command -v avrdude && test -s /usr/share/notehome/notehome-board.hex'
    now 'the settings are for root and the group' rights
    check 'the page answers' web
    now 'a code is told for the first account' sh -c 'notehome status | grep -E "its code is [0-9]{4}"'
    keeper Practise 1
    check 'the practice dongle works' working
    keeper 'First texts' 1
    check 'the text is on the phone' delivered 1
    keeper 'First texts' 2
    check 'the answer stands in a thread' said coming
    next 2
    echo "# $(up) s: reboot"
    systemctl reboot
}
upgrade() {
    check 'after a reboot the daemon runs' active
    check 'the answer is still there' said coming
    check 'the practice dongle works again' working
    now 'the older version is installed' version 0.1.99
    put new
    SHOWN=30 keeper Upgrade 1
    now 'the newer version is installed' version "$(dpkg-deb -f notehome_*.deb Version)"
    check 'after the upgrade the daemon runs' active
    now 'the settings are as the keeper left them' grep -q '^practice = ' /etc/notehome/notehome.conf
    now 'the rights are as they were' rights
    now 'the answer is still there' said coming
    now 'there is a backup' sh -c 'ls /var/lib/notehome/backups | grep .'
    check 'the practice dongle works again' working
    notehome send --class 4B --priority urgent --text 'The bus is late today.' >/dev/null
    check 'a text of the new version is on the phone' delivered 1
    next 3
    echo "# $(up) s: the power goes"
    echo b >/proc/sysrq-trigger
}
# The root read-only, the data on a file system of their own.
read_only() {
    systemctl stop notehomed
    cp -a /var/lib/notehome /run/kept
    mount --bind /run/kept /var/lib/notehome
    journalctl --relinquish-var
    mount -o remount,ro / && ! touch /vm/touched && systemctl start notehomed && active
    local rc=$?
    # Who still writes there, if it was refused.
    [ $rc -eq 0 ] || find /proc/[0-9]*/fd -lname '/[vhe]*' -printf '%p %l\n' 2>/dev/null
    mount -o remount,rw /
    systemctl stop notehomed
    umount /var/lib/notehome
    systemctl start notehomed
    return $rc
}
# As when the disk of the data is not plugged in.
missing() {
    systemctl stop notehomed
    mv /var/lib/notehome /var/lib/away
    systemctl start notehomed
    journalctl -u notehomed -n 20 -o cat | grep 'are not there now' \
        && ! test -e /var/lib/notehome/notehome.db
    local rc=$?
    systemctl stop notehomed
    rm -r /var/lib/notehome
    mv /var/lib/away /var/lib/notehome
    systemctl start notehomed
    return $rc
}
last_day() {
    check 'after a power cut the daemon runs' active
    check 'nothing is lost' said late
    check 'the practice dongle works again' working
    PATIENCE=30 now 'it starts on a read-only root' read_only
    PATIENCE=30 now 'data that are missing are no new school' missing
    check 'and they are there again' said late
    keeper Remove 1 1
    now 'removed, it leaves the settings' rights
    keeper Remove 1 2
    now 'the program is gone' sh -c '! command -v notehomed && ! pgrep notehomed'
    now 'families and texts are there' test -s /var/lib/notehome/notehome.db
    now 'the settings are gone' test ! -e /etc/notehome/notehome.conf
    now 'where the data were is forgotten' test ! -e /var/lib/notehome-known
    now 'no unit is left' sh -c '! systemctl cat notehomed && ! ls /etc/systemd/system/*/notehomed*'
    echo "1..$(count)"
    systemctl poweroff
}
# A stock Debian, a stick, no network.
from_stick() {
    mkdir -p /media/stick
    mv /vm/notehome-*.sh /media/stick
    printf '%s\n' child,class,guardian,phone 'Amina Ali,4B,Salma Ali,0712 345 678' >families.csv
    keeper 'Without a network' 1
    check 'the daemon runs' active
    now 'it comes back at each start' systemctl -q is-enabled notehomed
    now "the board's firmware and what writes it are there" sh -c 'command -v avrdude && test -s /usr/share/notehome/notehome-board.hex'
    now 'the settings are for root and the group' rights
    check 'the page answers' web
    now 'a code is told for the first account' sh -c 'notehome status | grep -E "its code is [0-9]{4}"'
    now 'nothing is left of the archive' sh -c '! ls /var/cache/notehome-offline'
    now 'apt is as it was' sh -c '! grep -r notehome /etc/apt'
    now 'a damaged file is refused' sh -c 'cp /media/stick/*.sh x.sh; printf x | dd of=x.sh bs=1 seek=1000000 conv=notrunc; sh x.sh; [ $? -eq 1 ]'
    # The practice dongle comes from the same file; what is there stays.
    now 'it upgrades what is there' sh -c 'sh /media/stick/*.sh --practice </dev/null'
    now 'there is a backup' sh -c 'ls /var/lib/notehome/backups | grep .'
    /vm/edit /etc/notehome/notehome.conf
    systemctl restart notehomed
    check 'the practice dongle works' working
    now 'the class list is taken' notehome import families.csv
    notehome send --class 4B --priority urgent --text 'The bus is late today.' >/dev/null
    check 'the text is on the phone' delivered 1
    now 'data on another disk are asked for' elsewhere
    echo "1..$(count)"
    systemctl poweroff
}
# From nothing, onto a disk of its own.
elsewhere() {
    apt-get -y -q purge notehome notehome-practice && rm -rf /var/lib/notehome /var/lib/notehome-known \
        && mkdir -p /srv/disk && mount -t tmpfs disk /srv/disk \
        && echo /srv/disk/school | sh /media/stick/*.sh && test -s /srv/disk/school/notehome.db \
        && systemctl is-active notehomed && ! test -e /var/lib/notehome/notehome.db
}
echo "# $(up) s: stage $stage, $(sed -n 's/^PRETTY_NAME=//p' /etc/os-release), systemd $(systemctl --version | awk 'NR == 1 { print $2 }')"
case $stage in
1) first_day ;;
stick) from_stick ;;
2) upgrade ;;
*) last_day ;;
esac
