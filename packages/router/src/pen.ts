import { type Clock, NumrouteError, type OrderRef } from '@numroute/core';
import PQueue from 'p-queue';
import type { Journal, JournalEntry } from './journal.ts';
import { type Actor, type AttemptEvent, allows, type Happening, transition } from './lifecycle/index.ts';

/**
 * Writes what happens at one account, one event after the other. What a vendor has said is true even
 * where the disk is full: then it is kept here, and written before anything else as soon as it can be.
 */
export interface Pen {
  /** The entry as known now, also where the journal could not be told yet. */
  find(ref: OrderRef): Promise<JournalEntry | undefined>;
  read(attempt: string): Promise<JournalEntry | undefined>;
  /**
   * Written, or rejected: for what must be on the disk before a request leaves.
   *
   * @throws {NumrouteError} WRONG_STATE, UNAVAILABLE As the journal says.
   */
  write(attempt: string, by: Actor, happening: Happening): Promise<JournalEntry>;
  /**
   * The entry afterwards, written or kept until it can be; unchanged where the attempt has gone past
   * such an event, and undefined where nobody knows it.
   */
  note(attempt: string, by: Actor, happening: Happening): Promise<JournalEntry | undefined>;
  /** Rises with every event of the account. */
  readonly version: number;
  /** Writes what waits, if the journal takes it by now. */
  catchUp(): Promise<void>;
  /** Whether something waits to be written. */
  readonly isBehind: boolean;
  idle(): Promise<void>;
}

export interface PenContext {
  readonly journal: Journal;
  readonly clock: Clock;
  /** Told after each event, with the entries before and after it. */
  readonly wrote: (after: JournalEntry, before: JournalEntry | undefined, happening: Happening) => void;
  readonly failed: (error: unknown) => void;
}

/** A poll that found nothing new is not worth a line. */
function isNoNews(before: JournalEntry, event: AttemptEvent): boolean {
  if (event.kind !== 'reported') return false;
  const facts = ({ order }: Pick<JournalEntry, 'order'>): string =>
    JSON.stringify([
      order?.status,
      order?.messages,
      order?.another,
      order?.paid,
      order?.expiresAt,
      order?.cancelAfter,
    ]);
  return facts(before) === facts(transition(before, event));
}

export function createPen({ journal, clock, wrote, failed }: PenContext): Pen {
  const line = new PQueue({ concurrency: 1 });
  let version = 0;
  let backlog: AttemptEvent[] = [];
  /** Entries that are ahead of the journal. */
  const ahead = new Map<string, JournalEntry>();

  const catchUp = async (): Promise<void> => {
    while (backlog[0]) {
      await journal.append(backlog[0]);
      backlog = backlog.slice(1);
    }
    ahead.clear();
  };
  const read = async (attempt: string): Promise<JournalEntry | undefined> =>
    ahead.get(attempt) ?? (await journal.findAttempt(attempt));
  const moment = (): Pick<AttemptEvent, 'at' | 'up'> => {
    const up = journal.uptime?.();
    return { at: clock.now(), ...(up && { up }) };
  };
  const dated = (attempt: string, by: Actor, happening: Happening): AttemptEvent => ({
    ...happening,
    attempt,
    by,
    ...moment(),
  });

  return {
    read,
    find: async (ref) => {
      for (const entry of ahead.values()) {
        if (entry.order?.id === ref.id && entry.offer.provider === ref.provider) return entry;
      }
      return await journal.findOrder(ref);
    },
    write: async (attempt, by, happening) =>
      await line.add(async () => {
        await catchUp();
        const before = await journal.findAttempt(attempt);
        const after = await journal.append(dated(attempt, by, happening));
        version += 1;
        wrote(after, before, happening);
        return after;
      }),
    note: async (attempt, by, happening) =>
      await line.add(async () => {
        const before = await read(attempt);
        if (before ? !allows(before.state, happening.kind) : happening.kind !== 'surplus') return before;
        const event = dated(attempt, by, happening);
        if (before && isNoNews(before, event)) {
          await catchUp().catch(() => undefined);
          return before;
        }
        let after: JournalEntry;
        try {
          await catchUp();
          after = await journal.append(event);
        } catch (error) {
          // The lifecycle or a rule forbids it: writing it later would not help.
          if (NumrouteError.is(error, 'WRONG_STATE', 'INVALID_INPUT')) throw error;
          after = { ...transition(before, event), number: before?.number ?? 0 };
          backlog.push(event);
          ahead.set(attempt, after);
          failed(error);
        }
        version += 1;
        wrote(after, before, happening);
        return after;
      }),
    get version(): number {
      return version;
    },
    get isBehind(): boolean {
      return backlog.length > 0;
    },
    catchUp: async () => {
      if (backlog.length > 0) await line.add(() => catchUp().catch(failed));
    },
    idle: async () => {
      await line.add(() => catchUp().catch(failed));
      await line.onIdle();
    },
  };
}
