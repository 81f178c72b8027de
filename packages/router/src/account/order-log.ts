import { NumrouteError, type OrderRef } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import {
  type Actor,
  type AttemptEvent,
  type AttemptState,
  allows,
  ENDED,
  type Happening,
  transition,
} from '@numroute/journal';
import PQueue from 'p-queue';
import type { Runtime } from './runtime.ts';

/**
 * Writes what happens at one account, one event after the other, and tells whoever has subscribed. What a
 * vendor has said is true even where the disk is full: the log keeps such an event, and writes it before
 * anything else as soon as the journal takes it.
 */
export interface OrderLog {
  /**
   * Told of every change at the account, as soon as it is written or kept, in the order of subscription.
   * A subscriber may write to the log, and may not wait for it.
   */
  subscribe(tell: (change: Change) => void): void;
  /** Told of every change of one attempt, after the subscribers. */
  watch(attempt: string, watcher: Watcher): void;
  /** Tells this one no more. */
  leave(attempt: string, watcher: Watcher): void;
  /** The entry as known now, also where the journal could not be told yet. */
  find(ref: OrderRef): Promise<JournalEntry | undefined>;
  read(attempt: string): Promise<JournalEntry | undefined>;
  /** Every attempt of this account that is in one of these states, as known now. */
  list(states: readonly AttemptState[]): Promise<readonly JournalEntry[]>;
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
  /** Another process has written about an attempt of this account: all are told, as of what is written here. */
  heard(entry: JournalEntry, happening: Happening): void;
  /** Rises with every event of the account. */
  readonly version: number;
  /** Writes what waits, if the journal takes it by now. */
  catchUp(): Promise<void>;
  /** What the journal said when it failed last. */
  readonly trouble: string | undefined;
  /** Whether something waits to be written. */
  readonly isBehind: boolean;
  /** Resolves when nothing does any more; never, if the router is closed first. */
  caughtUp(): Promise<void>;
  idle(): Promise<void>;
}

export interface Watcher {
  changed(entry: JournalEntry): void;
}

/** What was written about one attempt, with the entry before and after it. */
export interface Change {
  readonly after: JournalEntry;
  readonly before: JournalEntry | undefined;
  readonly happening: Happening;
  /** Another process wrote it. */
  readonly isHeard?: true;
}

/** A full disk has room again now and then. */
const PAUSES_MS = [1_000, 2_000, 5_000, 15_000];

/** The lifecycle, a rule or another owner forbids it: writing it later would not help. */
const isFinal = (error: unknown): boolean =>
  NumrouteError.is(error, 'WRONG_STATE', 'INVALID_INPUT', 'NOT_OWNER');

/** A poll that found nothing new is not worth a line. */
function isNoNews(before: JournalEntry, event: AttemptEvent): boolean {
  if (event.kind !== 'reported') return false;
  const facts = ({ order }: Pick<JournalEntry, 'order'>): string =>
    JSON.stringify([
      order?.phone,
      order?.status,
      order?.messages,
      order?.another,
      order?.paid,
      order?.expiresAt,
      order?.cancelAfter,
    ]);
  return facts(before) === facts(transition(before, event));
}

/** The later of two attempts. What is not written yet has no number. */
function later(one: JournalEntry | undefined, other: JournalEntry): JournalEntry {
  const { number } = other;
  return one && number > 0 && (one.number === 0 || one.number > number) ? one : other;
}

