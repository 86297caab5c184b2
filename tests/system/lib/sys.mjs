// sys.mjs - a /sys of our own, in which USB devices come and go, for a daemon
// that finds its dongle by itself.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A /sys that holds only what we plug in. */
export class FakeSys {
  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'notehome-sys-'));
    for (const d of ['class/tty', 'bus/usb/devices', 'devices/usb1']) mkdirSync(join(this.dir, d), { recursive: true });
  }

  /** interfaces: { number, protocol } of each port, as numbers. */
  plug(name, vendor, product, number, ttys, interfaces = []) {
    const device = join(this.dir, 'devices/usb1', name);
    mkdirSync(device);
    for (const [file, value] of Object.entries({ busnum: 1, devnum: number, idVendor: vendor, idProduct: product }))
      writeFileSync(join(device, file), `${value}\n`);
    symlinkSync(`../../../devices/usb1/${name}`, join(this.dir, 'bus/usb/devices', name));
    ttys.forEach((tty, i) => {
      const { number: n = i, protocol = 0xff } = interfaces[i] ?? {};
      const face = `devices/usb1/${name}/${name}:1.${n}`, at = `${face}/${tty}`;
      mkdirSync(join(this.dir, at, 'tty', tty), { recursive: true });
      const hex = value => value.toString(16).padStart(2, '0');
      for (const [file, value] of Object.entries({ bInterfaceNumber: hex(n), bInterfaceClass: 'ff',
        bInterfaceSubClass: protocol === 0xff ? 'ff' : '02', bInterfaceProtocol: hex(protocol) }))
        writeFileSync(join(this.dir, face, file), `${value}\n`);
      symlinkSync('../../../' + tty, join(this.dir, at, 'tty', tty, 'device'));
      symlinkSync(`../../${at}/tty/${tty}`, join(this.dir, 'class/tty', tty));
    });
  }

  /** Interfaces without a port: [class, subclass, protocol] of each. */
  faces(name, all) {
    all.forEach((face, i) => {
      const at = join(this.dir, 'devices/usb1', name, `${name}:1.${i}`);
      mkdirSync(at, { recursive: true });
      ['bInterfaceClass', 'bInterfaceSubClass', 'bInterfaceProtocol'].forEach((file, k) =>
        writeFileSync(join(at, file), `${face[k]}\n`));
      symlinkSync(`../../../devices/usb1/${name}/${name}:1.${i}`,
        join(this.dir, 'bus/usb/devices', `${name}:1.${i}`));
    });
  }

  unplug(name, ttys) {
    for (const tty of ttys) rmSync(join(this.dir, 'class/tty', tty));
    rmSync(join(this.dir, 'bus/usb/devices', name));
    rmSync(join(this.dir, 'devices/usb1', name), { recursive: true });
  }

  /** What puts a command into this /sys. */
  get wrap() {
    return ['unshare', '-m', 'sh', '-c', `mount --bind ${this.dir} /sys && exec "$@"`, 'sh'];
  }

  remove() {
    rmSync(this.dir, { recursive: true });
  }
}
