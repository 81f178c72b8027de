import { NumrouteError } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import { allows, ENDED, UNRESOLVED, type Unlike } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { unlikeOf } from '../buying/as-offered.ts';
import { type SettleContext, settle, settleOnce } from '../reconciliation/lost-purchase.ts';
import { traceOf } from '../trace.ts';
import { type CancelContext, insist, type Step, step, waitFor } from './cancel.ts';
import { finish } from './follow.ts';
import { revisit } from './revisit.ts';

export interface BackgroundContext extends CancelContext, SettleContext {
  /** Nobody waits any longer for a purchase that is looked for. */
  readonly stopping: AbortSignal;
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
  giveUp(account: Account, entry: JournalEntry, why: string, unlike?: Unlike): Promise<JournalEntry>;
  /** Gives an order up that was found again, unless somebody asks for it soon. */
  leaveAlone(account: Account, entry: JournalEntry): void;
  /** Somebody takes care of the order. */
  attend(entry: JournalEntry): void;
  /** To be told of every entry that changes: what is over needs nobody's care. */
  changed(account: Account, entry: JournalEntry): void;
  /** Tells the vendor that we are done; once, however many ask for it. */
  finish(account: Account, entry: JournalEntry): Promise<JournalEntry>;
  cancelUnattended(
    entries: readonly JournalEntry[],
    accounts: ReadonlyMap<string, Account>,
  ): Promise<readonly JournalEntry[]>;
  /** Whether this run bought the order, or was asked about it. */
  isOurs(entry: JournalEntry): boolean;
  idle(): Promise<void>;
}

export function createBackground(context: BackgroundContext): Background {
  const { clock, signal, stopping, emit, unattendedGraceMs } = context;
  /** One task of a kind for an attempt. */
  const tasks = new Map<string, Promise<JournalEntry>>();
  const attended = new Set<string>();

  const run = (
    kind: 'settle' | 'leave' | 'cancel' | 'finish' | 'revisit',
    entry: JournalEntry,
    task: () => Promise<JournalEntry>,
  ): Promise<JournalEntry> => {
    const name = `${kind} ${entry.id}`;
    const going = tasks.get(name);
    if (going) return going;
    const begun = task().finally(() => tasks.delete(name));
    begun.catch((thrown: unknown) => {
      if (signal.aborted) return;
      const { provider } = entry.offer;
      const ref = { provider, id: entry.order?.id ?? '' };
      emit({ type: 'poll-failed', ref, ...traceOf(entry), error: NumrouteError.from(thrown, provider) });
    });
    tasks.set(name, begun);
    return begun;
  };

  const settling = (account: Account, entry: JournalEntry): Promise<JournalEntry> =>
    run('settle', entry, async () => {
      const settled = await settle(account, entry, signal, context);
      if (settled.state === 'open') leaveAlone(account, settled);
      return settled;
    });

  /** An order that was found again and that nobody asks for would only cost money. */
  const leaveAlone = (account: Account, entry: JournalEntry): void => {
    if (attended.has(entry.id) || signal.aborted) return;
    run('leave', entry, async () => {
      await clock.sleep(unattendedGraceMs, signal);
      const latest = (await account.pen.read(entry.id)) ?? entry;
      if (attended.has(entry.id) || latest.state !== 'open') return latest;
      return await giveUp(account, latest, 'nobody asked for it');
    }).catch(() => undefined);
  };

  const wanted = async (
    account: Account,
    entry: JournalEntry,
    why: string,
    known: Unlike | undefined,
  ): Promise<JournalEntry> => {
    if (!allows(entry.state, 'cancel-wanted')) return entry;
    // Nobody may have judged the order yet. Under its key it must not be handed out later.
    const unlike = known ?? unlikeOf(entry);
    const notBefore = entry.order?.cancelAfter ?? clock.now();
    return (
      (await account.pen.note(entry.id, 'canceller', {
        kind: 'cancel-wanted',
        why,
        insist: true,
        notBefore,
        ...(unlike && { unlike }),
      })) ?? entry
    );
  };

  const insisting = (account: Account, next: Step): void => {
    run('cancel', next.entry, () => insist(account, next, signal, context)).catch(() => undefined);
  };

  const giveUp: Background['giveUp'] = async (account, entry, why, unlike) => {
    const due = await wanted(account, entry, why, unlike);
    if (due.state !== 'open') return due;
    const waitMs = waitFor(due, account.provider.manifest.timing, context);
    const next =
      waitMs > 0
        ? { entry: due, waitMs }
        : await step(account, due, signal, context).catch(() => ({ entry: due, waitMs }));
    if (next.entry.state === 'open') insisting(account, next);
    return next.entry;
  };

  const finishing = (account: Account, entry: JournalEntry): Promise<JournalEntry> =>
    run('finish', entry, () => finish(account, entry, signal));

  const revisiting = (account: Account, entry: JournalEntry): void => {
    run('revisit', entry, () => revisit(account, entry, signal, context)).catch(() => undefined);
  };

  return {
    giveUp,
    leaveAlone,
    finish: finishing,
    changed: (account, entry) => {
      const { id, state } = entry;
      if (!ENDED.includes(state)) return;
      if (state === 'gone' && account.isDenied(id)) revisiting(account, entry);
      attended.delete(id);
      account.affirmed(id);
    },
    settle: async (account, entry, forMs = 0) => {
      const first = await settleOnce(account, entry, signal, context, 'list');
      if (!UNRESOLVED.includes(first.state)) return first;
      const going = settling(account, first);
      if (forMs <= 0) return first;
      const done = new AbortController();
      const late = clock.sleep(forMs, AbortSignal.any([done.signal, stopping])).then(
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
      else if (entry.state === 'open' && entry.cancel?.insist)
        insisting(account, { entry, waitMs: waitFor(entry, account.provider.manifest.timing, context) });
      else if (entry.state === 'gone') revisiting(account, entry);
      else if (entry.state === 'delivered' && entry.finishAsked) {
        finishing(account, entry).catch(() => undefined);
      }
    },
    attend: ({ id }) => {
      attended.add(id);
    },
    isOurs: ({ id }) => attended.has(id),
    cancelUnattended: async (entries, accounts) =>
      await Promise.all(
        entries.map(async (entry) => {
          const account = accounts.get(entry.offer.provider);
          if (!account || entry.state !== 'open' || attended.has(entry.id)) return entry;
          return await giveUp(account, entry, 'left by an earlier run');
        }),
      ),
    idle: async () => {
      await Promise.allSettled(tasks.values());
    },
  };
}
