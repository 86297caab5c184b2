// How every page is gone over: which there are, and what is wrong with one that
// is open. For pages.test.mjs and pages_rtl.test.mjs, which share the work.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { htmlSays, fits, salma } from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// The dark theme sets colours alone (tested below), so it is asked about them alone.
const dark = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Addresses of pages that a browser shows, as the table has them. */
export function table() {
  const text = readFileSync(new URL('../../../host/web/routes.c', import.meta.url), 'utf8');
  return [...text.matchAll(/\{ GET,\s+"([^"]+)"/g)].map(([, path]) => path)
    .filter(path => !/static|healthz|metrics|\.csv|\/file$|^\/here$|^\/news$|^\/export$|^\/dongles\/diary$|backups\/\*$/.test(path));
}
export const fitting = path => new RegExp(`^${path.replaceAll('#', '\\d+').replaceAll('*', '[^/]+')}(\\?.*)?$`);

/** Addresses of the busy school `of`, some made on the way. */
export async function addresses(page, of) {
  const press = name => page.getByRole('button', { name, exact: true }).click();
  await page.goto('/families/import');
  await page.getByLabel('or the list itself').fill('child,class,guardian,phone,shoe size\nNew One,1A,Somebody,0712 000 444,38\nBad,1A,Nobody,07,39\nQuiet,1A,Nobody,none,39\n');
  await press('Look at it first');
  await page.getByRole('heading', { name: 'What this list would change' }).waitFor();
  const imported = new URL(page.url()).pathname;
  await page.goto('/tell/sheet');
  await page.getByLabel('or the list itself, pasted').fill('Name\tClass\tMissing work\nJuma Otieno\t4B\t3\nNobody Known\t4B\t1\n');
  await press('Look at it first');
  await page.waitForURL(/\/tell\/sheet\/./);
  const sheet = new URL(page.url()).pathname;
  await page.goto('/groups');
  await page.getByLabel('Name').first().fill('Choir');
  await press('Make it');
  await page.waitForURL(/\/groups\/\d+/);
  const group = new URL(page.url()).pathname;
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  await page.getByLabel('Text', { exact: true }).fill('Dear {guardian}, please bring the fees for {child} — ☎ the office');
  await page.getByLabel('Answers to choose from').fill('yes, no, later');
  await press('Look before it goes');
  await press('Send it');
  await page.waitForURL(/\/tell\/\d+/);
  const going = new URL(page.url()).pathname;
  await press('Undo: do not send');
  await page.getByRole('button', { name: 'Undo: do not send' }).waitFor({ state: 'hidden' });
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  await page.getByLabel('Text', { exact: true }).fill('Dear {guardian}, please bring the fees for {child} — ☎ the office');
  await press('Look before it goes');
  const t = name => `/threads/${of.threads[name]}`, f = name => `/families/${of.families[name]}`;
  const long = 'Konstantinopolis Papadopoulou-Njoroge-Achterberg';
  return ['/', '/inbox', '/inbox?view=waiting', '/inbox?view=mine', '/inbox?view=shared&class=4B',
    t('Grace Wekesa'), t(long), t('عمر عبد الرحمن'), t('Rose Otieno'), t('Mercy Chebet'),
    `/threads/${of.unknown}`, `/threads/${of.shared}?find=Ali`, `/threads/${of.safeguarding}`, `/threads/${of.notices}`,
    '/tell', '/tell?find=Ali', '/tell/look', '/tell/tree', '/tell/welcome', '/tell/sheet', sheet, '/week', '/week?class=4B', '/children/1', '/absent', '/absent?class=4B', '/prompts', '/prompts?class=4B&prompt=2', `/cards/${of.cards}`, `/cards/${of.cards}/print`, '/behaviour', '/behaviour?class=4B&noted=4', '/behaviour/1', '/behaviour/3', '/behaviour/5', '/children/1/certificate', '/children/1/plan', '/children/1/plan/sheet', `/tell/${of.batch}`, going,
    '/search', '/search?q=4b', '/search?q=a&class=4B', '/families', '/families?q=ali', '/families/new', '/families/import', '/families/unreached', imported,
    '/families/check?number=0712&child=Amina+Ali&class=4B',
    f('Salma Ali'), f(long), `${f('Salma Ali')}/print`, `${f('Salma Ali')}/erase`, `${f('Salma Ali')}/merge?find=rose`,
    `${f('Salma Ali')}/merge?with=${of.families['Rose Otieno']}`, '/groups', group,
    '/dashboard', '/dashboard?class=4B', '/dongles', '/sent', '/sent/check', '/sent/print', '/records', '/account', '/account/alerts', '/dongles/diary', '/help', '/practice', `/practice/${salma}`,
    '/help/data', '/help/tls', '/help/papers', '/write', '/write?q=a', '/write?q=nobody', '/families?order=class',
    '/first/school', '/first/zone', '/first/dongle', '/first/proof', '/first/families', '/first/done',
    '/whom', '/review', '/settings', ...['people', 'times', 'calendar', 'sims', 'words', 'templates', 'events', 'safety', 'menus', 'backups'].map(s => `/settings/${s}`),
    '/nowhere', '/threads/987654321', '/families/987654321', '/tell/987654321', '/settings/nothing'];
}

/** In the page: what axe finds. What is half under the bar below is measured where it can be seen. */
async function askAxe(options) {
  const found = [];
  for (const v of (await globalThis.axe.run(document, options)).violations)
    for (const n of v.nodes) {
      const at = v.id === 'target-size' && document.querySelector(n.target.at(-1));
      at?.scrollIntoView?.({ block: 'center' });
      if (!at || (await globalThis.axe.run(at, { runOnly: ['target-size'] })).violations.length)
        found.push(`${v.id}: ${n.target.join(' ')} (${n.failureSummary.split('\n')[1]?.trim()})`);
    }
  return found;
}

/** All that is wrong with the page that is open; html: as the server sent it. */
async function look(page, where, lang, html) {
  const found = await htmlSays(html);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const all = await page.evaluate(askAxe,
        { resultTypes: ['violations'], runOnly: colorScheme === 'dark' ? dark : { type: 'tag', values: tags } });
      found.push(...all.map(v => `${width} ${colorScheme}: ${v}`));
    }
    if (!await fits(page)) found.push(`${width}: wider than the screen`);
  }
  return found.map(line => `${where} ${lang}: ${line}`);
}

