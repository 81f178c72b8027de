import { can } from '@numroute/core';
import { type PageContext, pageOf } from './account-page.ts';
import type { Account } from './accounts.ts';
import type { Books } from './books.ts';
import { createGlances } from './glances.ts';
import type { JournalEntry } from './journal.ts';
import { unpriced } from './ledger/index.ts';

/** Finds out what was charged where the vendor does not say. Only the balance tells. */
export interface Charges {
  /** To be told of every order that was bought. */
  bought(account: Account, entry: JournalEntry): void;
  /**
   * Before the next purchase there: resolves once the balance was read after the last one, or after
   * a moment. What two purchases cost together is a riddle.
   */
  read(account: Account, signal: AbortSignal): Promise<void>;
  idle(): Promise<void>;
}

export interface ChargesContext extends PageContext {
  readonly books: Books;
  /** Ends everything here. */
  readonly signal: AbortSignal;
}

/** So long the next purchase waits for the balance after the last one. */
const PATIENCE_MS = 2_000;

/** Between readings while the last one was not enough: refunds under way hide a charge for a minute. */
const PAUSES_MS = [2_000, 20_000, 70_000, 300_000];

export function createCharges(context: ChargesContext): Charges {
  const { clock, books, signal } = context;
  const glances = createGlances(context);
  const looking = new Map<string, { readonly version: number; readonly done: Promise<unknown> }>();
  const running = new Map<string, { again: boolean; done: Promise<void> }>();

  const study = async (account: Account, state: { again: boolean }): Promise<void> => {
    for (let tries = 0; tries < PAUSES_MS.length; tries += 1) {
      await clock.sleep(PAUSES_MS[tries] ?? 0, signal);
      // Not at once again: where no look succeeds, each purchase would ask for all that is open.
      if (state.again) tries = 0;
      state.again = false;
      if (unpriced(await pageOf(account, context)).length === 0) return;
      const guesses = glances.guesses(account.provider.manifest.id);
      await books.balance(account, signal, { guesses, attempts: 1 }).catch(() => signal.throwIfAborted());
    }
  };
  const pursue = (account: Account): void => {
    const { id } = account.provider.manifest;
    const going = running.get(id);
    if (going) {
      going.again = true;
      return;
    }
    const state = { again: false, done: Promise.resolve() };
    running.set(id, state);
    state.done = study(account, state)
      .catch(() => undefined)
      .finally(() => running.delete(id));
  };

  return {
    bought: (account, entry) => {
      const { id } = account.provider.manifest;
      if (signal.aborted || context.shared.has(id) || !can(account.provider, 'fetchBalance')) return;
      const { version } = account.pen;
      if (entry.order?.paidSource !== 'offer' || looking.get(id)?.version === version) return;
      const done = glances.look(account, signal).then(
        (isClear) => isClear || pursue(account),
        () => signal.aborted || pursue(account),
      );
      looking.set(id, { version, done });
    },
    read: async (account, hurry) => {
      const glance = looking.get(account.provider.manifest.id);
      if (!glance) return;
      const done = new AbortController();
      const late = clock.sleep(PATIENCE_MS, AbortSignal.any([done.signal, hurry])).catch(() => undefined);
      await Promise.race([glance.done, late]);
      done.abort();
    },
    idle: async () => {
      await Promise.all([...looking.values(), ...running.values()].map(({ done }) => done));
    },
  };
}
