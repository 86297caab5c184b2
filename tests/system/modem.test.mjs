// The worker alone: what it says of every way a dongle can behave.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { least, until } from './lib/home.mjs';
import { Sim } from './lib/sim.mjs';
import { Worker, SENT, NOT_SENT, REFUSED, UNKNOWN, sleep } from './lib/worker.mjs';

const parent = '+254712000001';

async function world(t, options = {}) {
  const sim = await Sim.start(options);
  const workers = [];
  t.after(async () => {
    for (const w of workers) await w.stop();
    await sim.stop();
  });
  return { sim, work(start, more) {
    const w = Worker.start(sim.port, start, more);
    workers.push(w);
    return w;
  } };
}

async function ready(t, options) {
  const { sim, work } = await world(t, options);
  const w = work();
  assert.ok(await w.wait('health', () => true, 20000), 'the dongle is ready');
  return { sim, work, w };
}

async function drained(sim, ms = 15000) {
  await until(async () => {
    const s = await sim.state();
    return !s.sm_used && !s.me_used && !s.waiting;
  }, 'the stores to be empty', ms);
}

const submits = sim => sim.air().filter(e => e.ev === 'submit' && !e.error);
const units = text => [...text].flatMap(c => {
  const s = [];
  for (let i = 0; i < c.length; i++) s.push(c.charCodeAt(i));
  return s;
});

test('the dongle says who it is', async t => {
  const { work } = await world(t);
  const r = await work().wait('ready');
  assert.match(r.imei, /^\d{15}$/);
  assert.match(r.imsi, /^\d{15}$/);
  assert.match(r.smsc, /^\+\d+$/);
  assert.equal(r.number, '+254700000001');
  assert.match(r.model, /E173/);
});

test('a text goes out as it was written and its report comes back', async t => {
  const { sim, w } = await ready(t);
  const r = await w.send(7, parent, 'Hello from school', { report: 1 });
  assert.equal(r.outcome, SENT);
  assert.ok(r.reference >= 0);
  assert.ok(w.of('handed').some(h => h.attempt === 7));
  assert.equal(submits(sim)[0].text, 'Hello from school');
  const report = await w.wait('part');
  assert.match(report.pdu, /^07[0-9A-F]{14}06/);
  assert.ok(await w.wait('removed'));
});

test('no letter is changed on the way, tilde and emoji included', async t => {
  const { sim, w } = await ready(t);
  const gsm = '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€';
  const ucs2 = 'ሰላም ~~ 👋 don’t ~';
  assert.equal((await w.send(1, parent, '', { units: units(gsm) })).outcome, SENT);
  assert.equal((await w.send(2, parent, '',
    { units: units(ucs2), ucs2: 1 })).outcome, SENT);
  assert.deepEqual(submits(sim).map(e => e.text), [gsm, ucs2]);
});

test('a text that does not fit its alphabet is refused, not altered', async t => {
  const { sim, w } = await ready(t);
  const r = await w.send(1, parent, '', { units: units('ሰ') });
  assert.deepEqual([r.outcome, r.code], [NOT_SENT, 304]);
  assert.equal(submits(sim).length, 0);
});

test('nine parts arrive as one text', async t => {
  const { sim, w } = await ready(t);
  const letters = units('ሰላም '.repeat(150)).slice(0, 600);
  for (let i = 0; i < 9; i++) {
    const udh = `0500032A09${String(i + 1).padStart(2, '0')}`;
    const r = await w.send(i, parent, '',
      { ucs2: 1, udh, units: letters.slice(i * 67, i * 67 + 67) });
    assert.equal(r.outcome, SENT);
  }
  const shown = await sim.event(e => e.ev === 'display' && e.phone === parent);
  assert.equal(shown.parts, 9);
});

test('a reply comes within a moment of its announcement', async t => {
  const { sim, w } = await ready(t);
  await sim.command('text', parent, 'I will come');
  const arrived = await sim.event(e => e.ev === 'deliver');
  const part = await w.wait('part');
  assert.ok(part.pdu.endsWith(arrived.pdu));
  assert.ok(await w.wait('removed'));
  await drained(sim);
});

test('a full SIM is emptied before anything is sent', async t => {
  const { sim, work } = await world(t);
  await sim.command('fill', 'd1', 'SM');
  await sim.command('fill', 'd1', 'ME', { kind: 'orphan' });
  for (let i = 0; i < 5; i++) await sim.command('text', parent, `waits ${i}`);
  const w = work();
  assert.equal((await w.send(1, parent, 'x')).outcome, SENT);
  assert.equal(w.of('part').length >= 43, true);
  await drained(sim);
  await until(() => w.of('removed').length >= 48, 'the news of each');
  assert.equal(w.of('part').length, 48);
  assert.equal(w.of('removed').length, 48);
});

