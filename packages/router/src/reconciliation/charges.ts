import { can, isPriceUnproven } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { type PageContext, pageOf } from './account-page.ts';
import { mayPass, unpriced } from './balance/index.ts';
import type { Books } from './balance-check.ts';
import { createGlances } from './glances.ts';
import type { Audits } from './refunds.ts';

/** Finds out what was charged where the vendor does not say, or says less than it quoted. Only the balance tells. */
export interface Charges {
  /** To be told of every order that was bought. */
  bought(account: Account, entry: JournalEntry): void;
  /**
   * Before the next purchase there: resolves once the balance was read after the last one. What two
   * purchases cost together is a riddle. A balance that is not there after a moment is not waited for,
   * and its request makes room for the purchase.
   */
  read(account: Account, signal: AbortSignal): Promise<void>;
  /** A purchase is on its way, anywhere: what is read at leisure makes room in the lanes. */
  makeRoom(): void;
  idle(): Promise<void>;
}

export interface ChargesContext extends PageContext {
  readonly books: Books;
  readonly audits: Pick<Audits, 'begin'>;
  /** Ends everything here. */
  readonly signal: AbortSignal;
}

/** So long the next purchase waits for the balance after the last one. */
const PATIENCE_MS = 2_000;

/** Between readings while the last one was not enough: refunds under way hide a charge for a minute. */
const PAUSES_MS = [2_000, 20_000, 70_000, 300_000];
/** Where the balance cannot be had just now. */
const LATER = 2;

/** With more on the account since its last anchor it is read for a new one, though all prices are clear. */
const MANY_ENTRIES = 50;

interface Look {
  /** Of the account's book. */
  readonly version: number;
  readonly done: Promise<void>;
  readonly leave: AbortController;
}

interface Study {
  /** Something was bought meanwhile. */
  again: boolean;
  interrupt: () => void;
}

export function createCharges(context: ChargesContext): Charges {
  const { clock, books, audits, signal } = context;
  const glances = createGlances(context);
  const looks = new Map<string, Look>();
  const studies = new Map<string, Study>();
  const underWay = new Set<Promise<void>>();

  const keep = (task: Promise<void>): Promise<void> => {
    const kept = task.catch(() => undefined).finally(() => underWay.delete(kept));
    underWay.add(kept);
    return kept;
  };
  const isEnough = async (account: Account): Promise<boolean> => {
    const page = await pageOf(account, context);
    return unpriced(page).length === 0 && page.entries.length <= MANY_ENTRIES;
  };
  const study = async (account: Account, from: number, state: Study): Promise<void> => {
    const { id } = account.provider.manifest;
    for (let tries = from; tries < PAUSES_MS.length; tries += 1) {
      await clock.sleep(PAUSES_MS[tries] ?? 0, signal);
      if (await isEnough(account)) return;
      const reading = new AbortController();
      state.interrupt = () => reading.abort();
      const until = AbortSignal.any([signal, reading.signal]);
      const options = { guesses: glances.guesses(id), once: true };
      await books.balance(account, until, options).catch(() => signal.throwIfAborted());
      audits.begin(account);
      // Not from the beginning: where no look succeeds, each purchase would ask for all that is open.
      if (state.again && tries === PAUSES_MS.length - 1) tries = 0;
      state.again = false;
    }
  };
  const pursue = (account: Account, from = 0): void => {
    const { id } = account.provider.manifest;
    const going = studies.get(id);
    if (signal.aborted) return;
    if (going) {
      going.again = true;
      return;
    }
    const state: Study = { again: false, interrupt: () => undefined };
    studies.set(id, state);
    void keep(study(account, from, state).finally(() => studies.delete(id)));
  };
  const look = async (account: Account, leave: AbortSignal): Promise<void> => {
    try {
      const isClear = await glances.look(account, AbortSignal.any([signal, leave]));
      if (!isClear || !(await isEnough(account))) pursue(account);
    } catch (error) {
      if (leave.aborted || mayPass(error)) pursue(account, LATER);
    }
  };

  return {
    bought: (account, entry) => {
      const { id } = account.provider.manifest;
      if (signal.aborted || context.shared.has(id) || !can(account.provider, 'fetchBalance')) return;
      const { version } = account.pen;
      if (!entry.order || !isPriceUnproven(entry.order) || looks.get(id)?.version === version) return;
      const leave = new AbortController();
      looks.set(id, { version, leave, done: keep(look(account, leave.signal)) });
    },
    read: async (account, hurry) => {
      const last = looks.get(account.provider.manifest.id);
      if (!last) return;
      const done = new AbortController();
      const late = clock.sleep(PATIENCE_MS, AbortSignal.any([done.signal, hurry])).then(
        () => last.leave.abort(),
        () => undefined,
      );
      await Promise.race([last.done, late]);
      done.abort();
    },
    makeRoom: () => {
      // What is bought during a reading spoils it anyway.
      for (const { interrupt } of studies.values()) interrupt();
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
