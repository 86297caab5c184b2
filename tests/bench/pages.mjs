// pages.mjs - lists, pages and event streams of a school with years behind it.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { Home, build, sleep } from '../system/lib/home.mjs';
import { median, quantile, round, show } from './table.mjs';

/** A database of n messages in 1,000 families' threads. */
export function seeded(n, file) {
  execFileSync(join(build, 'tests/bench/seed'), [file, String(n)]);
  return file;
}

/** A home on a copy of that database. */
export async function homeWith(file, options) {
  const home = await Home.start({ ...options, start: false });
  mkdirSync(join(home.dir, 'data'));
  copyFileSync(file, join(home.dir, 'data/notehome.db'));
  return home.boot();
}

const agent = new http.Agent({ keepAlive: true });

/** One request on the socket: { ms, bytes, status }, bytes as they travel;
 *  plain: not packed, and its text too. */
export function get(home, path, plain = false) {
  const begun = process.hrtime.bigint();
  return new Promise((done, failed) => {
    http.get({ socketPath: home.socket, path, agent,
      headers: { host: 'localhost', ...(plain ? {} : { 'accept-encoding': 'gzip' }) } }, answer => {
      let bytes = 0;
      const all = [];
      answer.on('data', data => { bytes += data.length; if (plain) all.push(data); });
      answer.on('end', () => done({ ms: Number(process.hrtime.bigint() - begun) / 1e6,
        bytes, status: answer.statusCode, text: Buffer.concat(all).toString() }));
    }).on('error', failed);
  });
}

async function page(home, what, path) {
  const took = [];
  let last;
  for (let i = 0; i < 60; i++) took.push((last = await get(home, path)).ms);
  if (last.status !== 200) {
    show(what, `status ${last.status}`);
    return;
  }
  show(`${what}, median`, round(median(took), 1), [], 'ms');
  show('  95 of 100', round(quantile(took, 0.95), 1), [], 'ms');
  show('  on the wire', round(last.bytes / 1024, 1), [], 'KiB');
  const begun = Date.now(), n = 400;
  let left = n;
  await Promise.all([1, 2, 3, 4].map(async () => {
    while (left-- > 0) await get(home, path);
  }));
  show('  from 4 at once', Math.round(n / (Date.now() - begun) * 1000), [], 'a second');
}

const pss = pid => Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);

/** An open event stream: calls fn with each event; close() ends it. */
export function stream(home, fn = () => {}) {
  const request = http.get({ socketPath: home.socket, path: '/api/v1/events',
    headers: { host: 'localhost' } }, answer => {
    let text = '';
    answer.on('data', data => {
      text += data;
      for (let at; (at = text.indexOf('\n\n')) >= 0; text = text.slice(at + 2)) fn(text.slice(0, at));
    });
  });
  request.on('error', () => {});
  return { close: () => request.destroy() };
}

async function idleStreams(home) {
  const n = 100, before = pss(home.daemon.pid);
  const open = Array.from({ length: n }, () => stream(home));
  await sleep(2000);
  show('memory of an idle event stream', round((pss(home.daemon.pid) - before) / n, 1), [], 'KiB');
  for (const s of open) s.close();
}

export async function pages(n, file) {
  const home = await homeWith(file, { sim: null });
  console.log(`with ${n} messages:`);
  await page(home, 'inbox', '/inbox');
  await page(home, 'one thread', '/threads/1');
  await page(home, 'thread list as JSON', '/api/v1/threads');
  await page(home, 'today', '/');
  await page(home, 'figures for a monitor', '/metrics');
  await page(home, 'search', '/api/v1/search?q=football');
  await idleStreams(home);
  await home.stop();
}
