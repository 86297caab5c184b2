// load.mjs - everything at once: eight dongles that answer, a hundred event
// streams, a class list of 5,000 rows and people who search.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { classList, school } from '../soak/school.mjs';
import { sleep, until } from '../system/lib/home.mjs';
import { get, homeWith, stream } from './pages.mjs';

/** What the disk takes for a commit (ms, one each): whoever waits for a reply
 *  waits for it twice. */
function syncs(dir, n = 50) {
  const fd = openSync(join(dir, 'sync'), 'w');
  const took = [];
  for (let i = 0; i < n; i++) {
    const begun = process.hrtime.bigint();
    writeSync(fd, Buffer.alloc(4096, i));
    fdatasyncSync(fd);
    took.push(Number(process.hrtime.bigint() - begun) / 1e6);
  }
  closeSync(fd);
  return took;
}

/** Runs it on a copy of the database file; each dongle gets so many replies.
 *  Resolves to { sent, told (on the stream), stored, doubled, visible (ms, one a
 *  reply), asked, onAir, rows, importMs, meanwhile (searches answered before the
 *  import was), searches (ms), syncs (ms) }. */
export async function load(file, { dongles = 8, each = 25, streams = 100, rows = 5000 } = {}) {
  const home = await homeWith(file, { sim: { dongles } });
  const { sim } = home;
  for (let i = 1; i <= dongles; i++) await home.working(`sim${i}`, 60000);
  const deaf = Array.from({ length: streams - 1 }, () => stream(home));
  const seen = [];
  let hears = false;
  const ears = stream(home, e => {
    if (/^event: hello/m.test(e)) hears = true;
    if (/^event: message/m.test(e) && /"in"/.test(e)) seen.push(Date.now());
  });
  await until(() => hears, 'the stream to be open');
  const list = classList(school(rows, rows).map(f => ({ ...f, phone2: '',
    phone: f.phone.replace('+2547120', '+2547220') })));
  const searches = [];
  let busy = true;
  const searching = (async () => {
    while (busy) searches.push((await get(home, '/api/v1/search?q=football')).ms);
  })();
  const begun = Date.now();
  const importing = home.import(list).then(done => ({ ...done, ms: Date.now() - begun, searches: searches.length }));
  const asked = [];
  for (let k = 0; k < each; k++) {
    for (let i = 1; i <= dongles; i++)
      await sim.command(`text +2547120${String(k * dongles + i).padStart(5, '0')} "load ${k}.${i}" to=d${i}`);
    const { body } = await home.api('messages', { method: 'POST',
      body: { to: `+2547120${String(900 - k).padStart(5, '0')}`, text: `out ${k}` } });
    asked.push(...body.ids);
    await sleep(100);
  }
  const sent = each * dongles;
  await until(() => seen.length >= sent, 'all replies on the event stream', 120000);
  const imported = await importing;
  busy = false;
  await searching;
  const onAir = () => sim.air().filter(e => e.ev === 'submit' && !e.error && /^out /.test(e.text)).length;
  await until(() => onAir() >= asked.length, 'all texts on the air', 60000);
  const gone = onAir();
  const { body: got } = await home.api('search?q=load&limit=200');
  const more = (await home.api(`search?q=load&limit=200&before=${got.at(-1)?.id ?? 1}`)).body;
  const texts = [...got, ...more].filter(m => /^load \d/.test(m.text)).map(m => m.text);
  const came = sim.air().filter(e => e.ev === 'deliver' && e.outcome === 'stored').map(e => e.t);
  for (const s of [...deaf, ears]) s.close();
  const disk = syncs(home.dir);
  await home.stop();
  return { sent, told: seen.length, stored: new Set(texts).size, doubled: texts.length - new Set(texts).size,
    visible: came.map((t, i) => seen[i] - t), asked: asked.length, onAir: gone,
    rows: imported.added, importMs: imported.ms, meanwhile: imported.searches, searches, syncs: disk };
}
