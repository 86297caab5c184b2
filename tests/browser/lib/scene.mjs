// scene.mjs - a school with something going on, for pictures and walks.
import { Home, account, salma, rose, shared, tigist, until } from './browser.mjs';

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
