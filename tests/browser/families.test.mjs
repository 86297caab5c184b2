// Families: found, mended, merged, split, exported, erased; class lists.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, salma } from './lib/browser.mjs';

const open = (page, name) => page.locator('summary', { hasText: name }).first().click();

async function clean(page, context) {
  await page.waitForLoadState();
  const { pathname } = new URL(page.url());
  assert.deepEqual(await axeFinds(page), [], pathname);
  assert.ok(await fits(page), `${pathname} is as wide as the phone`);
  assert.deepEqual(await htmlFinds(context, pathname), []);
}

/** A zip file whose files are not compressed. */
function zip(files) {
  const bodies = [], heads = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text), head = Buffer.alloc(30), entry = Buffer.alloc(46);
    let crc = ~0;
    for (const byte of bytes) {
      crc ^= byte;
      for (let k = 0; k < 8; k++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    head.writeUInt32LE(0x04034b50, 0);
    head.writeInt32LE(~crc, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(name.length, 26);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    bodies.push(head, Buffer.from(name), bytes);
    heads.push(entry, Buffer.from(name));
    at += 30 + name.length + bytes.length;
  }
  const middle = Buffer.concat(heads), end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(heads.length / 2, 8);
  end.writeUInt16LE(heads.length / 2, 10);
  end.writeUInt32LE(middle.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, middle, end]);
}

