// A SIM in the holidays: it texts the keeper before it dies, and itself to prove
// that it receives.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, fresh, preload, salma, submits, until } from './lib/home.mjs';

const keeper = '+254712000099';
const sim = async home => (await home.cli('modems'))[0].sim;
const familyTexts = async home => {
  const all = [];
  for (const t of await home.cli('threads'))
    all.push(...(await home.cli('thread', String(t.id))).messages);
  return all;
};

test('a SIM nobody uses texts the keeper once, by itself, and its last day moves', async t => {
  const home = await fresh(t, { config: `keeper = "${keeper}";` });
  await home.cli('sim', 'sim1', 'expires=2020-01-01', 'keep_alive=yes', 'keep_days=60', 'life_days=90');
  const [sent] = await until(async () => {
    const air = await submits(home, /keeps the SIM sim1 alive/);
    return air.length && air;
  }, 'the text');
  assert.equal(sent.to, keeper);
  const after = await until(async () => {
    const s = await sim(home);
    return s.used_at && s;
  }, 'the use to be noted');
  const day = new Date(Date.parse(after.used_at) + 90 * 86400e3 + 3 * 3600e3).toISOString().slice(0, 10);
  assert.equal(after.dies, day);
  assert.ok(after.keep_alive.at);
  assert.match((await home.say('modems')).out, new RegExp(`dies on ${day} unless it is used; kept alive`));
  await home.cli('sim', 'sim1', 'keep_days=61');          // looks again
  const [id] = await home.send(salma, 'a note');
  await home.state(id, 'sent', 'delivered');
  assert.equal((await submits(home, /alive/)).length, 1);
  assert.deepEqual((await familyTexts(home)).map(m => m.text), ['a note']);
});

test('a SIM texts itself and hears it; nobody has to read that', async t => {
  const home = await fresh(t);
  assert.ok((await sim(home)).number, 'the SIM tells its number');
  await home.cli('sim', 'sim1', 'prove=yes');
  const proved = await until(async () => {
    const s = await sim(home);
    return s.proof.state === 'arrived' && s;
  }, 'the proof', 20000);
  assert.ok(proved.proof.took_ms > 0);
  assert.match((await home.say('modems')).out, /came back: it receives/);
  await home.cli('sim', 'sim1', 'price=800');               // looks again
  const air = await submits(home, /^Notehome proof/);
  assert.equal(air.length, 1);
  assert.equal(air[0].to, proved.number);
  assert.deepEqual(await familyTexts(home), []);
  const [notices] = await home.cli('threads', '--tray', 'notices');
  assert.equal(notices.unread, 0);
});

test('each week the keeper hears once whether all is well, when that is wished', async t => {
  const home = await Home.start({ start: false, config: '' });
  t.after(() => home.stop());
  await home.configure(`keeper = "${keeper}"; keeper_weekly = true; backup = { look_seconds = 1; };`);
  // On a Wednesday at noon, whatever today is.
  const now = new Date(), offset = join(home.dir, 'offset');
  const noon = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(),
    now.getUTCDate() + (10 - now.getUTCDay()) % 7, 9);
  const env = preload('clock', { CLOCK_OFFSET: offset });
  writeFileSync(offset, String(Math.round((noon - now) / 1000)));
  await home.boot({ env });
  const heard = async () => (await home.sim.air())
    .filter(e => e.ev === 'submit' && !e.error && e.to === keeper && /Last week/.test(e.text));
  await until(async () => (await heard()).length === 1, 'the text of this week', 60000);
  assert.match((await heard())[0].text, /^Notehome, Hillside: .*0 families wait for an answer/);
  await home.kill('SIGTERM');
  await home.boot({ env });
  await home.working();
  const [id] = await home.send(keeper, 'after the restart');
  await home.state(id, 'sent', 'delivered');
  assert.equal((await heard()).length, 1);
});
