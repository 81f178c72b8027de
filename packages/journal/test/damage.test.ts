import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { rescueEvents, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { crashedJournal, FILES, linesOf } from './crashed.ts';
import { freshFile } from './folder.ts';

const { event, intent } = samples;

const PAGE = 4_096;
/** What a disk loses or garbles at once. */
const SECTOR = 512;
const LOG_HEAD = 32;
const FRAME = 24 + PAGE;

let acknowledged: readonly string[];
let image: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  const crashed = await crashedJournal();
  acknowledged = crashed.acknowledged;
  image = new Map(FILES.map((part) => [part, readFileSync(crashed.file + part)]));
  rmSync(crashed.folder, { recursive: true });
});

/** The journal that was killed, once more. */
function killed(): string {
  const file = freshFile();
  for (const [part, bytes] of image) writeFileSync(file + part, bytes, { mode: 0o600 });
  return file;
}

function overwrite(file: string, from: number, bytes: Uint8Array): void {
  const whole = readFileSync(file);
  whole.set(bytes.subarray(0, Math.max(0, whole.length - from)), from);
  writeFileSync(file, whole);
}

/** What a start says: everything is there, or why it is refused. */
async function start(file: string): Promise<readonly string[] | NumrouteError> {
  try {
    const journal = sqliteJournal({ file });
    const lines = await linesOf(journal);
    await journal.close();
    return lines;
  } catch (error) {
    if (NumrouteError.is(error, 'INVALID_INPUT')) return error;
    throw error;
  }
}

const noise = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const size = (file: string): number => statSync(file).size;

interface Damage {
  readonly name: string;
  readonly harm: (file: string) => void;
  /** What the refusal says; absent where the log makes it good again. */
  readonly says?: RegExp;
  /** How many of the events the rescue reads at least. */
  readonly rescued: number;
}

const inFileAlone = 160;
const whole = 186;
const damages: readonly Damage[] = [
  { name: 'nothing', harm: () => undefined, rescued: whole },
  {
    name: 'a log that lost its last frame',
    harm: (file) => truncateSync(`${file}-wal`, size(`${file}-wal`) - FRAME),
    says: /the last 1 of 326 writes are gone.*put it back.*delete .*\.owner/,
    rescued: whole - 1,
  },
  {
    name: 'a log whose last frame is torn',
    harm: (file) => truncateSync(`${file}-wal`, size(`${file}-wal`) - 100),
    says: /the last 1 of 326 writes are gone/,
    rescued: whole - 1,
  },
  {
    name: 'a log whose last frame is garbled',
    harm: (file) => overwrite(`${file}-wal`, size(`${file}-wal`) - FRAME, noise(FRAME)),
    says: /the last 1 of 326 writes are gone/,
    rescued: whole - 1,
  },
  {
    name: 'a log garbled in the middle',
    harm: (file) => overwrite(`${file}-wal`, LOG_HEAD + 5 * FRAME, noise(100)),
    says: /the last 45 of 326 writes are gone/,
    rescued: inFileAlone,
  },
  {
    name: 'a log without its head',
    harm: (file) => overwrite(`${file}-wal`, 0, noise(LOG_HEAD)),
    says: /the last 46 of 326 writes are gone/,
    rescued: inFileAlone,
  },
  {
    name: 'no log',
    harm: (file) => rmSync(`${file}-wal`),
    says: /the last 46 of 326 writes are gone/,
    rescued: inFileAlone,
  },
  {
    name: 'a zeroed header that the log has once more',
    harm: (file) => overwrite(file, 0, new Uint8Array(PAGE)),
    rescued: whole,
  },
  {
    name: 'a zeroed first page and no log',
    harm: (file) => {
      overwrite(file, 0, new Uint8Array(PAGE));
      rmSync(`${file}-wal`);
    },
    says: /damaged or no journal.*restore a backup.*rescueEvents/,
    rescued: inFileAlone,
  },
  {
    name: 'half a page and the log',
    harm: (file) => truncateSync(file, PAGE / 2),
    says: /damaged.*restore a backup/,
    rescued: 20,
  },
  {
    name: 'half a page alone',
    harm: (file) => {
      truncateSync(file, PAGE / 2);
      rmSync(`${file}-wal`);
    },
    says: /damaged.*restore a backup/,
    rescued: 0,
  },
  {
    name: 'an empty file beside its log',
    harm: (file) => truncateSync(file, 0),
    says: /it is empty, and .*-wal holds what was written last/,
    rescued: 20,
  },
  {
    name: 'no file beside its log',
    harm: (file) => rmSync(file),
    says: /it is missing, and .*-wal holds what was written last/,
    rescued: 20,
  },
  {
    name: 'neither file nor log, only the word of its owner',
    harm: (file) => {
      truncateSync(file, 0);
      rmSync(`${file}-wal`);
    },
    says: /the last 326 of 326 writes are gone/,
    rescued: 0,
  },
];

