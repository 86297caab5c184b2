// A cheap phone, and a school with years behind it: what a first visit of the
// inbox with 100,000 messages costs the wire and the box. How long it takes there,
// `make bench` tells.
import test from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../bench/pages.mjs';
import { withVisitor } from './lib/visit.mjs';

const wire = 45000;                    // bytes
const asked = 7;                       // requests: the page, style, scripts, icons
const read = 10000;                    // rows without an index: ten a family

const scanned = async home =>
  Number(/^notehome_scanned_rows_total (\d+)/m.exec((await get(home, '/metrics', true)).text)[1]);

test('the inbox of 100,000 messages', t => withVisitor(100000, async (visit, home) => {
  for (const path of ['/inbox', '/threads/1']) {
    const before = await scanned(home), seen = await visit(path), rows = await scanned(home) - before;
    t.diagnostic(`${path}: ${seen.ms.toFixed(0)} ms, ${seen.bytes} bytes, ${seen.requests} requests, ${rows} rows`);
    await t.test(`a first visit of ${path} takes at most ${wire} bytes, all from the box`, () => {
      assert.ok(seen.bytes > 1000 && seen.bytes <= wire, `${seen.bytes} bytes`);
      assert.deepEqual(seen.hosts, [new URL(home.address).host]);
    });
    await t.test(`a first visit of ${path} asks for at most ${asked} things`, () =>
      assert.ok(seen.requests > 1 && seen.requests <= asked, `${seen.requests} requests`));
    await t.test(`a first visit of ${path} goes through families, never through messages`, () =>
      assert.ok(rows <= read, `${rows} rows`));
  }
}));