/** Goes over these pages in a window of its own; what is wrong. */
async function walkIn(browser, lang, state, origin, paths) {
  const context = await browser.newContext({ baseURL: origin, timezoneId: 'Africa/Nairobi', storageState: state });
  const page = await context.newPage(), found = [];
  await context.addInitScript(axe);
  page.on('request', request => {
    if (!request.url().startsWith(origin) && !/^data:/.test(request.url())) found.push(`asks ${request.url()}`);
  });
  page.on('pageerror', error => found.push(`${page.url()}: ${error}`));
  page.on('console', line => {
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text())) found.push(`${page.url()}: ${line.text()}`);
  });
  for (const path of paths) {
    const answer = await page.goto(path);
    if (await page.locator('html').getAttribute('lang') !== lang) found.push(`${path}: not in ${lang}`);
    found.push(...await look(page, path, lang, await answer.text()));
  }
  await context.close();
  return found;
}

/** In one language after the other, two windows at a time; all is well, or it
 *  says what is not. */
export async function walk(context, page, paths, langs = ['en', 'ar']) {
  const { origin } = new URL(page.url()), found = [];
  for (const lang of langs) {
    await page.goto(paths[0]);
    await page.locator('#language').selectOption(lang);
    await page.locator('.language button').click();
    await page.locator(`html[lang=${lang}]`).waitFor();
    const state = await context.storageState();
    found.push(...(await Promise.all([0, 1].map(half =>
      walkIn(context.browser(), lang, state, origin, paths.filter((_, i) => i % 2 === half))))).flat());
  }
  assert.equal(found.join('\n'), '');
}