test('a message stays in its slot until it is stored', async t => {
  const { sim, work } = await world(t);
  await sim.command('text', parent, 'keep me');
  await sim.event(e => e.ev === 'deliver');
  const w = work({}, { keep: true });
  const part = await w.wait('part');
  w.put({ kind: 'poll' });
  await w.wait('health');
  assert.equal((await sim.state()).sm_used, 1);
  w.put({ ...part, kind: 'stored', pdu: `${part.pdu.slice(0, -2)}00` });
  await w.wait('removed');          // that PDU is not there, and nothing went
  assert.equal((await sim.state()).sm_used, 1);
  w.put({ ...part, kind: 'stored' });
  assert.ok(await w.wait('removed'));
  assert.equal((await sim.state()).sm_used, 0);
});

test('poisonous PDUs kill nothing and free their slots', async t => {
  const { sim, w } = await ready(t);
  for (const tpdu of [`040C915274001200000000621122000351211FF${'AA'.repeat(140)}`,
    `040C91527400120000000062112200035121FF${'AA'.repeat(140)}`,
    `440C91527400120000000062112200035121A0FF${'55'.repeat(139)}`,
    '04', '03AABBCC', '040CFF', `04${'FF'.repeat(20)}`])
    await sim.command('deliver', tpdu.length % 2 ? `${tpdu}0` : tpdu)
      .catch(() => {});
  await sim.command('text', parent, 'and then a good one');
  await drained(sim);
  await until(() => w.of('part').length >= 6, 'the news of each');
  assert.equal(w.of('exit').length, 0);
  assert.equal((await w.send(1, parent, 'still here')).outcome, SENT);
});

test('a class 0 text and a direct one are brought in too', async t => {
  const { sim, w } = await ready(t);
  await sim.command('say', 'd1', '+CMT: ,24');
  await sim.command('say', 'd1',
    '07914477790706F0040B814007278303F100006211220003512105E8329BFD06');
  const part = await w.wait('part');
  assert.deepEqual([part.store, part.index, part.damaged], [0, -1, 0]);
});

test('CMS and CME errors come with their numbers', async t => {
  const { sim, w } = await ready(t);
  const fault = async options => sim.command('fault', 'd1', 'refuse', options);
  await fault({ error: 'cms:331' });
  let r = await w.send(1, parent, 'x');
  assert.deepEqual([r.outcome, r.error, r.code], [REFUSED, 1, 331]);
  await fault({ error: 'cme:30' });
  r = await w.send(2, parent, 'x');
  assert.deepEqual([r.outcome, r.error, r.code], [REFUSED, 2, 30]);
  await fault({ error: 'plain' });
  r = await w.send(3, parent, 'x');
  assert.deepEqual([r.outcome, r.error, r.code], [UNKNOWN, 3, -1]);
  await fault({ error: 'cms:38', at: 'prompt' });
  r = await w.send(4, parent, 'x');
  assert.deepEqual([r.outcome, r.error, r.code], [NOT_SENT, 1, 38]);
  assert.equal((await w.send(5, parent, 'x')).outcome, SENT);
});

test('no answer to a text: unknown, and the next one is not confused', async t => {
  const { sim, w } = await ready(t);
  await sim.command('fault', 'd1', 'mute', { match: '+CMGS' });
  assert.equal((await w.send(1, parent, 'first')).outcome, UNKNOWN);
  assert.equal((await w.send(2, parent, 'second')).outcome, SENT);
  assert.deepEqual(submits(sim).map(e => e.text), ['first', 'second']);
});

// A +CMGS may take 120 s, and what is typed meanwhile is thrown away by most.
test('a modem that falls silent over a text is given up after 121 seconds', async t => {
  const { sim, work } = await world(t);
  const took = await least(126000, async () => {
    const w = work();
    await w.wait('health');
    await sim.command('fault', 'd1', 'silent', { match: '+CMGS', until: 'reopen' });
    const began = Date.now();
    assert.equal((await w.send(1, parent, 'x')).outcome, UNKNOWN);
    assert.equal((await w.wait('trouble')).trouble, 4);
    const again = work();
    assert.ok(await again.wait('ready'));
    const back = Date.now() - began;
    await again.stop();
    return back;
  });
  assert.ok(took > 120000 && took < 126000, `${took} ms`);
});

