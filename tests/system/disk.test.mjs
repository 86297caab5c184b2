// A disk that refuses writes while it runs: read-only, failing, full. It says
// so, accepts nothing, loses nothing, doubles nothing and goes on by itself.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, preload, classList, until, salma, rose } from './lib/home.mjs';

for (const fault of ['EROFS', 'EIO', 'ENOSPC']) {
  test(`${fault}: said clearly, nothing lost, and it goes on by itself`, async t => {
    const home = await Home.start({ start: false });
    t.after(() => home.stop());
    const file = join(home.dir, 'fault');
    const disk = word => writeFileSync(file, word);
    disk('');
    await home.boot({ env: preload('disk', {
      DISK_DIR: join(home.dir, 'data'), DISK_FAULT: file }) });
    await home.import(classList);
    await home.working();
    const [before] = await home.send(salma, 'before the fault');
    await home.state(before, 'delivered');
    const [caught] = await home.send(salma, 'caught in the middle');
    disk(fault);
    const refused = await home.say('send', '--to', salma, '--text', 'not taken');
    assert.equal(refused.code, 1, refused.out);
    assert.match(refused.err, /disk/);
    await home.sim.command(`text ${rose} "waits on the SIM"`);
    await until(() => /part not stored, it stays on the SIM/.test(home.log), 'the daemon to try', 60000);
    assert.ok((await home.sim.command('slots d1 SM')).length >= 1, 'the text is still on the SIM');
    await home.sim.command('dongle', 'd1', { direct: 'on' });   // and one lies in no slot
    await home.sim.command('text', rose, 'handed straight over');
    await home.sim.command('dongle', 'd1', { direct: 'off' });
    assert.match((await home.say('status')).out, /takes no writes/);
    assert.match(await (await fetch(new URL('/healthz', home.address))).text(), /^bad store: takes no writes/);
    assert.equal((await home.message(before)).state, 'delivered', 'reading goes on');

    disk('');
    await home.arrived('waits on the SIM', 90000);
    await home.arrived('handed straight over', 90000);
    await until(async () => (await home.sim.command('slots d1 SM')).length === 0, 'an empty SIM', 90000);
    await until(async () => !/takes no writes/.test((await home.say('status')).out), 'the all-clear');
    assert.match(await (await fetch(new URL('/healthz', home.address))).text(), /^ok store: takes writes/);
    const [after] = await home.send(salma, 'after the fault');
    await home.state(after, 'delivered');
    await home.state(caught, 'sent', 'delivered', 'unsure');
    const air = (await home.sim.air()).filter(e => e.ev === 'submit' && !e.error);
    for (const text of ['before the fault', 'caught in the middle', 'after the fault'])
      assert.ok(air.filter(e => e.text === text).length <= 1, `${text} at most once`);
    assert.equal(air.filter(e => e.text === 'not taken').length, 0);
    for (const text of ['waits on the SIM', 'handed straight over'])
      assert.equal((await home.received()).filter(m => m.text === text).length, 1, text);
    assert.equal((await home.kill('SIGTERM')).code, 0);
    await home.boot();                                  // and the file is whole
    assert.equal((await home.message(after)).state, 'delivered');
  });
}
