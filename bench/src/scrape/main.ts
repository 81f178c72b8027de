import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fillOpen } from '../many-open/fill.ts';
import { ms, print } from '../report.ts';
import { fillYears } from '../years/fill.ts';
import type { Scrapes } from './child.ts';

const OPEN = 100_000;
/** Of each some five events are in the journal. `SCRAPE_PAST=1000000` makes five million. */
const PAST = Number(process.env['SCRAPE_PAST'] ?? 200_000);
const LONGEST_TURN_MS = 20;

const flags = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];
const run = promisify(execFile);

/** What it costs a gateway that Prometheus asks for its metrics, with as many orders and labels as a market has. */
export async function scrapeOfAMarket(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-'));
  try {
    const file = path.join(folder, 'journal.sqlite');
    await fillOpen(file, OPEN);
    await fillYears(file, PAST);
    const script = path.join(import.meta.dirname, 'child.ts');
    const { stdout } = await run(process.execPath, [...flags, script, file]);
    const { turn, idleTurn, cpu, lines, bytes } = JSON.parse(stdout) as Scrapes;
    print({
      what: `a scrape of a gateway with ${OPEN} open orders, ${PAST} past ones and 300 services at each of five vendors`,
      ratio: turn / LONGEST_TURN_MS,
      goal: `<= ${LONGEST_TURN_MS} ms in one turn of the event loop`,
      met: turn <= LONGEST_TURN_MS,
      detail: `longest turn ${ms(turn)}, ${ms(idleTurn)} without a scrape; ${ms(cpu)} of CPU a scrape, ${lines} lines, ${Math.round(bytes / 1_024)} KiB`,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
