#!/bin/bash
# image.sh - the disk image that a school gets, started in a virtual machine with
# a bigger disk and no way out: first start, first text and answer, a power cut,
# the next start with a spare box's disk beside it, the other slot. The image is
# that of .ci/image to the byte; what looks at it comes on a disk of its own, and
# systemd hears of it from the machine (credentials in SMBIOS). Needs root, for mmdebstrap; no KVM, no loop device.
# IMAGE=FILE takes that one, instead of one that is made anew.
set -u
cd "$(dirname "$0")/../.." || exit 1
out=$PWD/build/vm
limit=${TEST_TIMEOUT:-1800}     # seconds for one start of the machine
image=${IMAGE:-build/image/notehome-$(dpkg-parsechangelog -S Version)-amd64.img}
log=$out/image.log
mkdir -p "$out"
rm -rf "$out/look" "$out/disk" "$out/spare" "$out/look.disk" "$log"

# The box's disk, a spare's that was never started, and what looks.
disks() {
    mkdir -p "$out/look"
    cp tests/vm/inside.sh tests/vm/image_inside.sh "$out/look"
    sed -n 's/^    \(child,class.*\)/\1/p; s/^    \(Amina Ali,.*\)/\1/p' README.md >"$out/look/families.csv"
    mke2fs -q -t ext4 -L look -d "$out/look" "$out/look.disk" 16M >/dev/null || return
    cp --sparse=always "$image" "$out/disk" && truncate -s 4G "$out/disk" &&
        cp --sparse=always "$image" "$out/spare" && truncate -s 4G "$out/spare"
}
# credential NAME: a unit that is on standard input, as systemd takes it.
credential() {
    printf 'io.systemd.credential.binary:%s=%s' "$1" "$(base64 -w 0)" >"$out/look/$1"
}
units() {
    credential systemd.extra-unit.look.service <<'END_UNIT'
[Unit]
Description=What tests/vm/image.sh looks at
[Service]
ExecStart=/bin/sh -c 'mkdir -p /run/look && mount /dev/disk/by-label/look /run/look && exec /run/look/image_inside.sh'
StandardOutput=tty
StandardError=inherit
TTYPath=/dev/ttyS0
END_UNIT
    credential systemd.unit-dropin.multi-user.target <<'END_UNIT'
[Unit]
Wants=look.service
END_UNIT
}
# machine PORT [OPTION...]: with the box's disk on that port, until it is off, or
# says that its power is to be cut. Its clock counts what it computes (a thousand million steps a second), so that nothing in it is
# late where other work keeps this computer busy, and a figure is the same everywhere.
machine() {
    local line pid start=$SECONDS port=$1
    shift
    coproc timeout -k 5 "$limit" qemu-system-x86_64 -machine q35 \
        -accel tcg -icount shift=0,sleep=off -m 512 -nic user,restrict=on \
        -display none -monitor none -serial stdio -device virtio-rng-pci \
        -drive "file=$out/disk,format=raw,if=none,id=box" -device "ide-hd,drive=box,bus=ide.$port,bootindex=0" \
        -drive "file=$out/look.disk,format=raw,if=none,id=look" -device ide-hd,drive=look,bus=ide.1 \
        -smbios "type=11,path=$out/look/systemd.extra-unit.look.service" \
        -smbios "type=11,path=$out/look/systemd.unit-dropin.multi-user.target" \
        "$@" </dev/null 2>"$out/qemu"
    pid=$COPROC_PID
    exec 4<&"${COPROC[0]}"
    while IFS= read -r line; do
        line=${line//$'\r'/}
        case $line in
        'power off'*)
            pkill -9 -P "$pid"
            break
            ;;
        ready*) echo "# from power to the page: ${line#* } s of the machine's, $((SECONDS - start)) s here" ;;
        ok* | 'not ok'* | '#'* | 1..*) printf '%s\n' "$line" ;;
        esac
        printf '%s\n' "$line" >>"$log"
    done <&4
    wait "$pid" 2>/dev/null
}

if [ -z "${IMAGE:-}" ]; then
    echo "# $SECONDS s: the image"
    .ci/image amd64 || exit 1
fi
disks && units || exit 1
echo "# $SECONDS s: the machine starts, by its BIOS"
machine 0
echo "# $SECONDS s: its power was cut; it starts by UEFI, and a spare box's new disk is there too"
machine 2 -bios /usr/share/ovmf/OVMF.fd \
    -drive "file=$out/spare,format=raw,if=none,id=spare" -device ide-hd,drive=spare,bus=ide.0
echo "# $SECONDS s: the machine is off"
ok=$(grep -ac '^ok' "$log") bad=$(grep -ac '^not ok' "$log")
grep -aq '^1\.\.' "$log" || { bad=$((bad + 1)); tail -n 30 "$log" "$out/qemu"; }
echo "$ok $bad image" >"$out/figures"
rm -rf "$out/look" "$out/look.disk" "$out/disk" "$out/spare"
[ -z "${TEST_RESULTS:-}" ] || cat "$out/figures" >>"$TEST_RESULTS"
tests/sum.sh "$out/figures"
