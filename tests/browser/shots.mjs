// shots.mjs - pictures of the pages, in both widths and both themes, into
// build/screenshots. Arguments: paths to picture instead of all.
import { mkdir } from 'node:fs/promises';
import { launch, enter, build } from './lib/browser.mjs';
import { scene } from './lib/scene.mjs';

const folder = 'build/screenshots';
const home = await scene();
const browser = await launch();
await mkdir(folder, { recursive: true });
const threads = await home.cli('threads');
const shared = await home.cli('threads', '--tray', 'shared');
const of = name => threads.find(t => t.family.includes(name)).id;
const pages = {
  today: '/', inbox: '/inbox', thread: `/threads/${of('Salma')}`,
  call: `/threads/${of('Rose')}`, shared: `/threads/${shared[0].id}`,
  tell: '/tell', families: '/families', dashboard: '/dashboard', dongles: '/dongles',
  records: '/records', settings: '/settings', backups: '/settings/backups', help: '/help',
};

// A text to many, looked at and on its way.
async function tell(page) {
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  await page.getByLabel('Text', { exact: true })
    .fill('Dear {guardian}, class 4B visits the museum on Friday. May {child} come?');
  await page.getByLabel('Answers to choose from').fill('yes, no');
  await page.getByRole('button', { name: 'Look before it goes' }).click();
  await page.waitForURL('**/tell/look');
}
const only = process.argv.slice(2);
try {
  for (const [theme, width] of [['light', 1280], ['light', 360], ['dark', 1280], ['dark', 360]]) {
    const { context, page } = await enter(browser, home, 'teacher',
      { colorScheme: theme, viewport: { width, height: width > 1000 ? 800 : 740 } });
    for (const [name, path] of Object.entries(pages)) {
      if (only.length && !only.includes(name)) continue;
      const answer = await page.goto(path);
      if (answer.status() !== 200) continue;
      await page.screenshot({ path: `${folder}/${name}-${theme}-${width}.png`, fullPage: true });
    }
    if (!only.length || only.includes('look')) {
      await tell(page);
      await page.screenshot({ path: `${folder}/look-${theme}-${width}.png`, fullPage: true });
      await page.getByRole('button', { name: 'Send it' }).click();
      await page.waitForURL(/\/tell\/\d+/);
      await page.screenshot({ path: `${folder}/result-${theme}-${width}.png`, fullPage: true });
    }
    await context.close();
  }
  console.log(`pictures are in ${folder} (programs from ${build})`);
} finally {
  await browser.close();
  await home.stop();
}
