import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';

const { bought, event, intent, orderOf } = samples;

// Run as a process of its own: owns a journal and does what it is told, line by line.
const [file = ''] = process.argv.slice(2);
const folder = dirname(file);
const journal = sqliteJournal({ file });
const say = (text: string): unknown => process.stdout.write(`${text}\n`);
const commands: Readonly<Record<string, (name: string) => Promise<void>>> = {
  buy: async (name) => {
    await journal.append(event(name, intent(`w-${name}`, name)));
    await journal.append(event(name, bought(orderOf(name, name))));
  },
  // As a backup of its own would.
  'read-all': async () => {
    for (const name of readdirSync(folder)) readFileSync(join(folder, name));
  },
  'copy-folder': async () => cpSync(folder, `${folder}.copy`, { recursive: true }),
  close: async () => {
    await journal.close();
    process.exitCode = 0;
  },
};
say('open');
for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', name = ''] = line.split(' ');
  try {
    await commands[command]?.(name);
    say(`done ${line}`);
  } catch (error) {
    say(`failed ${line}: ${error instanceof Error ? error.message : error}`);
  }
}
