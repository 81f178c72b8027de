import { hostname } from 'node:os';
import { type Clock, NumrouteError, systemClock } from '@numroute/core';
import type { Journal, LeasingJournal } from '@numroute/journal';
import { leaseOver, momentOf } from '@numroute/journal/parts';
import { Appends } from './entries/append.ts';
import { type Fence, fenceOf } from './entries/fence.ts';
import { keptBy } from './entries/kept.ts';
import { readKnown, readsOver } from './entries/reads.ts';
import { forgetBefore } from './entries/retention.ts';
import { wantAt } from './entries/rows.ts';
import { Unanswered } from './entries/unanswered.ts';
import { hear } from './hearing.ts';
import { LeaseTable } from './leases/taking.ts';
import { migrate, SCHEMA } from './schema/migrate.ts';
import { tendMonths } from './schema/partitions.ts';
import { checkDurable, connect } from './store/connection.ts';
import { Database, type PostgresPool } from './store/database.ts';
import { failure, isRefused } from './store/errors.ts';
import { Listener } from './store/listener.ts';
import { cell, checkName, maybeCell } from './store/names.ts';
import { DatabaseUptime } from './store/uptime.ts';
import { learnUptime } from './store/uptime-question.ts';

const KEEP_EVENTS_MS = 396 * 86_400_000;
/** The owner looks after the months of events so often. */
const TEND_EVERY_MS = 86_400_000;

