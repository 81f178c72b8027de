import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NumrouteError } from '@numroute/core';
import { rescueEvents, sqliteJournal } from '@numroute/journal';
import { fastClock } from './fast-clock.ts';
import { openMarket } from './market.ts';
import type { Word } from './plan.ts';
import { startChild } from './start-child.ts';
import { type CrashVerdict, judgeFile } from './verdict.ts';
import { openWants } from './wants.ts';

const FACTOR = 240;
const REQUESTS = 60;
const LONGEST_MS = 3_000;
const PAGE = 4_096;
const FRAME = 24 + PAGE;
const PARTS = ['', '-wal', '.owner'] as const;

const noise = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function overwrite(file: string, from: number, bytes: Uint8Array): void {
  const whole = readFileSync(file);
  const at = Math.max(0, from);
  whole.set(bytes.subarray(0, whole.length - at), at);
  writeFileSync(file, whole);
}

/** What happens to a journal between a kill and the next start. */
const damages: readonly (readonly [name: string, harm: (file: string) => void])[] = [
  ['last page garbled', (file) => overwrite(file, size(file) - PAGE, noise(PAGE))],
  ['torn end of the log', (file) => truncateSync(`${file}-wal`, Math.max(0, size(`${file}-wal`) - 100))],
  ['garbled end of the log', (file) => overwrite(`${file}-wal`, size(`${file}-wal`) - FRAME, noise(FRAME))],
  ['log gone', (file) => rmSync(`${file}-wal`, { force: true })],
  ['header zeroed', (file) => overwrite(file, 0, new Uint8Array(100))],
  ['half a page left', (file) => truncateSync(file, PAGE / 2)],
  ['nothing left', (file) => truncateSync(file, 0)],
];

export interface DamageVerdict extends CrashVerdict {
  readonly refused: number;
  readonly whole: number;
  /** What was opened and lacks something, bought upon or refused without a word that helps. */
  readonly wrong: readonly string[];
  readonly rescued: number;
}

interface Damages {
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/**
 * A process buys, is killed, and its journal is damaged before the next one starts. Where that one is
 * refused, the journal is put back as it was, and buying goes on.
 */
export async function damageAgainAndAgain({ rounds, say }: Damages): Promise<DamageVerdict> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-damage-'));
  const file = path.join(folder, 'orders.sqlite');
  const epoch = Date.now();
  await using market = await openMarket(fastClock(FACTOR, epoch));
  const wants = openWants({ file, epoch, factor: FACTOR, market });
  const wrong: string[] = [];
  let [refused, whole, rescued] = [0, 0, 0];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const child = startChild(folder, wants.heard);
      await child.ready;
      child.begin(wants.setup(false));
      await market.sales(1, LONGEST_MS);
      await Promise.race([market.requests(1 + Math.floor(Math.random() * REQUESTS)), delay(LONGEST_MS)]);
      await delay(Math.random() * 12);
      await child.kill();
      const image = path.join(folder, 'image');
      copyJournal(file, image);
      const before = rescueEvents(image).lines;
      const [name, harm] = damages[round % damages.length] ?? ['nothing', () => undefined];
      harm(file);
      const rescue = rescueEvents(file).lines;
      if (rescue.some((line, n) => line !== before[n] && !before.includes(line))) {
        wrong.push(`${name}: the rescue tells an event that never was`);
      }
      rescued += rescue.length;
      const said = await start(file);
      say(
        `round ${round + 1}, ${name}: ${said instanceof Error ? said.message.replaceAll(folder, '…') : 'whole'}`,
      );
      if (!(said instanceof Error)) {
        whole += 1;
        // The last line may have been on its way when the kill came: nobody was told that it is there.
        const isWhole = said.length >= before.length - 1 && said.every((line, n) => line === before[n]);
        if (!isWhole) wrong.push(`${name}: opened with ${said.length} of ${before.length} events`);
        continue;
      }
      refused += 1;
      if (!said.message.includes(file) || !/restore|put .* back/.test(said.message)) {
        wrong.push(`${name}: refused without the file or the fix: ${said.message}`);
      }
      const sold = market.calls.sales;
      const why = await refusal(folder, wants.setup(false));
      if (!why.includes('journal: expected')) wrong.push(`${name}: a program was not refused, but: ${why}`);
      if (market.calls.sales !== sold) wrong.push(`${name}: something was bought`);
      copyJournal(image, file);
    }
    const last = startChild(folder, wants.heard);
    await last.ready;
    last.begin(wants.setup(true));
    await last.ended;
    return { ...(await judgeFile(file, market)), refused, whole, wrong, rescued };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyJournal(from: string, to: string): void {
  for (const part of [...PARTS, '-wal.kept']) rmSync(to + part, { force: true });
  for (const part of PARTS) if (existsSync(from + part)) copyFileSync(from + part, to + part);
}

/** Every event, or why there are none. */
async function start(file: string): Promise<readonly string[] | NumrouteError> {
  try {
    const journal = sqliteJournal({ file });
    const lines: string[] = [];
    for await (const line of journal.exportLines()) lines.push(line);
    await journal.close();
    return lines;
  } catch (error) {
    if (NumrouteError.is(error, 'INVALID_INPUT')) return error;
    throw error;
  }
}

/** What becomes of a program that would buy. */
async function refusal(
  folder: string,
  setup: Parameters<ReturnType<typeof startChild>['begin']>[0],
): Promise<string> {
  let why = 'it began';
  const child = startChild(folder, (word: Word) => {
    if (word.kind === 'failed') why = word.why;
  });
  await child.ready;
  child.begin(setup);
  await Promise.race([child.ended, delay(LONGEST_MS)]);
  await child.kill();
  return why;
}
