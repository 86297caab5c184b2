// The first run: from a box that nobody has set up to one that has proved
// itself in both directions.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, axeFinds, htmlFinds, fits, password, until } from './lib/browser.mjs';

const list = `child,class,guardian,phone
Amina Ali,4B,Salma Ali,0712 000 001
Juma Otieno,4B,Rose Otieno,0712 000 002
`;

async function check(page, context, path) {
  assert.deepEqual(await axeFinds(page), [], path);
  assert.ok(await fits(page), `${path} is as wide as the phone`);
  if (context) assert.deepEqual(await htmlFinds(context, path), []);
}

for (const javaScriptEnabled of [true, false]) {
  test(`a keeper goes from the box to the proof, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async t => {
    const home = await Home.start({ families: null });
    t.after(() => home.stop());
    const browser = await launch();
    t.after(() => browser.close());
    const context = await browser.newContext({ baseURL: home.address, javaScriptEnabled,
      viewport: { width: 360, height: 740 } });
    const page = await context.newPage();

    // Whoever comes first is asked for the code, whatever address they open.
    await page.goto('/inbox');
    assert.match(page.url(), /\/first$/);
    if (javaScriptEnabled) await check(page, context, '/first');
    const words = (await home.cli('status')).words.map(w => w.text ?? w.sentence ?? String(w)).join(' ');
    const [, code] = /code is (\d{4} \d{4})/.exec(words + JSON.stringify(await home.cli('status')));
    const enter = async typed => {
      await page.getByLabel('Code of this computer').fill(typed);
      await page.getByLabel('Your name').fill('keeper');
      await page.getByLabel('A password').fill(password);
      await page.getByRole('button', { name: 'Go on' }).click();
    };
    await enter(code === '0000 0000' ? '1111 1111' : '0000 0000');
    assert.match(await page.getByRole('alert').textContent(), /not the code/);
    assert.equal((await context.request.get('/first/school', { maxRedirects: 0 })).status(), 303);
    await enter(code);
    await page.waitForURL(/\/first\/school/);
    if (javaScriptEnabled) await check(page, context, '/first/school');

    // What is left undone waits on Today, each step a link.
    const left = page.locator('#left a');
    await page.goto('/');
    assert.deepEqual(await left.evaluateAll(a => a.map(l => new URL(l.href).pathname)),
      ['/first/dongle', '/first/proof', '/first/families']);
    if (javaScriptEnabled) await check(page, context, '/');
    await page.goto('/first/school');

    await page.getByLabel('Name of the school').fill('Hill Top');
    await page.getByLabel('Country').selectOption('KE');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL(/\/first\/zone/);
    if (javaScriptEnabled) await check(page, context, '/first/zone');
    assert.equal(await page.getByLabel('Time zone').inputValue(), 'Africa/Nairobi');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForURL(/\/first\/dongle/);
    await home.working();
    await until(async () => {
      if (!javaScriptEnabled) await page.getByRole('link', { name: 'Look again' }).click();
      return page.getByText('Found, and it answers').isVisible();
    }, 'the dongle to be named');
    if (javaScriptEnabled) await check(page, context, '/first/dongle');
    await page.goto('/first/proof');

    // The proof: out to the keeper's phone, and back.
    await page.getByLabel('Your own phone number').fill('0712 000 099');
    await page.getByRole('button', { name: 'Send the text' }).click();
    await home.sim.event(e => e.ev === 'submit' && e.to === '+254712000099');
    await home.sim.command('text', '+254712000099', 'It is here');
    await home.arrived('It is here');
    await until(async () => {
      if (!javaScriptEnabled) await page.goto('/first/proof');
      return page.getByText('Your answer is here').isVisible();
    }, 'the proof');
    if (javaScriptEnabled) await check(page, context, '/first/proof');
    await page.getByRole('link', { name: 'Go on' }).click();

    // Families by a list, looked at first.
    if (javaScriptEnabled) await check(page, context, '/first/families');
    await page.getByRole('link', { name: 'Import a class list' }).click();
    await page.getByLabel('or the list itself').fill(list);
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('heading', { name: 'What this list would change' }).waitFor();
    assert.equal((await home.api('families')).body.length, 0, 'looking keeps nothing');
    await page.getByRole('button', { name: 'Import it' }).click();
    await page.waitForURL(/\/families\?done/);
    assert.equal((await home.api('families')).body.length, 2);
    await page.goto('/');
    assert.equal(await left.count(), 0);
    await page.goto('/first/done');
    await page.getByText((await home.cli('tls', 'show')).fingerprint).waitFor();
    if (javaScriptEnabled) await check(page, context, '/first/done');
    await page.getByRole('link', { name: 'Go to the inbox' }).click();
    await page.waitForURL(/\/inbox/);

    // The door is shut behind the keeper.
    const stranger = await browser.newContext({ baseURL: home.address, javaScriptEnabled });
    const other = await stranger.newPage();
    await other.goto('/first');
    assert.match(other.url(), /\/sign-in$/);
    const again = await stranger.request.post('/first', { maxRedirects: 0,
      form: { code, name: 'thief', password } });
    assert.equal(again.status(), 303);
    assert.deepEqual((await home.cli('staff', 'list')).map(s => s.name), ['keeper']);
  });
}
