import { balanceProves, isPriceUnproven } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import { carryCheckpoint, statementOf } from './account-statement.ts';
import { mayPass, unpriced } from './balance/index.ts';
import type { BalanceCheck } from './balance-check.ts';
import { createPriceReads, type PriceReads } from './price-reads.ts';
import type { Refunds } from './refunds.ts';

/** So long the next purchase waits for the balance after the last one. */
const PATIENCE_MS = 2_000;

/** Between readings while the last one was not enough: refunds under way hide a charge for a minute. */
const PAUSES_MS = [2_000, 20_000, 70_000, 300_000];
/** Where the balance cannot be had just now. */
const LATER = 2;

/** With more attempts since the last checkpoint the balance is read for a new one, although all prices are clear. */
const MANY_ENTRIES = 50;

/** After so many purchases at an account the next start finds few that it has to read. */
const CARRY_AFTER = 100;

interface Look {
  /** Of the account's order log. */
  readonly version: number;
  readonly done: Promise<void>;
  readonly leave: AbortController;
}

interface Study {
  /** Something was bought meanwhile. */
  again: boolean;
  interrupt: () => void;
}

/** Finds out what was charged where the vendor does not say, or says less than it quoted. Only the balance tells. */
export class Charges implements Subscriber {
  readonly #balanceCheck: BalanceCheck;
  readonly #refunds: Refunds;
  readonly #reads: PriceReads = createPriceReads();
  readonly #looks = new Map<string, Look>();
  readonly #studies = new Map<string, Study>();
  /** Since the checkpoint was carried last, by account. */
  readonly #bought = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(balanceCheck: BalanceCheck, refunds: Refunds) {
    this.#balanceCheck = balanceCheck;
    this.#refunds = refunds;
  }

  changed(account: Account, { after, happening: { kind } }: Change): void {
    if (kind !== 'bought' && kind !== 'surplus') return;
    this.left(account, after);
    const { id } = account.provider.manifest;
    const bought = (this.#bought.get(id) ?? 0) + 1;
    this.#bought.set(id, bought % CARRY_AFTER);
    if (bought === CARRY_AFTER) void this.#keep(carryCheckpoint(account));
  }

  /** The balance is read for a price that is not proven. */
  left(account: Account, entry: JournalEntry): void {
    const { provider, log, isShared } = account;
    const { id } = provider.manifest;
    if (account.signal.aborted || isShared || !balanceProves(provider)) return;
    const { version } = log;
    if (!entry.order || !isPriceUnproven(entry.order) || this.#looks.get(id)?.version === version) return;
    const leave = new AbortController();
    this.#looks.set(id, { version, leave, done: this.#keep(this.#look(account, leave.signal)) });
  }

  /**
   * Before the next purchase at the account: resolves once the balance was read after the last one. Two
   * purchases between two readings cannot be priced apart. A balance that is not there after two seconds
   * is not waited for, and its request makes room for the purchase.
   */
  async settled(account: Account, signal: AbortSignal): Promise<void> {
    const last = this.#looks.get(account.provider.manifest.id);
    if (!last) return;
    const done = new AbortController();
    const late = account.clock.sleep(PATIENCE_MS, AbortSignal.any([done.signal, signal])).then(
      () => last.leave.abort(),
      () => undefined,
    );
    await Promise.race([last.done, late]);
    done.abort();
  }

  /** A purchase is on its way, anywhere: what is read at leisure makes room in the lanes. */
  makeRoom(): void {
    // What is bought during a reading spoils it anyway.
    for (const { interrupt } of this.#studies.values()) interrupt();
  }

  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #keep(task: Promise<void>): Promise<void> {
    const kept = task.catch(() => undefined).finally(() => this.#underWay.delete(kept));
    this.#underWay.add(kept);
    return kept;
  }

  async #look(account: Account, leave: AbortSignal): Promise<void> {
    try {
      const isClear = await this.#reads.look(account, AbortSignal.any([account.signal, leave]));
      if (!isClear || !(await isEnough(account))) this.#pursue(account);
    } catch (error) {
      if (leave.aborted || mayPass(error)) this.#pursue(account, LATER);
    }
  }

  #pursue(account: Account, from = 0): void {
    const { id } = account.provider.manifest;
    const going = this.#studies.get(id);
    if (account.signal.aborted) return;
    if (going) {
      going.again = true;
      return;
    }
    const state: Study = { again: false, interrupt: () => undefined };
    this.#studies.set(id, state);
    void this.#keep(this.#study(account, from, state).finally(() => this.#studies.delete(id)));
  }

  async #study(account: Account, from: number, state: Study): Promise<void> {
    const { id } = account.provider.manifest;
    for (let tries = from; tries < PAUSES_MS.length; tries += 1) {
      await account.clock.sleep(PAUSES_MS[tries] ?? 0, account.signal);
      if (await isEnough(account)) return;
      const reading = new AbortController();
      state.interrupt = () => reading.abort();
      const until = AbortSignal.any([account.signal, reading.signal]);
      const options = { guesses: this.#reads.guesses(id), once: true };
      await this.#balanceCheck.read(account, until, options).catch(() => account.signal.throwIfAborted());
      this.#refunds.begin(account);
      // Not from the first pause: where no reading succeeds, each purchase would ask for all that is open.
      if (state.again && tries === PAUSES_MS.length - 1) tries = 0;
      state.again = false;
    }
  }
}

/** Whether every price is clear, and few enough attempts have to be added up. */
async function isEnough(account: Account): Promise<boolean> {
  const statement = await statementOf(account);
  return unpriced(statement).length === 0 && statement.entries.length <= MANY_ENTRIES;
}
