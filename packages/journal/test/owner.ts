import { writeSync } from 'node:fs';
import { sqliteJournal } from '@numroute/journal';
import { intentOf, orderOf } from './samples.ts';

// Run as a process of its own: writes until it is killed and says what was acknowledged.
const [file = '', run = '0'] = process.argv.slice(2);
const say = (line: string): number => writeSync(1, `${line}\n`);
const journal = sqliteJournal({ file });
say('open');
for (let n = 0; ; n += 1) {
  const name = `${run}-${n}`;
  const provider = `p${name}`;
  await journal.writeIntent(intentOf(name, provider));
  say(`intent ${name}`);
  if (n % 2 === 1) {
    await journal.writeOutcome(name, { kind: 'bought', order: orderOf(name, provider), adopted: false });
    say(`bought ${name}`);
  }
  // Lets the parent's pipe drain; a kill may fall anywhere.
  if (n % 50 === 49) await new Promise((done) => setTimeout(done, 1));
}