describe('a journal that was killed and then damaged:', () => {
  test.each(damages)('$name', async ({ harm, says, rescued }) => {
    const file = killed();
    harm(file);
    const { lines, lost } = rescueEvents(file);
    expect(acknowledged).toEqual(expect.arrayContaining([...lines]));
    expect(lines.length).toBeGreaterThanOrEqual(rescued);
    // It counts what it misses, up to the last one that it can still read.
    const last = lines.at(-1);
    expect(lines.length + lost.length).toBe(last ? (JSON.parse(last) as { seq: number }).seq : 0);
    const said = await start(file);
    if (!says) {
      expect(said).toEqual(acknowledged);
      return;
    }
    expect(said).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(says) });
    expect((said as NumrouteError).message).toContain(file);
    // Whoever starts it again is not let in either, and the evidence is still there.
    expect(await start(file)).toMatchObject({ code: 'INVALID_INPUT' });
    expect(rescueEvents(file).lines.length).toBeGreaterThanOrEqual(rescued);
  });

  test('property: wherever it is hit, it says everything or refuses, and the rescue invents nothing', async () => {
    const hit = fc.record({
      part: fc.constantFrom('', '-wal'),
      place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      sectors: fc.integer({ min: 1, max: 40 }),
      how: fc.constantFrom('cut', 'noise', 'zeros'),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(hit, async ({ part, place, sectors, how }) => {
        const file = killed();
        const from = Math.floor((place * size(file + part)) / SECTOR) * SECTOR;
        const length = sectors * SECTOR;
        if (how === 'cut') truncateSync(file + part, from);
        else overwrite(file + part, from, how === 'noise' ? noise(length) : new Uint8Array(length));
        const said = await start(file);
        if (said instanceof Error) {
          refused += 1;
          expect(said.message).toContain(file);
        } else expect(said).toEqual(acknowledged);
        for (const line of rescueEvents(file).lines) expect(acknowledged).toContain(line);
        rmSync(file);
      }),
      { numRuns: 60 },
    );
    expect(refused).toBeGreaterThan(5);
  });

  test('goes on without what is gone once its owner file is deleted, and no sooner', async () => {
    const file = killed();
    truncateSync(`${file}-wal`, size(`${file}-wal`) - 100);
    expect(await start(file)).toMatchObject({ code: 'INVALID_INPUT' });
    // The torn end is no longer in the log, which SQLite has tidied up, but it is kept for a person.
    expect(readFileSync(`${file}-wal.kept`)).toEqual(image.get('-wal')?.subarray(0, -100));
    rmSync(`${file}.owner`);
    const journal = sqliteJournal({ file });
    expect(await linesOf(journal)).toEqual(acknowledged.slice(0, -1));
    await journal.append(event('new', intent('new', 'new')));
    // It holds phones and codes, too.
    await journal.forget(Date.now());
    expect(existsSync(`${file}-wal.kept`)).toBe(false);
    await journal.close();
  });

  test('an order in flight that is not what its events say is refused', async () => {
    const file = killed();
    await start(file);
    const bytes = readFileSync(file);
    // One digit of one phone: well-formed, and somebody else's.
    const order = '"id":"69","phone":"+3725550001"';
    bytes[bytes.indexOf(order) + order.length - 2] = '6'.charCodeAt(0);
    writeFileSync(file, bytes);
    expect(await start(file)).toMatchObject({ message: expect.stringMatching(/not what its events say/) });
  });

  test('a file whose pages are sound and whose rows are not all there is refused', async () => {
    const file = killed();
    await start(file);
    const database = new DatabaseSync(file);
    // Of an order that is over, so that nothing else tells.
    database.exec("DROP TRIGGER event_no_delete; DELETE FROM event WHERE attempt = 'a1'");
    database.close();
    expect(await start(file)).toMatchObject({ message: expect.stringMatching(/rows are missing.*restore/) });
  });

  test('a journal that is open here is not read from under its owner', async () => {
    const file = freshFile();
    const journal = sqliteJournal({ file });
    expect(() => rescueEvents(file)).toThrow('not open here');
    await journal.append(event('a', intent()));
    await journal.close();
    expect(() => rescueEvents(`${file}.none`)).toThrow('a file that is there');
  });
});
