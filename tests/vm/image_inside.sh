#!/bin/bash
# image_inside.sh - runs in the machine of image.sh at each start, from the second
# disk, stage by stage. Prints TAP on the serial line.
# shellcheck disable=SC2317 # functions are called by names in words
here=${0%/*}
# shellcheck disable=SC2034 # for inside.sh
vm=$here PATIENCE=300
# shellcheck source=tests/vm/inside.sh
. "$here/inside.sh"
sim() { notehome-sim --control /run/notehome-practice/control.sock --tell "$1"; }
slot() { grep -q "rauc.slot=$1" /proc/cmdline; }
fixed() {
    findmnt -no FSTYPE,OPTIONS / | grep -q '^squashfs *ro' && ! touch /etc/x /usr/x /x
}
# The data go on to the end of the disk, and their file system with them.
grown() {
    local part disk
    part=$(readlink -f /dev/notehome-data)
    part=${part#/dev/}
    disk=$(lsblk -no PKNAME "/dev/$part")
    lsblk -b "/dev/$disk"
    df -B1 /var/lib
    [ $(($(cat "/sys/class/block/$disk/size") - $(cat "/sys/class/block/$part/start") - $(cat "/sys/class/block/$part/size"))) -lt 4096 ] &&
        [ "$(df -Pk /var/lib | awk 'NR == 2 { print $2 }')" -gt 3000000 ]
}
same() {
    local size
    size=$(findmnt -bno SIZE /)
    cmp -n "$size" /dev/notehome-a /dev/notehome-b
}
# What the boot loader has written down.
grubenv() {
    mkdir -p /run/look-boot && mount /dev/notehome-boot /run/look-boot &&
        grub-editenv /run/look-boot/grub/grubenv "$@"
    local rc=$?
    umount /run/look-boot
    return $rc
}
good() { grubenv list | grep -qx "$1_TRY=0"; }
nobody() {
    passwd -S root | grep -q '^root L' && ! pgrep -a 'agetty|^login$|sshd'
}
# No identifier of the image is left, but that of the boot loader's part; the disk is
# whole. How many disks have the image's: those that were not started yet.
own_ids() {
    local disk
    disk=/dev/$(lsblk -no PKNAME "$(readlink -f /dev/notehome-data)")
    sfdisk -d "$disk" | tee /dev/stderr | grep -c 6E6F7465-686F-4D65-A000 | grep -qx 1 && sfdisk -V "$disk"
}
of_the_image() { lsblk -dno PTUUID | grep -c '^6e6f7465-686f-4d65-a000' | grep -qx "$1"; }
in_memory() { journalctl --header | grep -q '/run/log/journal' && ! ls /var/log/journal; }
healthy() { [ -z "$(systemctl --failed --no-legend --plain | tee /dev/stderr)" ]; }
address() { hostname -I | grep '[0-9]\.[0-9]'; }
found() { journalctl -u avahi-daemon -o cat | grep 'Host name is notehome\.local'; }
screen() {
    tr -d '\0' </dev/vcs1 >/run/look-screen
    grep -a 'notehome.local:8080' /run/look-screen && grep -aE 'its +code +is +[0-9]{4}' /run/look-screen
}
practise() {
    touch /etc/notehome/practice
    sed -i 's/^# \(modems = .*"practice".*\)/\1/; s/^# \(practice = \)/\1/' /etc/notehome/notehome.conf
    sync
    systemctl start notehome-practice && systemctl restart notehomed
}

first_day() {
    check 'the page answers' web
    echo "ready $(up)"
    check 'the daemon runs' active
    now 'it comes back at each start' systemctl -q is-enabled notehomed
    now 'the root is read-only' fixed
    now 'the data have all the rest of the disk' grown
    now 'the other slot is a copy of this one' same
    now 'it started from slot A' slot A
    check 'the disk has identifiers of its own' own_ids
    check 'the boot loader is told that it came up' good A
    now 'nobody can sign in' nobody
    now 'the journal is in memory' in_memory
    check 'it has an address' address
    check 'it is found as notehome.local' found
    now 'a code is told for the first account' sh -c 'notehome status | grep -E "its code is [0-9]{4}"'
    check 'address and code stand on the screen' screen
    now 'the practice dongle is off' sh -c '! pgrep notehome-sim'
    check 'nothing failed' healthy
    systemd-analyze | sed 's/^/# /'
    systemd-analyze blame | head -n 12 | sed 's/^/# /'
    now 'the practice dongle is turned on' practise
    check 'it works' working
    now 'the class list is taken' notehome import "$here/families.csv"
    notehome send --class 4B --priority urgent --text 'Sports day is on Friday.' >/dev/null
    check 'the text is on the phone' delivered 1
    now 'the phone answers' sim 'reply +254712345678 "We are coming"'
    check 'the answer stands in a thread' said coming
    echo "# $(up) s; memory $(awk '/MemTotal|MemAvailable/ { printf "%s %d MB ", $1, $2 / 1024 }' /proc/meminfo)"
    next 2
    echo 'power off'
}
after_the_cut() {
    check 'after a power cut the daemon runs' active
    now 'this start was by UEFI' test -d /sys/firmware/efi
    now "a spare box's new disk is there too" of_the_image 1
    now 'root and data are of the same disk' /usr/lib/notehome-image/same-disk "$(basename "$(readlink -f /dev/notehome-data)")"
    now 'the answer is still there' said coming
    check 'the practice dongle works again' working
    now 'the data are as big as they were' grown
    check 'the boot loader is told that it came up' good A
    check 'nothing failed' healthy
    now 'slot A is said not to come up' grubenv set A_TRY=3
    next 3
    echo "# $(up) s: reboot"
    systemctl reboot
}
other_slot() {
    check 'the daemon runs from the other slot' active
    now 'this is slot B' slot B
    now 'the root is read-only' fixed
    now 'the answer is there too' said coming
    check 'the practice dongle works again' working
    check 'the boot loader is told that it came up' good B
    check 'nothing failed' healthy
    echo "1..$(count)"
    systemctl poweroff
}
echo "# $(up) s: stage $stage, $(sed -n 's/^PRETTY_NAME=//p' /etc/os-release)"
case $stage in
1) first_day ;;
2) after_the_cut ;;
*) other_slot ;;
esac