test('a silent modem without a text in its hands is found out sooner', async t => {
  const { sim, work } = await world(t);
  const took = await least(20000, async () => {
    const w = work();
    await w.wait('health');
    await sim.command('fault', 'd1', 'silent');
    const began = Date.now();
    w.put({ kind: 'poll' });
    assert.equal((await w.wait('trouble', () => true, 25000)).trouble, 4);
    const found = Date.now() - began;
    await w.stop();
    await sim.command('fault', 'd1', 'clear');
    return found;
  });
  assert.ok(took < 20000, `${took} ms`);
});

test('an unplugged dongle is noticed at once, and back soon', async t => {
  const { sim, work } = await world(t);
  let plugs = 1;
  const took = await least(3000, async () => {
    const w = work();
    await w.wait('health');
    await sim.command('fault', 'd1', 'mute', { match: '+CMGS' });
    w.put({ kind: 'send', attempt: 1, number: parent, text: 'in the air' });
    assert.ok(await w.wait('handed'));
    await sim.command('unplug', 'd1', { back: 300 });
    assert.equal((await w.wait('result')).outcome, UNKNOWN);
    assert.equal((await w.wait('trouble')).trouble, 1);
    await sim.event(e => e.ev === 'port' && e.state === 'plugged' && e.n > plugs);
    plugs = sim.events.filter(e => e.ev === 'port').at(-1).n;
    const began = Date.now(), again = work();
    assert.ok(await again.wait('ready'));
    const back = Date.now() - began;
    await again.stop();
    return back;
  });
  assert.ok(took < 3000, `${took} ms`);
});

for (const [kind, many] of [['line', 40], ['middle', 40], ['bytes', 40]])
  test(`noise (${kind}) in 20 % of all answers loses and doubles nothing`, async t => {
    const { sim, w } = await ready(t);
    await sim.command('fault', 'd1', 'garbage',
      { garbage: kind, percent: 20, seed: 11 });
    let attempt = 0;
    for (let i = 0; i < many; i++) {
      await sim.command('text', '+254711000009', `in ${i}`);
      for (;;) {
        const r = await w.send(++attempt, parent, `out ${i}`);
        assert.ok(r, `the worker goes on: ${JSON.stringify(w.all.at(-1))} ${w.log}`);
        if (r.outcome !== NOT_SENT) {
          assert.ok(r.outcome === SENT || r.outcome === UNKNOWN);
          break;
        }
      }
    }
    await drained(sim, 60000);
    const out = submits(sim).map(e => e.text);
    assert.deepEqual([...new Set(out)].length, many);
    assert.equal(out.length, many);
    const air = sim.air();
    const came = air.filter(e => e.ev === 'deliver' && e.outcome === 'stored');
    for (const e of came)
      await until(() => w.of('part').some(p => p.pdu.endsWith(e.pdu)), e.text);
    assert.deepEqual(air.filter(e => e.ev === 'erase' && !e.seen), []);
  });

test('kill -9 at any moment loses nothing and hides nothing', async t => {
  const { sim, work } = await world(t);
  await sim.command('fault', 'd1', 'delay',
    { match: '+CMGS', ms: 15, count: 100000 });
  const parts = [], handed = new Set(), sent = new Set();
  let attempt = 0;
  for (let round = 0; round < 25; round++) {
    const w = work();
    await sim.command('text', parent, `in ${round}`);
    for (let i = 0; i < 20; i++, attempt++)
      w.put({ kind: 'send', attempt, number: parent, text: `s ${attempt}` });
    await w.wait('ready');
    await sleep((round * 37) % 240);
    await w.kill();
    w.of('part').forEach(p => parts.push(p.pdu));
    w.of('handed').forEach(p => handed.add(p.attempt));
    w.of('result').filter(p => p.outcome === SENT)
      .forEach(p => sent.add(p.attempt));
  }
  await sim.command('fault', 'd1', 'clear');
  const last = work();
  await last.wait('health');
  await drained(sim);
  const air = sim.air();
  const out = air.filter(e => e.ev === 'submit').map(e => Number(e.text.slice(2)));
  assert.equal(new Set(out).size, out.length, 'none twice on the air');
  assert.ok(out.every(a => handed.has(a)), 'nothing on the air unannounced');
  assert.ok([...sent].every(a => out.includes(a)), 'nothing sent but said');
  for (const e of air.filter(x => x.ev === 'deliver' && x.outcome === 'stored'))
    await until(() => [...parts, ...last.of('part').map(p => p.pdu)].some(p => p.endsWith(e.pdu)), 'no reply lost');
});

