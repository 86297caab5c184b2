// browser.mjs - a Notehome with a browser in front of it, for the tests of the
// pages: Debian's Chromium, driven by playwright-core.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { readFileSync, existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import { Home, build } from '../../system/lib/home.mjs';

export { Home, until, sleep, classList, salma, rose, shared, tigist, build } from '../../system/lib/home.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const password = 'a long enough password';

/** Adds an account; its password is `password`. */
export function account(home, name, role) {
  return new Promise((done, failed) => {
    const child = spawn(join(build, 'notehome'),
      ['--socket', home.socket, 'staff', 'add', name, '--role', role],
      { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('exit', code => code ? failed(new Error(`staff add: ${code}`)) : done());
    child.stdin.end(`${password}\n`);
  });
}

/** Chromium without its window, where there is one: it costs the machine 0.4 of the
 *  other. Its pages are waited for with patience: other jobs may keep it busy. */
export async function launch() {
  const path = ['chromium-headless-shell', 'chromium', 'chromium-browser']
    .map(name => `/usr/bin/${name}`).find(existsSync);
  const browser = await chromium.launch({ executablePath: path, headless: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  const plain = browser.newContext.bind(browser);
  browser.newContext = async options => {
    const context = await plain(options);
    context.setDefaultTimeout(120000);
    return context;
  };
  return browser;
}

/** A context signed in as name; options as playwright's newContext(). Every
 *  request to another host is noted in context.foreign and refused. */
export async function enter(browser, home, name, options = {}) {
  const context = await browser.newContext({ baseURL: home.address, timezoneId: 'Africa/Nairobi', ...options });
  context.foreign = [];
  await context.route(url => url.origin !== new URL(home.address).origin, route => {
    context.foreign.push(route.request().url());
    return route.abort();
  });
  const page = await context.newPage();
  page.errors = [];
  page.on('pageerror', error => page.errors.push(String(error)));
  page.on('console', line => { if (line.type() === 'error') page.errors.push(line.text()); });
  await page.goto('/sign-in');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'), { waitUntil: 'commit' }).catch(async error => { throw new Error(`${error.message}: ${await page.innerText('main')}`); });
  return { context, page };
}

/** What axe finds on the page (WCAG 2.2 A and AA), one line each. */
export async function axeFinds(page) {
  await page.waitForLoadState();        // without its style no page is legible
  const results = await page.evaluate(`${axe}; axe.run(document, { runOnly: { type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })`);
  return results.violations.flatMap(v => v.nodes.map(n =>
    `${v.id}: ${n.target.join(' ')} (${n.failureSummary.split('\n')[1]?.trim()})`));
}

const checker = new HtmlValidate({ extends: ['html-validate:recommended'],
  rules: { 'no-trailing-whitespace': 'off', 'long-title': 'off', 'no-inline-style': 'error',
    'void-style': ['error', { style: 'omit' }], 'attribute-boolean-style': 'off',
    'no-raw-characters': 'off', 'doctype-style': 'off', 'prefer-native-element': 'off',
    'wcag/h32': 'off', 'tel-non-breaking': 'off', 'require-sri': 'off',
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button'] }], 'no-implicit-button-type': 'error' } });
/** What html-validate says about a page's text. */
export async function htmlSays(text) {
  const report = await checker.validateString(text);
  return report.results.flatMap(r => r.messages.map(m => `line ${m.line}: ${m.ruleId}: ${m.message}`));
}

/** What html-validate says about the page as the server sent it. */
export async function htmlFinds(context, path) {
  const answer = await context.request.get(path);
  const report = await checker.validateString(await answer.text());
  return report.results.flatMap(r => r.messages.map(m => `${path}:${m.line}: ${m.ruleId}: ${m.message}`));
}

/** True where nothing sticks out sideways. */
export const fits = page => page.evaluate(() =>
  document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1);
