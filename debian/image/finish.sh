#!/bin/sh
# finish.sh - runs in the root of the image when all packages are in it: what is
# on and off, the kernel's modules, what nobody needs. Here is /image.
set -eu
export SYSTEMD_OFFLINE=1

# --- who may come in: nobody; what starts ---
passwd -l root >/dev/null
systemctl -q enable systemd-networkd.service systemd-timesyncd.service \
    avahi-daemon.service notehomed.service notehome-practice.service \
    notehome-good.service notehome-screen.service notehome-disk-id.service \
    etc-notehome.mount
systemctl -q disable systemd-networkd-wait-online.service
systemctl -q mask getty@tty1.service serial-getty@.service \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer e2scrub_reap.service systemd-firstboot.service \
    systemd-journal-catalog-update.service systemd-hwdb-update.service \
    ldconfig.service systemd-update-done.service
ln -sf multi-user.target /etc/systemd/system/default.target

# --- the settings of the package, from which each box gets its own ---
mkdir -p /usr/share/notehome-image/settings
mv /etc/notehome/notehome.conf /usr/share/notehome-image/settings
chown root:notehome /usr/share/notehome-image/settings/notehome.conf

# --- the kernel: the modules of image/modules and what they need ---
version=$(ls /lib/modules)
modules=/lib/modules/$version
sed -n 's/^initrd //; /^[^#]/p' /image/modules >/tmp/keep
awk '
    function glob(s) {
        gsub(/[.+]/, "\\\\&", s)
        gsub(/\*/, ".*", s)
        return "^kernel/" s "([.]xz|[.]zst)?$"
    }
    FILENAME ~ /keep$/ { pattern[++n] = glob($0); next }
    { file = $1; sub(":$", "", file); all[file] = $0 }
    function take(f,    need, i, k) {
        if (f in taken)
            return
        taken[f] = 1
        k = split(all[f], need, " ")
        for (i = 2; i <= k; i++)
            take(need[i])
    }
    END {
        for (f in all)
            for (i = 1; i <= n; i++)
                if (f ~ pattern[i])
                    take(f)
        for (f in all)
            if (!(f in taken))
                print f
    }' /tmp/keep "$modules/modules.dep" | (cd "$modules" && xargs rm -f)
find "$modules" -type d -empty -delete
depmod "$version"

# --- the small root that finds the slot ---
sed -n 's,^initrd .*/\(.*\)\.ko$,\1,p' /image/modules >/tmp/names
: >/etc/initramfs-tools/modules
while read -r name; do
    # A pattern may stand for more than one.
    find "$modules" -name "$name.ko*" | sed 's,.*/,,; s/\.ko.*//'
done </tmp/names | sort -u >>/etc/initramfs-tools/modules
sed -i 's/^MODULES=.*/MODULES=list/; s/^COMPRESS=.*/COMPRESS=zstd/' /etc/initramfs-tools/initramfs.conf
echo 'FSTYPE=squashfs' >>/etc/initramfs-tools/initramfs.conf
mkinitramfs -o /boot/initrd.img "$version"
mv "/boot/vmlinuz-$version" /boot/vmlinuz
rm -f /boot/config-* /boot/System.map-* /boot/initrd.img-* /vmlinuz* /initrd.img*

# --- what is in it, for those who ask; what nobody needs ---
dpkg-query -W -f '${Package} ${Version} ${Architecture}\n' >/usr/share/notehome-image/packages
find /var -mindepth 1 -delete
rm -rf /etc/apt /etc/initramfs-tools /usr/share/initramfs-tools
rm -rf /etc/resolv.conf /run/* /tmp/*
rm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/.pwd.lock
find /usr/share/doc -type f ! -name copyright -delete
find /usr/share/doc -type d -empty -delete
rm -rf /usr/share/man /usr/share/info /usr/share/lintian /usr/share/bug /usr/share/locale \
    /usr/share/bash-completion /usr/share/doc-base /usr/lib/udev/hwdb.d /usr/lib/udev/hwdb.bin \
    /usr/lib/systemd/catalog
: >/etc/machine-id