/** Which database, and whose accounts. */
export interface PostgresJournalOptions {
  /** Such as `postgres://name@host:5432/database`; what is absent is taken from `PGPASSWORD` and its like. */
  readonly url?: string;
  /** In the place of `url`: a `Pool` of `pg`. The journal ends it. */
  readonly pool?: PostgresPool;
  /** Everything lives in it. One schema is one journal. @default 'numroute' */
  readonly schema?: string;
  /** Names the accounts that are taken together. @default 'main' */
  readonly house?: string;
  /** Who this is, for people. @default host, process and a random word */
  readonly owner?: string;
  /** Events are kept in their table for so long; whole months that are older are taken out of it. @default 13 months */
  readonly keepEventsMs?: number;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** A journal in PostgreSQL, which several processes share. */
export interface PostgresJournal extends LeasingJournal {
  /** Ends every connection. Leases are released before, or run out. */
  close(): Promise<void>;
}

/**
 * Opens a journal in PostgreSQL and makes its tables where there are none. Whoever wants to buy takes a lease
 * of the accounts first (`standBy`, or `take`), and uses the journal of the lease.
 *
 * @throws {NumrouteError} INVALID_INPUT An option is wrong, the server is older than 13, or it would
 *   acknowledge what is on no disk.
 * @throws {NumrouteError} UNAVAILABLE The database cannot be reached, or refuses the role.
 */
export async function postgresJournal(options: PostgresJournalOptions): Promise<PostgresJournal> {
  const { url, pool: own, clock = systemClock, keepEventsMs = KEEP_EVENTS_MS } = options;
  const s = checkName('journal.schema', options.schema ?? 'numroute');
  const house = checkName('journal.house', options.house ?? 'main');
  const { owner = `${hostname()}:${process.pid}:${crypto.randomUUID().slice(0, 8)}` } = options;
  if ((url === undefined) === (own === undefined))
    throw NumrouteError.input('journal', 'either a url or a pool');
  const pool = own ?? connect(url ?? '');
  const database = new Database(pool);
  const writer = crypto.randomUUID();
  const listener = new Listener(pool, s);
  const uptime = new DatabaseUptime(clock);
  let version: number;
  try {
    await checkDurable(database);
    version = await migrate(database, s);
    await learnUptime(database, s, uptime, clock);
  } catch (error) {
    await database.close();
    throw error;
  }
  const parts = { database, schema: s, writer, listener };
  const reads = readsOver(database, s);
  const leases = new LeaseTable(database, s);
  const unanswered: Unanswered[] = [];
  let isClosed = false;
  let closing: Promise<void> | undefined;
  const usable = (): void => {
    if (isClosed) throw new NumrouteError('CLOSED', 'the journal was closed', {});
  };
  /** Words that are on their way are one. */
  let words: Promise<void> | undefined;
  let isToBeTold = false;
  const tellOthers = (): void => {
    isToBeTold = true;
    words ??= (async () => {
      while (isToBeTold && !isClosed) {
        isToBeTold = false;
        await listener.say(`event ${writer}`).catch(() => undefined);
      }
      words = undefined;
    })();
  };

  const under = (fence: Fence): Journal => {
    const appends = new Appends({ ...parts, fence });
    const doubts = new Unanswered(
      appends,
      async (attempt) => (await readKnown(database, s, attempt))?.entry.state,
    );
    unanswered.push(doubts);
    return {
      ...reads,
      openWant: async (want) => {
        usable();
        const { id, key, buyer, kind, print, at } = want;
        try {
          const [row] = await database.write(
            `WITH made AS (INSERT INTO ${s}.want (id, key, buyer, kind, print, at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (key) DO NOTHING RETURNING *)
             SELECT * FROM made UNION ALL SELECT * FROM ${s}.want WHERE key = $2 LIMIT 1`,
            [cell(id), maybeCell(key), maybeCell(buyer), kind ?? null, cell(print), Math.trunc(at)],
          );
          // Another connection made it after this statement began.
          const [other] = row
            ? [row]
            : await database.read(`SELECT * FROM ${s}.want WHERE key = $1`, [maybeCell(key)]);
          return wantAt(other) ?? want;
        } catch (error) {
          throw failure(error, 'written');
        }
      },
      append: async (event) => {
        usable();
        if (event.kind === 'intent') await doubts.settle(event.offer.provider);
        try {
          const entry = await appends.append(event);
          tellOthers();
          return entry;
        } catch (error) {
          const isLost = NumrouteError.is(error, 'UNAVAILABLE') && error.cause !== undefined;
          if (event.kind === 'intent' && isLost && !isRefused(error.cause)) doubts.add(event);
          throw error;
        }
      },
      ...keptBy({ database, schema: s, fence, usable }),
      forget: async (before) => {
        usable();
        return await forgetBefore({ database, schema: s, fence }, before);
      },
      uptime: () => uptime.read(),
      subscribe: (tell) => hear(parts, tell),
      mustOwn: async (providers) => {
        for (const provider of providers) await fence.mustHold(provider);
      },
    };
  };

  let tendedAt = Number.NEGATIVE_INFINITY;
  let tending: Promise<unknown> | undefined;
  const tend = (): void => {
    if (clock.monotonic() - tendedAt < TEND_EVERY_MS) return;
    tendedAt = clock.monotonic();
    tending = tendMonths(database, { schema: s, keepMs: keepEventsMs }).catch(() => undefined);
  };

  /** What was taken or renewed is so, whatever becomes of this question; our own clock goes on meanwhile. */
  const keepTime = async (): Promise<void> => {
    await learnUptime(database, s, uptime, clock).catch(() => undefined);
  };

  const shutDown = async (): Promise<void> => {
    isClosed = true;
    await tending;
    for (const one of unanswered) one.close();
    listener.end();
    await words;
    await database.close();
  };
  return {
    ...under(fenceOf(database, s, 0)),
    take: async (terms) => {
      usable();
      if (version > SCHEMA)
        throw NumrouteError.input(
          'journal',
          `a schema of version ${SCHEMA} or older: a newer program works with it, and this one only reads`,
          `version ${version}`,
        );
      const asked = momentOf(clock);
      const taken = await leases.take(terms, house, owner);
      await keepTime();
      if ('until' in taken) return taken;
      tend();
      const journal: Journal = {
        ...under(fenceOf(database, s, taken.fence)),
        wasLeft: taken.wasLeft,
      };
      const lease = leaseOver({
        fence: taken.fence,
        ttlMs: taken.ttlMs,
        journal,
        clock,
        asked,
        renew: async () => await leases.renew(taken),
        release: async () => {
          await leases.release(taken);
          listener.say('lease').catch(() => undefined);
        },
      });
      return {
        ...lease,
        renew: async () => {
          const answer = await lease.renew();
          tend();
          await keepTime();
          return answer;
        },
      };
    },
    holders: async () => await leases.holders(),
    askToYield: async () => {
      const isAsked = await leases.askToYield(house);
      if (isAsked) await listener.say('lease').catch(() => undefined);
      return isAsked;
    },
    onLease: (tell) =>
      listener.listen((word) => {
        if (word === 'lease') tell();
      }),
    close: async () => {
      closing ??= shutDown();
      await closing;
    },
  };
}
