#!/bin/bash
# arm.sh ARCH [TEST...] - builds for ARCH (armhf, arm64) as its packages are built,
# in a root that .ci/root made, and runs unit and system tests, or those TESTs,
# under qemu-user. It needs no binfmt_misc: in the place of each program is a
# script that calls qemu.
set -eu
cd "$(dirname "$0")/.."
arch=$1
shift
case $arch in
armhf) qemu='qemu-arm' ;;
arm64) qemu='qemu-aarch64' ;;
*) echo "arm.sh: ARCH is armhf or arm64" >&2; exit 2 ;;
esac
apt-get -y -q --no-install-recommends build-dep -a"$arch" -Pcross ./ >/dev/null
apt-get -y -q --no-install-recommends install qemu-user nodejs git >/dev/null
build=$PWD/build/$arch
triplet=$(dpkg-architecture -a"$arch" -qDEB_HOST_GNU_TYPE)
eval "$(dpkg-architecture -a"$arch" -f --print-set)"
eval "$(dpkg-buildflags --export=sh)"
make -j"$(nproc)" WERROR=1 BUILD="$build" CC="$triplet-gcc" CXX="$triplet-g++" \
    AR="$triplet-ar" PKG_CONFIG="$triplet-pkg-config" test-programs

# The programs know their folder, and find each other there.
find "$build" -type f -perm -u+x ! -name '*.so' ! -name '*.elf' | while read -r program; do
    head -c 4 "$program" | grep -q ELF || continue
    mv "$program" "$program.elf"
    printf '#!/bin/sh\nexec %s %s.elf "$@"\n' "$qemu" "$program" >"$program"
    chmod +x "$program"
done

# Left out: what looks at this processor's programs (install, soak's fast clock, sim's gammu),
# what needs fonts and readers of PDF (papers),
# and what needs the board's simulated chip, which is the same on any computer.
# On armhf also what needs a preload: see test-programs in the Makefile.
if [ $# -eq 0 ]; then
    set -- "$build"/tests/unit/*_test
    for t in tests/system/*.test.mjs; do
        case ${t#tests/system/} in
        board*|install.*|papers.*|sim.*|soak.*) continue ;;
        esac
        [ "$arch" != armhf ] || ! grep -q 'preload\|everyStep' "$t" || continue
        set -- "$@" "$t"
    done
fi
# An emulated processor takes ten to thirty times as long.
TEST_TIMEOUT=${TEST_TIMEOUT:-5400} NOTEHOME_BUILD=$build TEST_JOBS=$(($(nproc) * 2)) tests/run.sh "$@"
