#!/bin/bash
# install.sh [SUITE...] - a keeper's life with the packages, in a virtual machine
# that boots Debian: what README.md says for the keeper of a Debian, word by word,
# and what becomes of it over a reboot, a power cut, an upgrade. bookworm and
# trixie unless told. Needs root, for mmdebstrap; no KVM, no loop device.
# KEEP_DEBS=1 takes the packages that are there. BUNDLE=1: instead, a stock Debian
# gets Notehome from the one file of .ci/bundle, and nothing else is at hand.
set -u
cd "$(dirname "$0")/../.." || exit 1
out=$PWD/build/vm
limit=${TEST_TIMEOUT:-2400}     # seconds for one machine
mkdir -p "$out"

# The same package under a lower number, with other settings in it, so that the
# upgrade meets a file that both sides changed.
older() {   # older DEB FOLDER
    local tree
    tree=$(mktemp -d)
    dpkg-deb -R "$1" "$tree"
    sed -i 's/^Version: .*/Version: 0.1.99/' "$tree/DEBIAN/control"
    if [ -e "$tree/etc/notehome/notehome.conf" ]; then
        echo '# As an older version had it.' >>"$tree/etc/notehome/notehome.conf"
    fi
    dpkg-deb -b "$tree" "$2" >/dev/null
    rm -rf "$tree"
}
packages() {    # packages SUITE: into $share/new and $share/old
    local debs=build/deb/$1-amd64 deb
    if [ -z "${KEEP_DEBS:-}" ] || ! ls "$debs"/notehome_*.deb >/dev/null 2>&1; then
        DEB_BUILD_OPTIONS=nocheck .ci/deb "$1" || return
    fi
    if [ -n "${BUNDLE:-}" ]; then
        .ci/bundle "$1" amd64 && cp build/notehome-*-"$1"-amd64.sh "$share"
        return
    fi
    mkdir -p "$share/new" "$share/old"
    cp "$debs"/notehome_*.deb "$debs"/notehome-practice_*.deb "$share/new" || return
    for deb in "$share"/new/*.deb; do older "$deb" "$share/old" || return; done
}
# A disk with a small Debian. Libraries that the packages need lie in apt's
# cache: the machine has no network.
# shellcheck disable=SC2016 # $1 is the root, for the shell of the hook
disk() {        # disk SUITE
    local root=$out/root variant=minbase more=,polkitd
    local get='apt-get -y -q --download-only -o APT::Install-Recommends=true install /vm/new/*.deb'
    if [ -n "${BUNDLE:-}" ]; then
        variant=important more='' get='apt-get clean; rm -rf /var/lib/apt/lists/*'
    fi
    rm -rf "$root"
    mmdebstrap --variant=$variant --format=directory --skip=cleanup/apt \
        --include=systemd-sysv,udev,dbus,sudo,kmod,procps,libpam-systemd,ca-certificates,initramfs-tools,linux-image-cloud-amd64$more \
        --customize-hook="copy-in $share /" \
        --customize-hook='chroot "$1" sh -ec "
            '"$get"'
            useradd -m -s /bin/bash keeper
            echo \"keeper ALL=(ALL) NOPASSWD: ALL\" >/etc/sudoers.d/keeper
            echo school >/etc/hostname
            echo 127.0.0.1 localhost school >/etc/hosts
            cp /vm/check.service /etc/systemd/system/
            systemctl -q enable check.service
            systemctl -q mask serial-getty@ttyS0.service getty@tty1.service"' \
        "$1" "$root" >"$out/$1.root" 2>&1 || return
    cp "$root"/boot/vmlinuz-* "$out/vmlinuz"
    cp "$root"/boot/initrd.img-* "$out/initrd"
    rm -f "$out/disk"
    mke2fs -q -t ext4 -d "$root" "$out/disk" 2G
    rm -rf "$root"
}
# Where other work keeps the processors busy, an emulated timer is late, and the
# kernel would give up over it.
machine() {
    timeout -k 5 "$limit" qemu-system-x86_64 -accel tcg,thread=multi \
        -smp 2 -m 768 -nic none -display none -monitor none -serial stdio \
        -device virtio-rng-pci \
        -drive "file=$out/disk,format=raw,if=virtio,cache=unsafe" \
        -kernel "$out/vmlinuz" -initrd "$out/initrd" \
        -append 'root=/dev/vda rw console=ttyS0 loglevel=4 systemd.show_status=0 no_timer_check panic=1' \
        </dev/null 2>"$out/qemu"
}
one() {         # one SUITE; figures into $out/SUITE.figures
    local ok bad
    echo "# $1: $((SECONDS)) s: packages"
    share=$out/vm
    rm -rf "$share"
    mkdir -p "$share"
    packages "$1" || return
    [ -z "${BUNDLE:-}" ] || echo stick >"$share/stage"
    cp tests/vm/inside.sh tests/vm/check.service README.md "$share"
    echo "# $1: $((SECONDS)) s: the disk"
    disk "$1" || { tail -n 20 "$out/$1.root"; return 1; }
    echo "# $1: $((SECONDS)) s: the machine starts"
    machine | sed -u 's|\r||g' | tee "$out/$1.log" | grep --line-buffered -aE '^(ok|not ok|#|1\.\.)'
    echo "# $1: $((SECONDS)) s: the machine is off"
    ok=$(grep -ac '^ok' "$out/$1.log") bad=$(grep -ac '^not ok' "$out/$1.log")
    grep -aq '^1\.\.' "$out/$1.log" || { bad=$((bad + 1)); tail -n 30 "$out/$1.log" "$out/qemu"; }
    echo "$ok $bad $1" >"$out/$1.figures"
    rm -rf "$share" "$out/disk"
}

[ $# -gt 0 ] || set -- bookworm trixie
figures=()
for suite in "$@"; do
    echo "0 1 $suite" >"$out/$suite.figures"
    one "$suite"
    figures+=("$out/$suite.figures")
done
cat "${figures[@]}" >"$out/figures"
[ -z "${TEST_RESULTS:-}" ] || cat "$out/figures" >>"$TEST_RESULTS"
tests/sum.sh "$out/figures"