/** A workbook with a sheet of one child for each class. */
function workbook(classes) {
  const row = cells => `<row>${cells.map(c => `<c t="inlineStr"><is><t>${c}</t></is></c>`).join('')}</row>`;
  const sheet = name => `<worksheet><sheetData>${row(['Pupil', 'Class', 'Phone'])}`
    + `${row([`Child of ${name}`, name, '0712 000 019'])}</sheetData></worksheet>`;
  return zip({
    'xl/workbook.xml': `<workbook><sheets>${classes.map((c, i) => `<sheet name="${c}" id="r${i}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${classes.map((c, i) =>
      `<Relationship Id="r${i}" Target="worksheets/s${i}.xml"/>`).join('')}</Relationships>`,
    ...Object.fromEntries(classes.map((c, i) => [`xl/worksheets/s${i}.xml`, sheet(c)])),
  });
}

test('a secretary keeps the families', async t => {
  const home = await Home.start({ families: `child,class,guardian,phone,family,language
Amina Ali,4B,Salma Ali,0712 000 001,ali,sw
Abebe Bekele,2A,ትዕግስት በቀለ,0712 000 004,bekele,am
` });
  t.after(() => home.stop());
  await account(home, 'head', 'admin');
  const browser = await launch();
  t.after(() => browser.close());
  const { context, page } = await enter(browser, home, 'head', { viewport: { width: 360, height: 740 } });

  const send = async text => {
    await page.goto('/families/import');
    await page.getByLabel('or the list itself, pasted').fill(text);
    await page.getByRole('button', { name: 'Look at it first' }).click();
  };

  const rows = async () => (await page.locator('.rows .who').allInnerTexts()).map(s => s.replace(/\s+/g, ' ').trim());

  await t.test('has the children first, in the order one chooses', async () => {
    await page.goto('/families');
    assert.deepEqual(await rows(), ['Abebe Bekele 2A', 'Amina Ali 4B']);
    assert.deepEqual(await page.locator('.rows .label').allTextContents(), ['ትዕግስት በቀለ', 'Salma Ali']);
    await page.getByRole('link', { name: 'By guardian' }).click();
    await page.waitForURL(/order=label/);
    assert.deepEqual(await rows(), ['Amina Ali 4B', 'Abebe Bekele 2A']);
    await page.getByRole('link', { name: 'By class' }).click();
    await page.waitForURL(/order=class/);
    assert.deepEqual(await rows(), ['Abebe Bekele 2A', 'Amina Ali 4B']);
    await clean(page, context);
  });

  await t.test('searches in any script, folded', async () => {
    for (const [words, found] of [['AMÍNA', 'Amina Ali 4B'], ['ትዕግስት', 'Abebe Bekele 2A'], ['0712 000004', 'Abebe Bekele 2A']]) {
      await page.goto('/families');
      await page.getByLabel('Name, class or number').fill(words);
      await page.getByRole('button', { name: 'Search' }).click();
      assert.deepEqual(await rows(), [found], words);
    }
    await page.goto('/families?q=nobody');
    await page.getByText('No family fits').waitFor();
    await page.goto('/families');
    await clean(page, context);
  });

  await t.test('adds a family by hand; its phone waits to be confirmed', async () => {
    await page.getByRole('link', { name: 'Add a family' }).click();
    await clean(page, context);
    await page.getByLabel("Child's name").fill('Zawadi <script>alert(1)</script>');
    await page.getByLabel('Class').fill('1A');
    await page.getByLabel('Name', { exact: true }).fill('Zuhura Said');
    await page.getByLabel('Phone number').fill('12');
    await page.getByRole('button', { name: 'Add the family' }).click();
    assert.match(await page.getByRole('alert').textContent(), /phone/);
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Zuhura Said');
    await page.getByLabel('Phone number').fill('0712 000 777');
    await page.getByRole('button', { name: 'Add the family' }).click();
    await page.getByText('to be confirmed').first().waitFor();
    await clean(page, context);
    await page.getByRole('button', { name: 'It is theirs' }).click();
    assert.equal(await page.locator('.phone-line .badge').textContent(), 'not tried yet');
    const [family] = (await home.api('families?q=zuhura')).body;
    assert.equal(family.guardians[0].phones[0].state, 'working');
  });

  await t.test('a family represents its class, and the tree is there to print', async () => {
    await page.getByRole('button', { name: 'Represents the class in an emergency' }).click();
    await page.getByText('represents the class in an emergency', { exact: true }).waitFor();
    await clean(page, context);
    const here = page.url();
    await page.goto('/tell/tree');
    await clean(page, context);
    await page.getByText('4B, 2A').or(page.getByText('2A, 4B')).waitFor();
    await page.goto('/tell');
    await page.getByLabel('Only those who represent the classes').check();
    await page.getByLabel('1A', { exact: false }).check();
    await page.getByLabel('Text', { exact: true }).fill('Closed today');
    await page.getByRole('button', { name: 'Look before it goes' }).click();
    await page.getByText('It goes to the representatives alone').waitFor();
    await clean(page, context);
    await page.goto('/tell');           // the draft ends
    await page.getByLabel('Only those who represent the classes').uncheck();
    await page.getByLabel('1A', { exact: false }).uncheck();
    await page.getByLabel('Text', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.goto(here);
  });

  await t.test('mends names, phones and consent', async () => {
    await open(page, 'Add a phone');
    await page.locator('form[action$="/phone"]').getByLabel('Phone number').fill('0712 000 778');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.locator('.phone-line').nth(1).locator('summary').click();
    await page.locator('.phone-line').nth(1).getByRole('button', { name: 'Try it first' }).click();
    assert.match(await page.locator('.phone-line').first().textContent(), /000778/);
    await page.locator('.phone-line').nth(1).locator('summary').click();
    await page.locator('.phone-line').nth(1).getByLabel('What is known of it').selectOption('wrong');
    await page.locator('.phone-line').nth(1).getByRole('button', { name: 'Save' }).click();
    assert.equal(await page.locator('.phone-line .badge').nth(1).textContent(), 'wrong number');
    await open(page, /Change.*Zuhura/s);
    await page.locator('form[action$="/guardian"]').first().getByLabel('Agrees to texts').selectOption('no');
    await page.locator('form[action$="/guardian"]').first().getByRole('button', { name: 'Save' }).click();
    await page.getByText('Agrees to texts: no').waitFor();
  });

  await t.test('puts families into a group, and a text goes to the group', async () => {
    await page.goto('/families');
    await page.getByRole('link', { name: 'Groups' }).click();
    await clean(page, context);
    await page.getByLabel('Name of a new group').fill('Choir <b>');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('No family is in it yet').waitFor();
    await page.getByLabel('Name, class or number').fill('salma');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('button', { name: 'Add Salma Ali' }).click();
    await page.getByText('The family is in the group.').waitFor();
    await page.getByText('Rename or remove').click();
    await page.getByLabel('Name', { exact: true }).fill('Choir');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Choir' }).waitFor();
    await clean(page, context);
    await page.goto('/tell');
    await page.getByLabel('Choir (1 family)').check();
    await page.getByLabel('Text', { exact: true }).fill('We sing on Friday.');
    await page.getByRole('button', { name: 'Look before it goes' }).click();
    await page.waitForURL('**/tell/look');
    await page.getByText('Salma Ali', { exact: false }).first().waitFor();
    assert.match(await page.locator('.tiles').textContent(), /Phones\s*1/);
    await page.goto('/groups');
    await page.getByRole('link', { name: 'Choir' }).click();
    await page.getByRole('button', { name: 'Take out' }).click();
    await page.getByText('Rename or remove').click();
    await page.getByRole('button', { name: 'Remove the group' }).click();
    await page.getByText('There is no group yet').waitFor();
  });

  await t.test('merges and splits', async () => {
    const [zuhura] = (await home.api('families?q=zuhura')).body;
    const [ali] = (await home.api('families?q=salma')).body;
    await page.goto(`/families/${zuhura.id}`);
    const merge = async () => {
      await page.goto(`/families/${zuhura.id}`);
      await page.getByRole('link', { name: /merge/ }).click();
      await page.getByLabel('The other family').fill('salma');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('link', { name: 'Salma Ali' }).click();
      await page.getByRole('heading', { name: 'What is joined' }).waitFor();
      await clean(page, context);
      await page.getByRole('button', { name: 'Make them one family' }).click();
      await page.waitForURL(`**/families/${ali.id}?done=merged`);
      assert.equal((await home.api(`families/${ali.id}`)).body.children.length, 2);
    };
    await merge();
    await clean(page, context);
    await page.getByRole('button', { name: 'Take the merge back' }).click();
    await page.getByText('They are two families again.').waitFor();
    assert.equal((await home.api(`families/${zuhura.id}`)).body.children.length, 1);
    assert.equal((await home.api(`families/${ali.id}`)).body.children.length, 1);
    await merge();
    await open(page, 'split');
    await page.getByRole('checkbox', { name: /Zawadi/ }).check();
    await page.getByRole('checkbox', { name: 'Zuhura Said' }).check();
    await page.getByRole('button', { name: 'Split', exact: true }).click();
    await page.getByText('This is the new family').waitFor();
    assert.equal((await home.api(`families/${ali.id}`)).body.children.length, 1);
  });

  await t.test('looks at a list before keeping it; bad rows come back as a file', async () => {
    await page.goto('/families/import');
    await clean(page, context);
    await page.getByLabel('A spreadsheet (.xlsx)').setInputFiles({ name: 'list.csv', mimeType: 'text/csv',
      buffer: Buffer.from('child;class;guardian;phone\nJuma;4B;Rose;0712 000 002\n=HYPERLINK("x");4B;Eve;07x1\n') });
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByRole('button', { name: 'Import the good rows' }).waitFor();
    await clean(page, context);
    const [file] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('button', { name: 'These rows as a file' }).click()]);
    let text = '';
    for await (const piece of await file.createReadStream()) text += piece;
    assert.match(text, /'=HYPERLINK/);
    assert.match(text, /has letters in it/);
    await page.getByRole('button', { name: 'Import the good rows' }).click();
    await page.getByRole('heading', { name: 'What this list changed' }).waitFor();
    assert.equal((await home.api('families?q=rose')).body.length, 1);
  });

  await t.test('a list of forty columns is looked at again, and its bad rows come as a file', async () => {
    const more = Array.from({ length: 37 }, (_, i) => `Column ${i}`);
    await send(`child\tguardian\tphone\t${more.join('\t')}\nWanja Njeri\tMercy Njeri\t0712 000 077${'\tx'.repeat(37)}\nBad One\tNobody\t07x${'\tx'.repeat(37)}\n`);
    await page.getByLabel('Class of all rows').fill('አራተኛ ክፍል ሀ ምድብ');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('heading', { name: 'What this list would change' }).waitFor();
    await clean(page, context);
    const [file] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('button', { name: 'These rows as a file' }).click()]);
    let text = '';
    for await (const piece of await file.createReadStream()) text += piece;
    assert.match(text, /Bad One/);
    assert.doesNotMatch(text, /Wanja/);
  });

  await t.test('says what the columns of a list are, and remembers it', async () => {
    await send('Who\tKind\tRoom\tWhere\nPendo Juma\tx\t2A\t0712 000 009\n');
    await page.getByText('only guessed').waitFor();
    // Where one reads from the right, a Latin title stands above its choice, not
    // at the other end of the line.
    const apart = await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
      const words = document.createRange();
      words.selectNodeContents(document.querySelector('label[for=is1]'));
      const gap = document.querySelector('#is1').getBoundingClientRect().right
        - words.getBoundingClientRect().right;
      document.documentElement.dir = 'ltr';
      return gap;
    });
    assert.ok(apart < 20, `the title is ${apart} px away`);
    await clean(page, context);
    await page.getByLabel('Kind').selectOption('child');
    await page.getByLabel('Who', { exact: true }).selectOption('none');
    await page.getByLabel('Room').selectOption('none');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText('which column is the class').waitFor();
    await clean(page, context);
    await page.getByLabel('Who', { exact: true }).selectOption('child');
    await page.getByLabel('Kind').selectOption('none');
    await page.getByLabel('Class of all rows').fill('3C');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('button', { name: 'Import it' }).click();
    await page.getByText('The list is imported.').waitFor();
    const [pendo] = (await home.api('families?q=pendo')).body;
    assert.deepEqual(pendo.children.map(c => c.class), ['3C']);
    assert.deepEqual(pendo.guardians.map(g => g.name), ['Parent of Pendo Juma']);
    await send('Who\tKind\tRoom\tWhere\nZawadi Juma\tx\t2A\t0712 000 008\n');
    await page.getByText('As you said it the last time').waitFor();
    await page.getByLabel('Room').selectOption('class');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('button', { name: 'Import it' }).click();
    await page.getByText('The list is imported.').waitFor();
    assert.equal((await home.api('families?q=zawadi')).body[0].children[0].class, '2A');
  });

  await t.test('gives bad rows back as a file whatever was said of the list', async () => {
    await send('Code\tKid\tCaller\nk1\tAli Badi\t07x1\nk2\tTatu Badi\t0712 000 051\n'
      + 'k3\tTatu Badi\t0712 000 051\nk4\tZed Badi\t0712 000 001\n');
    await page.getByLabel('Kid', { exact: true }).selectOption('child');
    await page.getByLabel('Code', { exact: true }).selectOption('none');
    await page.getByLabel('Caller').selectOption('phone');
    await page.getByLabel('Class of all rows').fill('3C & 3D');
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByText('phone "07x1" has letters in it').first().waitFor();
    assert.deepEqual(await page.getByRole('row').filter({ hasText: '07x1' }).last().getByRole('cell').allInnerTexts(),
      ['2', 'phone "07x1" has letters in it', 'k1', 'Ali Badi', '07x1', '3C & 3D']);
    await page.getByText('Line 5: 0712 000 001, Parent of Zed Badi, shared with Salma Ali').waitFor();
    await page.getByText('Line 3, 4: Tatu Badi, 3C & 3D (Parent of Tatu Badi)').waitFor();
    await clean(page, context);
    const [file] = await Promise.all([page.waitForEvent('download'),
      page.getByRole('button', { name: 'These rows as a file' }).click()]);
    let text = '';
    for await (const piece of await file.createReadStream()) text += piece;
    assert.match(text, /^'-\tchild\tphone\tclass\tline\treason\r\nk1\tAli Badi\t07x1\t3C & 3D\t2\t/);
  });

  await t.test('says at once that a workbook has more sheets than the one that is read', async () => {
    await page.goto('/families/import');
    await page.getByLabel('A spreadsheet (.xlsx)').setInputFiles({ name: 'school.xlsx',
      mimeType: 'application/octet-stream', buffer: workbook(['4B', '5B']) });
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByText('Only this sheet of the workbook was read').waitFor();
    await clean(page, context);
  });

  await t.test('shows who is new, changed and missing, and asks what only a person knows', async () => {
    await send('Pupil,Class,Parent,Phone\nZawadi Juma,Grade 2A,Parent of Zawadi Juma,0712 000 008\n'
      + 'Eve Moraa,2A,Jane,0712 000 041\nEve Moraa,2A,Peter,0712 000 042\nNew One,2A,Ann,12\n');
    await page.getByText('Zawadi Juma, Grade 2A').waitFor();
    await page.getByText('was in 2A').waitFor();
    await clean(page, context);
    await page.getByRole('button', { name: 'Yes, all of them are in' }).click();
    await page.getByRole('button', { name: 'Yes, one child' }).click();
    await page.getByText('What this list would change').waitFor();
    assert.equal(await page.getByText('What only you know').count(), 0);
    await page.getByRole('button', { name: 'Import the good rows' }).click();
    await page.getByText('What this list changed').waitFor();
    await clean(page, context);
    const [eve] = (await home.api('families?q=moraa')).body;
    assert.deepEqual(eve.guardians.map(g => g.name), ['Jane', 'Peter']);
    assert.equal((await home.api('families?q=zawadi')).body[0].children[0].class, '2A');
  });

  await t.test('keeps a child without a phone, on a list to print', async () => {
    await send('Pupil,Class,Parent,Phone\nAbdi Noor,2A,Halima Noor,\n');
    await page.getByText('Children without a phone, who are kept all the same: 1').waitFor();
    await page.getByRole('button', { name: 'Import it' }).click();
    await page.goto('/families');
    await page.getByRole('link', { name: 'Not reached by text' }).click();
    const row = page.getByRole('row', { name: /Abdi Noor/ });
    assert.match(await row.textContent(), /Halima Noor.*Has no phone/s);
    await clean(page, context);
  });

  await t.test('turns the school year by one list, and back as a whole', async () => {
    const before = (await home.api('families?limit=500')).body;
    const children = before.flatMap(f => f.children).length;
    await page.goto('/families/import');
    await page.getByLabel('or the list itself').fill('Pupil,Class,Parent,Phone\nEve Moraa,3A,Jane,0712 000 041\n');
    await page.getByLabel('This is the list of a new school year').check();
    await page.getByRole('button', { name: 'Look at it first' }).click();
    await page.getByText('Not in the list: they leave the school').waitFor();
    await clean(page, context);
    await page.getByRole('checkbox', { name: 'Yes, they leave the school' }).check();
    await page.getByRole('button', { name: 'Begin the new school year' }).click();
    await page.getByText('The new school year has begun').waitFor();
    await clean(page, context);
    const families = (await home.api('families?limit=500')).body;
    assert.deepEqual(families.flatMap(f => f.children.map(c => c.class)), ['3A']);
    await page.goto(`/families/${before.find(f => /Salma/.test(f.family)).id}`);
    await page.getByText('left the school').first().waitFor();
    await clean(page, context);
    await page.goto('/families/import');
    await page.getByRole('button', { name: 'Take it back as a whole' }).click();
    await page.getByText('The list is taken back.').waitFor();
    const after = (await home.api('families?limit=500')).body;
    assert.equal(after.flatMap(f => f.children).length, children);
    assert.deepEqual(after, before);
  });

  await t.test('exports all with formulas defused, and one family whole', async () => {
    const csv = await (await context.request.get('/families/export.csv')).text();
    assert.match(csv, /^\ufeff?child,child_id,class/);
    assert.match(csv, /'\+254712000001/);
    await home.send(salma, 'A word about Amina');
    const [ali] = (await home.api('families?q=salma')).body;
    const whole = await (await context.request.get(`/families/${ali.id}/file`)).json();
    assert.equal(whole.messages[0].text, 'A word about Amina');
    await page.goto(`/families/${ali.id}/print`);
    await page.getByText('A word about Amina').waitFor();
    await clean(page, context);
  });

  await t.test('erases a family, asked twice', async () => {
    const [ali] = (await home.api('families?q=salma')).body;
    const [id] = (await home.cli('thread', String((await home.cli('threads'))
      .find(th => /Salma/.test(th.family)).id))).messages.map(m => m.id);
    await home.state(id, 'sent', 'delivered');
    await page.goto(`/families/${ali.id}`);
    await page.getByRole('link', { name: 'Erase this family' }).click();
    await clean(page, context);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('The family is erased').waitFor();
    assert.equal((await home.api('families?q=salma')).body.length, 0);
    const left = (await home.message(id));
    assert.equal(left.text, '');
    assert.equal((await home.api('search?q=word')).body.length, 0);
  });

  assert.deepEqual(page.errors.filter(e => !/status of 4/.test(e)), []);
  assert.deepEqual(context.foreign, []);
});
