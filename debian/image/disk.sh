#!/bin/sh
# disk.sh ARCH SECONDS - makes disk.img and disk.img.xz from root.tar and loader/,
# here in /disk: partitions, boot loader, the first slot. Nothing is mounted and no loop
# device is used. SECONDS since 1970 are the age of all that is in it.
set -eu
arch=$1
export SOURCE_DATE_EPOCH="$2" TZ=UTC LC_ALL=C
cd /disk
MiB=1048576
boot_at=2 boot=40 a_at=42 slot=384      # in MiB
size=$((a_at + slot + 2))

# --- the slot ---
sqfstar -comp xz -b 256K -root-mode 755 -root-time "$2" -no-progress -exit-on-error slot.squashfs <root.tar
[ "$(stat -c %s slot.squashfs)" -le $((slot * MiB)) ]

# --- partitions; the other slot and the data come at the first start ---
rm -f disk.img
truncate -s $((size * MiB)) disk.img
disk=6e6f7465-686f-4d65-a000-000000000000
id() { printf '%s%s' "${disk%0}" "$1"; }
{
    echo 'label: gpt'
    echo "label-id: $disk"
    # Of use to a BIOS only, and everywhere: a part's number is the same.
    echo "1: start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649, uuid=$(id 1), name=notehome-bios"
    echo "2: start=$((boot_at * 2048)), size=$((boot * 2048)), type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, uuid=$(id 2), name=notehome-boot"
    case $arch in
    amd64) root=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709 ;;
    arm64) root=B921B045-1DF0-41C3-AF44-4C6F280D3FAE ;;
    esac
    echo "3: start=$((a_at * 2048)), size=$((slot * 2048)), type=$root, uuid=$(id 3), name=notehome-a"
} | sfdisk -q disk.img
dd if=slot.squashfs of=disk.img bs=1M seek=$a_at conv=notrunc status=none

# --- the boot loader, for BIOS and UEFI; both read the same grub.cfg ---
modules='part_gpt fat squash4 xzio gzio normal linux loadenv test regexp
    probe search echo configfile reboot halt sleep'
sed 's/@A@/3/; s/@B@/4/' grub.cfg >filled.cfg
grub-editenv grubenv create
grub-editenv grubenv set 'ORDER=A B' A_OK=1 A_TRY=0 B_OK=1 B_TRY=0
case $arch in
amd64)
    # shellcheck disable=SC2086
    grub-mkimage -d loader/usr/lib/grub/x86_64-efi -O x86_64-efi -p /grub -o boot.efi $modules all_video efi_gop
    efi=BOOTX64.EFI
    # shellcheck disable=SC2086
    grub-mkimage -d loader/usr/lib/grub/i386-pc -O i386-pc -p '(,gpt2)/grub' -o core.img $modules biosdisk vga_text
    [ "$(stat -c %s core.img)" -le $MiB ]
    # What grub-bios-setup does: where core.img is, in the first sector and in
    # its own; a disk's number as the BIOS tells it.
    number() { for _ in 1 2 3 4 5 6 7 8; do
        printf '%b' "\\0$(printf %o $((n % 256)))"
        n=$((n / 256))
    done; }
    cp loader/usr/lib/grub/i386-pc/boot.img first
    n=2048
    number | dd of=first bs=1 seek=92 conv=notrunc status=none
    printf '\220\220' | dd of=first bs=1 seek=102 conv=notrunc status=none
    n=2049
    number | dd of=core.img bs=1 seek=500 conv=notrunc status=none
    dd if=first of=disk.img bs=440 count=1 conv=notrunc status=none
    dd if=core.img of=disk.img bs=1M seek=1 conv=notrunc status=none
    ;;
arm64)
    # shellcheck disable=SC2086
    grub-mkimage -d loader/usr/lib/grub/arm64-efi -O arm64-efi -p /grub -o boot.efi $modules all_video efi_gop
    efi=BOOTAA64.EFI
    ;;
esac
truncate -s $((boot * MiB)) boot.fat
mkfs.fat -F 32 -s 1 -n NOTEHOME -i 6e6f7465 --invariant boot.fat >/dev/null
touch -d "@$SOURCE_DATE_EPOCH" boot.efi filled.cfg grubenv
mmd -i boot.fat ::/EFI ::/EFI/BOOT ::/grub
mcopy -m -i boot.fat boot.efi "::/EFI/BOOT/$efi"
mcopy -m -i boot.fat filled.cfg ::/grub/grub.cfg
mcopy -m -i boot.fat grubenv ::/grub/grubenv
dd if=boot.fat of=disk.img bs=1M seek=$boot_at conv=notrunc,sparse status=none

# The slot is packed already: what is left to pack is emptiness.
xz -k -1 -T2 disk.img
