// visit.mjs - a cheap phone on the school's Wi-Fi, for the first time: 3 Mbit/s, a
// processor slowed 20 times, nothing cached. For the test of what a visit costs,
// and for `make bench`, which tells how long it takes.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeWith, seeded } from '../../bench/pages.mjs';
import { account, enter, launch } from './browser.mjs';

/** One first visit: { ms until the list is painted, bytes and requests of what the
 *  page consists of, hosts }. */
async function visit(browser, home, state, path) {
  const context = await browser.newContext({ baseURL: home.address, storageState: state,
    viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 40,
    downloadThroughput: 3e6 / 8, uploadThroughput: 3e6 / 8 });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  const later = ['Fetch', 'XHR', 'EventSource', 'Ping'];    // a script's, on a loaded page
  let bytes = 0;
  const hosts = new Set(), requests = new Set();
  cdp.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (request.url.startsWith('data:')) return;
    hosts.add(new URL(request.url).host);
    if (!later.includes(type)) requests.add(requestId);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (requests.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(path, { waitUntil: 'load' });
  const { ms, rows, cut } = await page.evaluate(() => new Promise(done => {
    new PerformanceObserver(list => {
      const painted = list.getEntries().at(-1).startTime;
      const rows = [...document.querySelectorAll('.threads li')];
      done({ ms: painted, rows: rows.length, cut: rows[0]?.getBoundingClientRect().top });
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  }));
  await context.close();
  assert.ok(rows > 10 && cut < 740, 'the list is on the screen');
  return { ms, bytes, requests: requests.size, hosts: [...hosts] };
}

/** fn(visit, home) with n messages; visit(path) as above. */
export async function withVisitor(n, fn) {
  const folder = await mkdtemp(join(tmpdir(), 'notehome-speed-'));
  const home = await homeWith(seeded(n, join(folder, 'notehome.db')), { sim: null,
    modems: 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );' });
  let browser;
  try {
    await account(home, 'teacher', 'staff');
    browser = await launch();
    const { context } = await enter(browser, home, 'teacher');
    const state = await context.storageState();
    await context.close();
    await fn(path => visit(browser, home, state, path), home);
  } finally {
    await browser?.close();
    await home.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
