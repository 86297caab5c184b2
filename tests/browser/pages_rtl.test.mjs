// Every page there is, from right to left: what pages.test.mjs looks at from left.
import test from 'node:test';
import { launch, enter } from './lib/browser.mjs';
import { busy } from './lib/scene.mjs';
import { addresses, walk } from './lib/walk.mjs';

test('every page is accessible, valid and as wide as the screen from right to left', async t => {
  const { home, of } = await busy();
  t.after(() => home.stop());
  const browser = await launch();
  t.after(() => browser.close());
  const { context, page } = await enter(browser, home, 'teacher');
  await walk(context, page, await addresses(page, of), ['ar']);
});
