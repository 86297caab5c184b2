// scene.mjs - a school with something going on, for pictures and walks.
import { writeFileSync, readFileSync } from 'node:fs';
import { Home, account, classList, salma, rose, shared, tigist, until } from './browser.mjs';

export async function scene() {
  const home = await Home.start();
  try {
    await play(home);
  } catch (error) {
    await home.stop();
    throw error;
  }
  return home;
}

async function play(home) {
  await home.working();
  await account(home, 'teacher', 'admin');
  await account(home, 'grace', 'staff');
  await home.send(salma, 'Amina read a whole page aloud today and helped Juma with the long words.'
    + ' Please ask her to read it to you tonight.');
  await home.sim.command('text', salma, 'Asante sana mwalimu. She read it to all of us after supper!');
  await home.sim.command('text', rose, 'Juma has no shoes for the match on Friday, can he still play?');
  await home.sim.command('text', shared, 'He comes tomorrow');
  await home.sim.command('text', tigist, 'ሰላም አበበ ዛሬ አይመጣም');
  await home.sim.command('text', '+254733000009', 'Hello, is this the school of Wanjiru?');
  await home.sim.command('ring', rose);
  await home.arrived(/Wanjiru/);
  await home.arrived(/shoes/);
  await until(async () => (await home.received()).some(m => m.kind === 'missed_call'), 'the call');
}

export const omar = '+254712000005', grace = '+254712000007', gone = '+254712000008';
const more = `Maximilian-Alexander Oluwaseun Chukwuemeka Wanjiru-Njoroge,4B,Konstantinopolis Papadopoulou-Njoroge-Achterberg,0712 000 006,long,grandmother's sister,en
ليلى بنت عبد الرحمن,2A,عمر عبد الرحمن,0712 000 005,rahman,والد,ar
Brian Wekesa,4B,Grace Wekesa,0712 000 007,wekesa,mother,en
Kip Chebet,4B,Mercy Chebet,0712 000 008,chebet,mother,en
`;

/** The same after a busy day, with one of everything: { home, of } where of has
 *  the numbers of what pages need: threads by name, batches, families. */
export async function busy() {
  const home = await Home.start({ start: false });
  try {
    await home.configure(`practice = "${home.sim.socket}";`);
    writeFileSync(home.file, readFileSync(home.file, 'utf8').replace('"Hillside"', '"Hillside Primary School"'));
    await home.boot();
    await home.import(classList + more);
    await play(home);
    return { home, of: await work(home) };
  } catch (error) {
    await home.stop();
    throw error;
  }
}

const ids = rows => Object.fromEntries(rows.map(r => [r.family ?? r.number, r.id]));

async function work(home) {
  await account(home, 'guest', 'reader');
  // Forty messages in one thread, the long name, and a text from right to left.
  for (let i = 1; i <= 20; i++) {
    await home.sim.command('text', grace, i % 5 ? `Question ${i}: may Brian stay until five?`
      : `Question ${i}: ${'he has so much to tell about the day that it does not fit into one text, '.repeat(4)}`);
    await home.send(grace, `Answer ${i}: yes, we are here until six.`);
  }
  await home.sim.command('text', '+254712000006', 'Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaah! https://example.org/a/very/long/address/that/has/no/place/to/break');
  await home.sim.command('text', omar, 'شكرا جزيلا، ليلى سعيدة جدا في المدرسة (class 2A) اليوم!');
  await home.sim.command('text', salma, 'My uncle beats me, please help');
  await home.sim.command('text', 'M-PESA', 'You have received 50 KES. New balance is 120 KES.');
  // A class is asked; one phone is dead, one opts out, some answer.
  await home.sim.command('phone', gone, { refuse: 1 });
  const asked = await home.cli('send', '--class', '4B', '--text',
    'Dear {guardian}, class 4B visits the museum on Friday. May {child} come?', '--ask', 'yes,no');
  for (const id of asked.ids) await home.state(id, 'delivered', 'sent', 'failed');
  await home.sim.command('text', salma, 'Ndiyo');
  await home.sim.command('text', rose, '2');
  await home.sim.command('text', shared, '1');
  await home.sim.command('text', '+254712000006', 'STOP');
  // One goes later.
  await home.send(tigist, 'There is a meeting on Monday at nine.', '--at', new Date(Date.now() + 86400e3).toISOString());
  await home.arrived(/beats/);
  await home.arrived('Ndiyo');
  await home.arrived('STOP');
  for (const line of [['Fees', 'Mrs Otieno, bursar', 'office, Mon to Fri, 8 to 12'], ['Health', 'Sister Ruth'],
    ['الحافلة', 'السيد عمر', '0712 000 099']]) await home.cli('duties', 'set', ...line);
  for (const event of ['read aloud', 'helped another']) await home.cli('event', 'Amina Ali', event);
  await home.cli('event', 'Amina Ali', 'late', '--tell');
  await home.cli('event', 'Kamau Njoroge', 'clean uniform');
  await home.cli('event', 'Juma Otieno', 'came early', '--tell');
  // A question to talk about at home: one answer is on a card, one is to be looked at.
  await home.cli('prompts', '2A', 'ask-made');
  for (const [phone, words] of [[tigist, 'Abebe made a stool'], [omar, 'ليلى صنعت سلة']]) {
    await until(async () => (await home.sim.inbox(phone)).length, 'the question on the phone');
    await home.sim.command('text', phone, words);
  }
  const [question] = await until(async () => {
    const all = await home.cli('cards');
    return all[0]?.open === 2 && all;
  }, 'two answers to look at');
  const { answers } = await home.cli('cards', String(question.id));
  await home.cli('cards', 'put', String(question.id), String(answers.find(a => /stool/.test(a.text)).message));
  const threads = ids(await home.cli('threads'));
  const of = { threads, batch: asked.batch, cards: question.id, families: {} };
  for (const f of (await home.api('families')).body) of.families[f.family ?? f.label ?? f.id] = f.id;
  for (const tray of ['unknown', 'shared', 'safeguarding', 'notices'])
    of[tray] = (await home.cli('threads', '--tray', tray))[0].id;
  return of;
}
