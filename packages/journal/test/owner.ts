import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';

const { bought, event, intent, orderOf } = samples;

// Run as a process of its own: writes until it is killed, or so often, and says what was acknowledged.
const [file = '', run = '0', most = 'Infinity'] = process.argv.slice(2);
const say = (line: string): number => writeSync(1, `${line}\n`);
const journal = sqliteJournal({ file });
// A killed process would not leave its share to the next one.
flushCompileCache();
say('open');
for (let n = 0; n < Number(most); n += 1) {
  const name = `${run}-${n}`;
  const provider = `p${name}`;
  await journal.append(event(name, intent(name, provider)));
  say(`intent ${name}`);
  if (n % 2 === 1) {
    await journal.append(event(name, bought(orderOf(name, provider))));
    say(`bought ${name}`);
  }
  // Lets the parent's pipe drain; a kill may fall anywhere.
  if (n % 50 === 49) await new Promise((done) => setTimeout(done, 1));
}