test('a delete that is answered and not done is done again', async t => {
  const { sim, w } = await ready(t);
  await sim.command('fault', 'd1', 'keep', { count: 2 });
  await sim.command('text', parent, 'sticky');
  assert.ok(await w.wait('part'));
  assert.ok(await w.wait('removed'));
  await drained(sim);
  assert.equal(w.of('part').length, 1);
});

test('a ring is one call, and it ends', async t => {
  const { sim, w } = await ready(t);
  await sim.command('ring', parent, { ms: 4000 });
  assert.deepEqual(await w.wait('call').then(c => [c.number, c.ended]),
    [parent, 0]);
  assert.equal((await w.wait('call', () => true, 20000)).ended, 1);
  assert.equal(w.of('call').length, 2);
});

test('a USSD menu is answered and its session ends', async t => {
  const { sim, w } = await ready(t);
  await sim.command('ussd', '*131#', '1 Data\n2 Airtime', { menu: 'yes' });
  await sim.command('ussd', '*131#/1', 'You have 5 £');
  w.put({ kind: 'ussd', id: 3, text: '*131#' });
  let r = await w.wait('ussd_reply');
  assert.deepEqual([r.id, r.status, r.text], [3, 1, '1 Data\n2 Airtime']);
  w.put({ kind: 'ussd', id: 4, text: '1' });
  r = await w.wait('ussd_reply');
  assert.deepEqual([r.id, r.status, r.text], [4, 0, 'You have 5 £']);
});

test('a wrong PIN is tried once, by however many workers', async t => {
  const { sim, work } = await world(t, { pin: '4321' });
  const trouble = async given => {
    const worker = work(given);
    const { trouble } = await worker.wait('trouble');
    await worker.stop();    // the next one finds the port free
    return trouble;
  };
  assert.equal(await trouble(), 6);
  assert.equal(await trouble({ pin: '1111' }), 7);
  assert.equal((await sim.state()).pin_tries, 2);
  assert.equal(await trouble({ pin: '1111' }), 7);
  assert.equal((await sim.state()).pin_tries, 2);
  assert.ok(await work({ pin: '4321', pin_again: 1 }).wait('ready'));
});

for (const model of ['simcom-sim800', 'wavecom-fastrack', 'simcom-a7670'])
  test(`what ${model} says while its SIM starts is no verdict`, async t => {
    const { sim, work } = await world(t, { model });
    const w = work({ device: sim.port.replace(/0$/, model === 'simcom-a7670' ? '4' : '0') });
    assert.ok(await w.wait('ready', () => true, 40000), JSON.stringify(w.of('trouble')));
  });

test('what is no usable dongle is named in words', async t => {
  const { sim, work } = await world(t);
  const trouble = async (device, start = {}) => {
    const w = Worker.start(device, start);
    const r = await w.wait('trouble', () => true, 30000);
    await w.stop();
    return [r.trouble, r.text];
  };
  assert.deepEqual((await trouble('/dev/nowhere'))[0], 1);
  assert.deepEqual((await trouble('/dev/null'))[0], 9);
  await sim.command('dongle', 'd1', { storage: 'off' });
  assert.match((await trouble(sim.port))[1], /HiLink/);
  await sim.command('dongle', 'd1', { storage: 'on', card: 'out' });
  assert.deepEqual((await trouble(sim.port))[0], 5);
  await sim.command('dongle', 'd1', { card: 'in', locked: 'on' });
  assert.deepEqual((await trouble(sim.port))[0], 11);
  await sim.command('dongle', 'd1', { locked: 'off' });
  const w = work();
  assert.ok(await w.wait('ready'));
  const [busy, text] = await trouble(sim.port);
  assert.equal(busy, 2);
  assert.match(text, /used by notehome-modem \(process \d+\)/);
});

// A start line says READY while the question itself is thrown away.
test('a READY of the start is not believed where the SIM wants its PIN', async t => {
  const { sim } = await world(t);
  await sim.command('dongle', 'd1', { pin: '4711', trace: 'on' });
  const asked = n => until(async () => (await sim.air()).filter(e => e.ev === 'at' && e.command === '+CPIN?').length >= n,
    'AT+CPIN? to be asked', 10000);
  for (const pin of ['', '4711']) {
    const before = (await sim.air()).filter(e => e.ev === 'at' && e.command === '+CPIN?').length;
    await sim.command('fault', 'd1', 'ignore', { match: '+CPIN?', count: 1 });
    const w = Worker.start(sim.port, { pin });
    t.after(() => w.stop());
    await asked(before + 1);
    await sim.command('say', 'd1', '+CPIN: READY');
    if (pin) assert.ok(await w.wait('ready', () => true, 30000), JSON.stringify(w.of('trouble')));
    else assert.equal((await w.wait('trouble', () => true, 40000))?.trouble, 6);
    await w.stop();
  }
});

