import { type Account, asNumrouteError } from './accounts.ts';
import { type CancelContext, cancelOnce, insist } from './cancelling.ts';
import { finish } from './follow.ts';
import type { JournalEntry } from './journal.ts';
import { allows, UNRESOLVED } from './lifecycle/index.ts';
import { type SettleContext, settle, settleOnce } from './settling.ts';

export interface BackgroundContext extends CancelContext, SettleContext {
  /** Ends everything here. */
  readonly signal: AbortSignal;
  readonly unattendedGraceMs: number;
}

/** What the router does about orders by itself, beside what it is asked for. */
export interface Background {
  /** One look for a lost purchase; then it is looked for until it is settled. */
  settle(account: Account, entry: JournalEntry, forMs?: number): Promise<JournalEntry>;
  /** Takes up what an earlier run or a lost reply left, if there is anything to do. */
  pursue(account: Account, entry: JournalEntry): void;
  /** Cancels and insists; resolves after the first try. */
  giveUp(account: Account, entry: JournalEntry, why: string): Promise<JournalEntry>;
  /** Gives an order up that was found again, unless somebody asks for it soon. */
  leaveAlone(account: Account, entry: JournalEntry): void;
  /** Somebody takes care of the order. */
  attend(entry: JournalEntry): void;
  cancelUnattended(
    entries: readonly JournalEntry[],
    accounts: ReadonlyMap<string, Account>,
  ): Promise<readonly JournalEntry[]>;
  cancelAll(entries: readonly JournalEntry[], accounts: ReadonlyMap<string, Account>): Promise<void>;
  idle(): Promise<void>;
}

export function createBackground(context: BackgroundContext): Background {
  const { clock, signal, emit, unattendedGraceMs } = context;
  /** One task an attempt, whatever it is about. */
  const tasks = new Map<string, Promise<JournalEntry>>();
  const attended = new Set<string>();

  const run = (entry: JournalEntry, task: () => Promise<JournalEntry>): Promise<JournalEntry> => {
    const going = tasks.get(entry.id);
    if (going) return going;
    const begun = task().finally(() => tasks.delete(entry.id));
    begun.catch((thrown: unknown) => {
      if (signal.aborted) return;
      const { provider } = entry.offer;
      const ref = { provider, id: entry.order?.id ?? '' };
      emit({ type: 'poll-failed', ref, error: asNumrouteError(thrown, provider) });
    });
    tasks.set(entry.id, begun);
    return begun;
  };

  const settling = (account: Account, entry: JournalEntry): Promise<JournalEntry> =>
    run(entry, async () => {
      const settled = await settle(account, entry, signal, context);
      if (settled.state === 'open') queueMicrotask(() => leaveAlone(account, settled));
      return settled;
    });

  /** An order that was found again and that nobody asks for would only cost money. */
  const leaveAlone = (account: Account, entry: JournalEntry): void => {
    if (attended.has(entry.id) || signal.aborted) return;
    run(entry, async () => {
      await clock.sleep(unattendedGraceMs, signal);
      const latest = (await account.pen.read(entry.id)) ?? entry;
      if (attended.has(entry.id) || latest.state !== 'open') return latest;
      return await insist(account, await wanted(account, latest, 'nobody asked for it'), signal, context);
    }).catch(() => undefined);
  };

  const wanted = async (account: Account, entry: JournalEntry, why: string): Promise<JournalEntry> => {
    if (!allows(entry.state, 'cancel-wanted')) return entry;
    const notBefore = entry.order?.cancelAfter ?? 0;
    return (
      (await account.pen.note(entry.id, 'canceller', {
        kind: 'cancel-wanted',
        why,
        insist: true,
        notBefore,
      })) ?? entry
    );
  };

  const insisting = (account: Account, entry: JournalEntry): void => {
    run(entry, () => insist(account, entry, signal, context)).catch(() => undefined);
  };

  const giveUp: Background['giveUp'] = async (account, entry, why) => {
    const due = await wanted(account, entry, why);
    if (due.state !== 'open') return due;
    const early = Math.max(due.cancel?.notBefore ?? 0, due.order?.cancelAfter ?? 0) > clock.now();
    const latest = early
      ? due
      : await cancelOnce(account, due, 'canceller', signal, context).catch(
          async () => (await account.pen.read(due.id)) ?? due,
        );
    if (latest.state === 'open') insisting(account, latest);
    return latest;
  };

  return {
    giveUp,
    leaveAlone,
    settle: async (account, entry, forMs = 0) => {
      const first = await settleOnce(account, entry, signal, context, 'list');
      if (!UNRESOLVED.includes(first.state)) return first;
      const going = settling(account, first);
      if (forMs <= 0) return first;
      const done = new AbortController();
      const late = clock.sleep(forMs, AbortSignal.any([done.signal, signal])).then(
        () => first,
        () => first,
      );
      try {
        return await Promise.race([going.catch(() => first), late]);
      } finally {
        done.abort();
      }
    },
    pursue: (account, entry) => {
      if (UNRESOLVED.includes(entry.state)) settling(account, entry).catch(() => undefined);
      else if (entry.state === 'open' && entry.cancel?.insist) insisting(account, entry);
      else if (entry.state === 'delivered' && entry.finishAsked) {
        run(entry, () => finish(account, entry, signal)).catch(() => undefined);
      }
    },
    attend: ({ id }) => {
      attended.add(id);
    },
    cancelUnattended: async (entries, accounts) =>
      await Promise.all(
        entries.map(async (entry) => {
          const account = accounts.get(entry.offer.provider);
          if (!account || entry.state !== 'open' || attended.has(entry.id)) return entry;
          return await giveUp(account, entry, 'left by an earlier run');
        }),
      ),
    cancelAll: async (entries, accounts) => {
      await Promise.all(
        entries.map(async (entry) => {
          const account = accounts.get(entry.offer.provider);
          if (account) await giveUp(account, entry, 'the router was closed');
        }),
      );
    },
    idle: async () => {
      await Promise.allSettled(tasks.values());
    },
  };
}
