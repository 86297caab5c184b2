// shots.mjs - pictures of every page, in both widths and both themes, into
// build/screenshots; some also from right to left. Arguments: names of pages to
// picture instead of all; "readme" takes those that README.md shows.
import { mkdir } from 'node:fs/promises';
import { launch, enter, Home, build, salma } from './lib/browser.mjs';
import { busy } from './lib/scene.mjs';

const folder = 'build/screenshots', only = process.argv.slice(2);
const { home, of } = await busy();
const browser = await launch();
await mkdir(folder, { recursive: true });
const t = name => `/threads/${of.threads[name]}`, f = name => `/families/${of.families[name]}`;
const long = 'Konstantinopolis Papadopoulou-Njoroge-Achterberg';
const pages = {
  today: '/', inbox: '/inbox', thread: t('Salma Ali'), forty: t('Grace Wekesa'), call: t('Rose Otieno'),
  long: t(long), rtl: t('عمر عبد الرحمن'), shared: `/threads/${of.shared}`, unknown: `/threads/${of.unknown}`,
  write: '/write?q=a', tell: '/tell', welcome: '/tell/welcome', sheet: '/tell/sheet', week: '/week?class=4B', child: '/children/1', absent: '/absent?class=4B', prompts: '/prompts?class=4B&prompt=2', events: '/behaviour?class=4B&noted=4', 'event-one': '/behaviour/3', certificate: '/children/1/certificate', 'events-list': '/settings/events', result: `/tell/${of.batch}`, families: '/families', search: '/search?q=4B', 'search-hits': '/search?q=school', family: f('Salma Ali'), 'family-long': f(long),
  'family-print': `${f('Salma Ali')}/print`, 'family-erase': `${f('Salma Ali')}/erase`,
  'family-new': '/families/new', import: '/families/import', groups: '/groups', dashboard: '/dashboard',
  dongles: '/dongles', sent: '/sent', check: '/sent/check', records: '/records', account: '/account', help: '/help', teach: '/help/tls', practice: '/practice', phone: `/practice/${salma}`,
  whom: '/whom', review: '/review', settings: '/settings', people: '/settings/people', times: '/settings/times', calendar: '/settings/calendar', sims: '/settings/sims',
  words: '/settings/words', templates: '/settings/templates', safety: '/settings/safety',
  menus: '/settings/menus', backups: '/settings/backups', school: '/first/school', zone: '/first/zone',
  dongle: '/first/dongle', proof: '/first/proof', lists: '/first/families', ready: '/first/done', missing: '/nowhere',
};
const turned = ['today', 'inbox', 'forty', 'tell', 'look', 'dashboard', 'families', 'settings'];

async function picture(page, name, more = '') {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: width > 1000 ? 800 : 740 });
    await page.reload();
    for (const colorScheme of more ? ['light'] : ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: `${folder}/${name}${more}-${colorScheme}-${width}.png`, fullPage: true });
    }
  }
}

// A text to many, looked at before it goes.
async function look(page) {
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  await page.getByLabel('Text', { exact: true })
    .fill('Dear {guardian}, class 4B visits the museum on Friday. May {child} come?');
  await page.getByLabel('Answers to choose from').fill('yes, no');
  await page.getByRole('button', { name: 'Look before it goes' }).click();
  await page.waitForURL('**/tell/look');
}

async function first() {
  const fresh = await Home.start({ sim: null, families: null, modems: '' });
  try {
    const page = await (await browser.newContext({ baseURL: fresh.address })).newPage();
    await page.goto('/first');
    await picture(page, 'first');
  } finally {
    await fresh.stop();
  }
}

// In README.md: a page, and the size of the window.
const shown = { conversation: ['thread', 1366, 625], today: ['today', 360, 740], week: ['week', 360, 740] };
async function readme(page) {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  for (const [name, [path, width, height]] of Object.entries(shown)) {
    await page.setViewportSize({ width, height });
    await page.goto(pages[path]);
    await page.screenshot({ path: `.github/pictures/${name}.jpg`, type: 'jpeg', quality: 75 });
  }
}

const wanted = name => !only.length || only.includes(name);
try {
  const { page } = await enter(browser, home, 'teacher');
  if (only.includes('readme')) await readme(page);
  for (const [name, path] of Object.entries(pages)) {
    if (!wanted(name)) continue;
    await page.goto(path);
    await picture(page, name);
  }
  if (wanted('look')) {
    await look(page);
    await picture(page, 'look');
  }
  await page.goto('/help');
  await page.locator('#language').selectOption('ar');
  await page.locator('.language button').click();
  await page.locator('html[lang=ar]').waitFor();
  for (const name of turned.filter(wanted)) {
    await page.goto(pages[name] ?? '/tell/look');
    await picture(page, name, '-ar');
  }
  if (wanted('sign-in')) {
    const out = await (await browser.newContext({ baseURL: home.address })).newPage();
    await out.goto('/sign-in');
    await picture(out, 'sign-in');
  }
  if (wanted('first')) await first();
  console.log(`pictures are in ${folder} (programs from ${build})`);
} finally {
  await browser.close();
  await home.stop();
}
