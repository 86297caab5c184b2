#!/bin/sh
# Installs Notehome @VERSION@ on a computer without a network, or upgrades it:
#     sudo sh THIS-FILE [--data FOLDER] [--practice]
# It has all that it needs behind its last line, and asks one thing: where
# families and texts are to be kept. --data says it beforehand; --practice also
# installs the practice dongle. See README.md, "Without a network".
set -eu
suite=@SUITE@ arch=@ARCH@ sum=@SUM@ lines=@LINES@
die() {
    echo "$*" >&2
    exit 1
}
data='' practice=''
while [ $# -gt 0 ]; do
    case $1 in
    --data)
        [ $# -gt 1 ] || die 'Say which folder: --data FOLDER'
        data=$2
        shift
        ;;
    --practice) practice=notehome-practice ;;
    *) die "What is $1? Usage: sudo sh $0 [--data FOLDER] [--practice]" ;;
    esac
    shift
done

# --- may it, and is this the right computer? ---
[ "$(id -u)" -eq 0 ] || die "Put sudo before it: sudo sh $0"
# shellcheck disable=SC1091
. /etc/os-release
[ "${VERSION_CODENAME:-}" = "$suite" ] ||
    die "This file is for Debian $suite; this computer has ${PRETTY_NAME:-another system}. Take the file for that one."
[ "$(dpkg --print-architecture)" = "$arch" ] ||
    die "This file is for $arch; this computer is $(dpkg --print-architecture). Take the file for that one."
free=$(df -Pk /var | awk 'NR == 2 { print int($4 / 1024) }')
[ "$free" -ge 300 ] || die "There are $free MB free on this disk, and it takes 300. Make room first."
echo 'Looking whether the file is whole ...'
[ "$(tail -n +$((lines + 1)) "$0" | sha256sum | cut -d' ' -f1)" = "$sum" ] ||
    die 'This file is damaged. Copy it onto the stick again.'

# --- where? ---
conf=/etc/notehome/notehome.conf
new=
[ -e "$conf" ] || new=1
if [ -n "$new" ] && [ -z "$data" ]; then
    echo 'Where are families and texts to be kept? Enter: on the disk of this computer, in'
    printf '/var/lib/notehome. Or type a folder on another disk that is always plugged in: '
    read -r data || true
fi
data=${data:-/var/lib/notehome}
case $data in
/*[!A-Za-z0-9/._-]*) die 'The name of the folder may have letters, digits and . _ - in it.' ;;
/home/* | /root/* | /tmp/* | /run/* | /dev/* | /proc/* | /sys/*)
    die 'Not there: the daemon has no way to it, or it does not last. A disk is usually under /mnt or /srv.' ;;
/?*) ;;
*) die 'The name of the folder begins with /' ;;
esac
data=${data%/}
# A disk with other things on it: a folder of its own there.
if [ ! -e "$data/notehome.db" ] && [ -n "$(ls -A "$data" 2>/dev/null)" ] && [ "$data" != /var/lib/notehome ]; then
    data=$data/notehome
fi
elsewhere=
[ -z "$new" ] || [ "$data" = /var/lib/notehome ] || elsewhere=1

# --- install ---
archive=/var/cache/notehome-offline
rm -rf "$archive"
mkdir -p "$archive/lists/partial" "$archive/packages"
trap 'rm -rf "$archive"' EXIT
tail -n +$((lines + 1)) "$0" | tar -x -C "$archive/packages"
echo "deb [trusted=yes] file:$archive/packages ./" >"$archive/sources"
offline() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dir::Etc::SourceList="$archive/sources" \
        -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists="$archive/lists" \
        -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
# A copy of what there is, before anything changes.
if [ -z "$new" ] && [ "$(systemctl is-active notehomed)" = active ]; then
    echo 'Making a backup ...'
    old=$(sed -n 's/^data = "\([^"]*\)".*/\1/p' "$conf")
    notehome backup "${old:-/var/lib/notehome}/backups" || die 'Nothing was changed.'
fi
# It is not to begin before it knows where.
policy=/usr/sbin/policy-rc.d
if [ -n "$elsewhere" ] && [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -rf "$archive" "$policy"' EXIT
fi
offline update >"$archive/log" 2>&1 || die "$(tail -n 5 "$archive/log")"
echo 'Installing; this takes some minutes ...'
# shellcheck disable=SC2086
offline install notehome $practice >"$archive/log" 2>&1 || die "$(tail -n 20 "$archive/log")"

# --- another folder ---
if [ -n "$elsewhere" ]; then
    install -d -m 750 -o notehome -g notehome "$data"
    # What another computer left there.
    find "$data" -maxdepth 2 -name 'notehome*' -exec chown notehome:notehome {} +
    [ ! -d "$data/backups" ] || chown notehome:notehome "$data/backups"
    [ ! -e "$data/backup.passphrase" ] || chown notehome:notehome "$data/backup.passphrase"
    sed -i "s|^data = .*|data = \"$data\";|" "$conf"
    mkdir -p /etc/systemd/system/notehomed.service.d
    printf '[Unit]\nRequiresMountsFor=%s\n[Service]\nReadWritePaths=%s\n' "$data" "$data" \
        >/etc/systemd/system/notehomed.service.d/data.conf
    systemctl daemon-reload
    systemctl start notehomed
fi

# --- and now? ---
n=0
until notehome status >/dev/null 2>&1 || [ $((n += 1)) -gt 60 ]; do sleep 1; done
notehome status || die 'It is installed and does not run. What it says: journalctl -u notehomed'
echo
echo 'Notehome runs. Open one of these in a browser in the same network:'
for a in $(hostname -I); do
    case $a in
    *:*) ;;
    *) echo "    http://$a:8080/" ;;
    esac
done
echo "    http://localhost:8080/ on this computer itself"
exit 0
