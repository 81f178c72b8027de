import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresJournal } from '@numroute/postgres';
import { startPostgres } from '../../../../test/support/postgres.ts';
import { seeded } from '../../random.ts';
import { fastClock } from '../fast-clock.ts';
import { openMarket } from '../market.ts';
import { openWants } from '../wants.ts';
import { type Duellist, enter } from './duellist.ts';
import { harms } from './harms.ts';
import { type DuelWord, FACTOR } from './plan.ts';
import { type DuelVerdict, judgeDuel, takeNotes } from './referee.ts';

const OWNER_MS = 30_000;
const SALES = 6;

export interface Duel {
  readonly seed: number;
  readonly times: number;
  /** Only harms whose name contains it. */
  readonly only?: string;
  readonly mutant?: string;
  readonly say: (line: string) => void;
}

/** Two processes on one PostgreSQL journal: whoever is the owner is harmed, again and again. */
export async function duel({ seed, times, only = '', mutant, say }: Duel): Promise<DuelVerdict> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-duel-'));
  const random = seeded(seed);
  const epoch = Date.now();
  const server = await startPostgres();
  await using market = await openMarket(fastClock(FACTOR, epoch), random.apart(1).next);
  const wants = openWants({ file: '', epoch, factor: FACTOR, market });
  const notes = takeNotes();
  const inside = new Set<Duellist>();
  /** Replies that the process of that name has read. */
  const read = new Map<string, string>();
  const lostReplies = new Set<string>();
  let owner: Duellist | undefined;
  let isLast = false;
  let count = 0;
  let failed: string | undefined;
  const over = Promise.withResolvers<void>();
  const heard = (word: DuelWord, from: Duellist): void => {
    notes.heard(word);
    if (word.kind === 'owner') {
      owner = from;
      from.tell({ kind: 'buy', setup: wants.setup(isLast) });
    } else if (word.kind === 'bought') read.set(word.order, from.name);
    else if (word.kind === 'over') over.resolve();
    else if (word.kind === 'failed') failed ??= `${from.name}: ${word.why}`;
    else if (word.kind === 'begun' || word.kind === 'done') wants.heard(word);
  };
  const next = async (): Promise<void> => {
    count += 1;
    const still = random.pick(['none', 'wall', 'monotonic'] as const);
    const given = { database: server.port ?? 0, folder, name: `p${count}`, still, heard };
    inside.add(await enter({ ...given, ...(mutant !== undefined && { mutant }) }));
  };
  const owned = async (): Promise<Duellist> => {
    for (const end = Date.now() + OWNER_MS; Date.now() < end; await delay(10)) {
      if (failed !== undefined) throw new Error(failed);
      if (owner) return owner;
    }
    throw new Error('Nobody became the owner');
  };
  const gone = async (one: Duellist): Promise<void> => {
    for (const [order, name] of read) if (name === one.name) lostReplies.add(order);
    inside.delete(one);
    await one[Symbol.asyncDispose]();
  };
  try {
    await next();
    await owned();
    await next();
    const chosen = Object.entries(harms).filter(([name]) => name.includes(only));
    for (let time = 1; time <= times; time += 1) {
      await market.sales(random.whole(1, SALES), 3_000);
      // Not before: after a database that was stopped another one may have taken over meanwhile.
      const victim = await owned();
      const [name, harm] = random.pick(chosen);
      // Who stands by may take over while it lasts.
      owner = undefined;
      const lives = await harm({ owner: victim, market, server });
      if (!lives) {
        await gone(victim);
        await next();
      }
      if (owner === undefined && name !== 'database stopped') await owned();
      owner ??= victim;
      say(`${time}: ${victim.name} ${name}; ${market.calls.sales} sold, ${wants.count()}`);
    }
    isLast = true;
    for (const one of [...inside]) await gone(one);
    owner = undefined;
    await next();
    await Promise.race([
      over.promise,
      delay(120_000, undefined, { ref: false }).then(() => {
        throw new Error(failed ?? 'The last process came to no end');
      }),
    ]);
    for (const one of [...inside]) await gone(one);
    const journal = await postgresJournal({ url: server.url });
    try {
      return await judgeDuel({ journal, url: server.url, market, notes, lostReplies });
    } finally {
      await journal.close();
    }
  } finally {
    for (const one of inside) await one[Symbol.asyncDispose]();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
