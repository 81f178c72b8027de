import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { median, ms, print } from './report.ts';

const main = path.join(import.meta.dirname, '..', '..', 'packages', 'cli', 'dist', 'main.js');

/** Has a process tell at its end what CPU time it took. */
const told = `data:text/javascript,${encodeURIComponent(`process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('\\n' + (user + system));
});`)}`;

function cpuMsOf(...argv: readonly string[]): number {
  const { stderr } = spawnSync(process.execPath, [`--import=${told}`, ...argv], { encoding: 'utf8' });
  return Number(stderr.split('\n').at(-1)) / 1_000;
}

/** What a person waits for who asks for help, or presses the tab key: the built program against bare Node. */
export function cpuOfHelp(): void {
  const bare: number[] = [];
  const works = { '--help': [] as number[], 'a word for the tab key': [] as number[] };
  for (let round = 0; round < 15; round += 1) {
    bare.push(cpuMsOf('-e', '0'));
    works['--help'].push(cpuMsOf(main, '--help'));
    works['a word for the tab key'].push(cpuMsOf(main, 'complete', 'bash', '--', 'buy', 'tele'));
  }
  for (const [what, taken] of Object.entries(works)) {
    const ratio = median(taken) / median(bare);
    print({
      what: `CPU of numroute ${what} vs node -e 0`,
      ratio,
      goal: '<= 1.50',
      met: ratio <= 1.5,
      detail: `${ms(median(taken))} vs ${ms(median(bare))}, medians of 15 in turn`,
    });
  }
}