export function createOrderLog(
  provider: string,
  { journal, clock, emit, signal }: Pick<Runtime, 'journal' | 'clock' | 'emit' | 'signal'>,
): OrderLog {
  const line = new PQueue({ concurrency: 1 });
  let trouble: string | undefined;
  const failed = (error: unknown): void => {
    trouble = NumrouteError.is(error) ? error.message : undefined;
    emit({ type: 'journal-failed', provider, error: NumrouteError.from(error, provider) });
  };
  /** As written last, while something may still happen to them: a disk that cannot be read loses no word. */
  const unfinished = new Map<string, JournalEntry>();
  const subscribers: ((change: Change) => void)[] = [];
  const watchers = new Map<string, readonly Watcher[]>();
  const publish = (
    after: JournalEntry,
    before: JournalEntry | undefined,
    happening: Happening,
    isHeard?: true,
  ): JournalEntry => {
    version += 1;
    if (ENDED.includes(after.state)) unfinished.delete(after.id);
    else unfinished.set(after.id, after);
    for (const tell of subscribers) tell({ after, before, happening, ...(isHeard && { isHeard }) });
    for (const watcher of watchers.get(after.id) ?? []) watcher.changed(after);
    return after;
  };
  let version = 0;
  let backlog: AttemptEvent[] = [];
  /** Entries that are ahead of the journal. */
  const ahead = new Map<string, JournalEntry>();

  const readers = new Set<() => void>();

  const catchUp = async (): Promise<void> => {
    for (let [first] = backlog; first; [first] = backlog) {
      await journal.append(first).catch((error: unknown) => {
        // It was written although the answer was lost, or can never be: others must not wait behind it.
        if (!isFinal(error)) throw error;
        failed(error);
      });
      backlog = backlog.slice(1);
    }
    ahead.clear();
    for (const tell of readers) tell();
    readers.clear();
  };
  let isTrying = false;
  /** Nobody else may ever write at this account: it is shut while something waits. */
  const keepTrying = async (): Promise<void> => {
    if (isTrying) return;
    isTrying = true;
    try {
      for (let tries = 0; backlog.length > 0; tries += 1) {
        await clock.sleep(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)] ?? 0, signal);
        await line.add(() => catchUp().catch(failed));
      }
    } finally {
      isTrying = false;
    }
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
    subscribe: (tell) => {
      subscribers.push(tell);
    },
    watch: (attempt, watcher) => {
      const earlier = watchers.get(attempt);
      watchers.set(attempt, earlier ? [...earlier, watcher] : [watcher]);
    },
    leave: (attempt, watcher) => {
      const others = watchers.get(attempt)?.filter((one) => one !== watcher) ?? [];
      if (others.length > 0) watchers.set(attempt, others);
      else watchers.delete(attempt);
    },
    list: async (states) => {
      const written = await journal.list({ provider, states });
      const entries = [...written.filter(({ id }) => !ahead.has(id)), ...ahead.values()];
      return entries.filter(({ state }) => states.includes(state));
    },
    find: async (ref) => {
      const waiting = [...ahead.values()]
        .filter(({ order, offer }) => order?.id === ref.id && offer.provider === ref.provider)
        .reduce<JournalEntry | undefined>((latest, one) => later(latest, one), undefined);
      if (!waiting) return await journal.findOrder(ref);
      return later(await journal.findOrder(ref).catch(() => undefined), waiting);
    },
    write: async (attempt, by, happening) =>
      await line.add(async () => {
        await catchUp();
        const before = await journal.findAttempt(attempt);
        const after = await journal.append(dated(attempt, by, happening));
        return publish(after, before, happening);
      }),
    note: async (attempt, by, happening) =>
      await line.add(async () => {
        const before = await read(attempt).catch((error: unknown) => {
          const last = unfinished.get(attempt);
          if (!last) throw error;
          failed(error);
          return last;
        });
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
          if (isFinal(error)) throw error;
          after = { ...transition(before, event), number: before?.number ?? 0 };
          backlog.push(event);
          ahead.set(attempt, after);
          failed(error);
          keepTrying().catch(() => undefined);
        }
        return publish(after, before, happening);
      }),
    heard: (entry, happening) => {
      line
        .add(async () => {
          // What is written here waits to be, and goes on from what was heard or fails.
          if (ahead.has(entry.id)) return;
          // More may have been written about it since it was heard.
          const after = (await journal.findAttempt(entry.id).catch(() => undefined)) ?? entry;
          publish(after, unfinished.get(entry.id), happening, true);
        })
        .catch(() => undefined);
    },
    get version(): number {
      return version;
    },
    get trouble(): string | undefined {
      return trouble;
    },
    get isBehind(): boolean {
      return backlog.length > 0;
    },
    caughtUp: async () => {
      if (backlog.length === 0) return;
      await new Promise<void>((resolve) => {
        readers.add(resolve);
      });
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