// Packed, as letters in UTF-8 and without quotes.
for (const [model, port] of [['huawei-e303', 1], ['nokia-6230i', 1], ['wavecom-fastrack', 0]])
  test(`what an operator answers is whole in each script by ${model}`, async t => {
    const { sim, work } = await world(t, { model });
    const w = work({ device: sim.port.replace(/0$/, String(port)) });
    assert.ok(await w.wait('ready', () => true, 40000), JSON.stringify(w.of('trouble')));
    let id = 0;
    for (const said of ['Votre crédit est de 500F à Thiès', 'ቀሪ ሂሳብዎ 25.60 ብር ነው',
      'رصيدك 12.50 ج.م', 'बैलेंस ₹45.50 है', 'Say "yes" or "no", then 1', 'Bal: €5, [x] {y} ~z']) {
      const code = `*1${++id}#`;
      await sim.command('ussd', code, said);
      w.put({ kind: 'ussd', id, text: code });
      assert.equal((await w.wait('ussd_reply', r => r.id === id, 20000))?.text, said);
    }
  });

// An E1750 of an operator says ^CARDLOCK: 1 with whatever SIM, and READY.
test('a lock that ^CARDLOCK alone tells is named where no network is found, and not where it works', async t => {
  const { sim, work } = await world(t, { model: 'huawei-e1750' });
  const start = { device: sim.port.replace(/0$/, '2'), poll_ms: 1000 };
  const own = work(start);
  assert.equal((await own.wait('health', h => h.registered === 1, 30000))?.locked, 0);
  await sim.command('dongle', 'd1', { locked: 'on' });
  assert.equal((await own.wait('health', h => h.registered === 3, 10000))?.locked, 0);
  await own.stop();
  const other = work(start);
  assert.equal((await other.wait('health', h => h.registered === 3, 30000))?.locked, 0, 'no verdict while it starts');
  assert.ok(await other.wait('health', h => h.locked === 1, 45000), JSON.stringify(other.of('health').at(-1)));
  await sim.command('dongle', 'd1', { locked: 'off' });
  assert.equal((await other.wait('health', h => h.registered === 1, 10000))?.locked, 0);
});

test('a dongle that cannot select the only store it lists is named too', async t => {
  const { sim, work } = await world(t, { model: 'huawei-e1550' });
  await sim.command('fault', 'd1', 'refuse', { match: '+CPMS="SM"', error: 'plain', count: -1 });
  const r = await work().wait('trouble', () => true, 50000);
  assert.ok(r);
  assert.match(r.text, /keeps no text messages/);
});

// What makes a hundred parts a second where the modem answers at once; `make
// bench` counts them.
test('a part costs the modem one command, however many wait', async t => {
  const { sim, w } = await ready(t);
  const before = (await sim.state()).commands;
  for (let i = 1; i <= 50; i++)
    w.put({ kind: 'send', attempt: i, number: parent, text: `part ${i}` });
  assert.ok(await w.wait('result', r => r.attempt === 50));
  assert.equal(w.of('result').filter(r => r.outcome === SENT).length, 50);
  const took = (await sim.state()).commands - before;
  assert.ok(took >= 50 && took < 75, `${took} commands`);    // it may look for texts meanwhile
});

// A fixed pause of libgammu before each part would be 500 ms; that ours are cut
// says unit/pacing.
test('libgammu pauses by our usleep()', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-bindings-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const { work } = await world(t);
  const w = work({}, { env: { LD_DEBUG: 'bindings', LD_DEBUG_OUTPUT: join(dir, 'of') } });
  assert.ok(await w.wait('health', () => true, 20000), 'the dongle is ready');
  await w.send(1, parent, 'hello');
  const bound = readdirSync(dir).flatMap(name => readFileSync(join(dir, name), 'utf8').split('\n'))
    .filter(line => /file \S*libGammu\S* .*symbol `usleep'/.test(line));
  assert.ok(bound.length, 'libgammu pauses');
  for (const line of bound) assert.match(line, /to \S*notehome-modem /);
});
