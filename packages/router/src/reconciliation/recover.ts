import { type AnyNumrouteError, can, isClosed, NumrouteError, type OrderReport } from '@numroute/core';
import { type AttemptState, type JournalEntry, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Accounts } from '../account/accounts.ts';
import type { Runtime } from '../account/runtime.ts';
import type { Subscriber } from '../account/subscriber.ts';
import type { CallOptions } from '../check.ts';
import type { Attendance } from '../orders/attendance.ts';
import { finish } from '../orders/finish.ts';
import type { GiveUp } from '../orders/give-up.ts';
import { lookInTurn } from '../orders/look-in-turn.ts';
import type { OrderTasks } from '../orders/order-tasks.ts';
import { pollOrKeep } from '../orders/poll-once.ts';
import type { Revisits } from '../orders/revisit.ts';
import { LIFETIME_MS } from '../time/vendor-times.ts';
import { awaitedAt, type BalanceCheck } from './balance-check.ts';
import type { LostPurchases } from './lost-purchase.ts';
import type { Refunds } from './refunds.ts';

/** What becomes of orders that an earlier run left open. */
export interface RecoverOptions extends CallOptions {
  /** `cancel`: open orders of earlier runs that nobody has asked for are given up. @default 'keep' */
  readonly unattended?: 'keep' | 'cancel';
}

/**
 * So many open orders of an account are asked for one by one. With more a vendor's limit would keep the
 * caller waiting for hours.
 */
const MOST_ASKED = 500;

/** So many entries are gone through without giving others a turn. */
const PAGE = 200;

const othersTurn = (): Promise<void> => new Promise(setImmediate);

/** What is known of everything that was not over. */
export interface Recovery {
  /** As each entry stands now, those that were unresolved or open before. */
  readonly entries: readonly JournalEntry[];
  /** Open orders at a vendor that no journal entry knows. */
  readonly foreign: readonly OrderReport[];
  /** Who could not be asked. */
  readonly silent: readonly { readonly provider: string; readonly error: AnyNumrouteError }[];
}

/** Who goes on with what an earlier run left. */
export interface Successors {
  readonly tasks: OrderTasks;
  readonly giveUp: GiveUp;
  readonly revisits: Revisits;
  readonly attendance: Attendance;
  readonly lostPurchases: LostPurchases;
  readonly balanceCheck: BalanceCheck;
  readonly refunds: Refunds;
}

/** Takes up what earlier runs left unfinished. */
export class Recoveries {
  readonly #accounts: Accounts;
  readonly #runtime: Pick<Runtime, 'journal' | 'clock'>;
  readonly #successors: Successors;
  readonly #subscribers: readonly Subscriber[];
  #ready: Promise<void> | undefined;
  #hasTakenUp = false;

  /** @param subscribers Told of each unfinished entry, in their order, before anything is bought. */
  constructor(
    accounts: Accounts,
    runtime: Pick<Runtime, 'journal' | 'clock'>,
    successors: Successors,
    subscribers: readonly Subscriber[],
  ) {
    this.#accounts = accounts;
    this.#runtime = runtime;
    this.#successors = successors;
    this.#subscribers = subscribers;
  }

  /** Whether this run acts: before, it only looks at what others do. */
  get hasTakenUp(): boolean {
    return this.#hasTakenUp;
  }

  /**
   * Resolves once what an earlier run left is known. Nothing is bought before.
   *
   * @throws {NumrouteError} NOT_OWNER Another process acts at these accounts.
   */
  async ready(): Promise<void> {
    // All wait for the same, so that whoever came first goes on first.
    if (!this.#ready) this.#begin().catch(() => undefined);
    await this.#ready;
  }

  /** One round over everything unfinished, most urgent first: cancels, finishes, open orders, doubts, refunds. */
  async recover({ unattended }: RecoverOptions, signal: AbortSignal): Promise<Recovery> {
    const recovery = await this.#round(await this.#begin(), signal);
    if (unattended !== 'cancel') return recovery;
    const { attendance } = this.#successors;
    return { ...recovery, entries: await attendance.giveUpUnattended(recovery.entries, this.#accounts) };
  }

  async #begin(): Promise<readonly JournalEntry[]> {
    const begun = this.#takeUp();
    // The entries are the caller's alone: there may be a hundred thousand.
    const ready = begun.then(() => undefined);
    this.#ready = ready;
    // Unread is not unresolved: the next purchase asks the journal again.
    ready.catch(() => {
      if (this.#ready === ready) this.#ready = undefined;
    });
    return await begun;
  }

  async #takeUp(): Promise<readonly JournalEntry[]> {
    // What another process is at just now is none of ours to take up.
    await this.#runtime.journal.mustOwn?.([...this.#accounts].map(({ provider }) => provider.manifest.id));
    const entries = await takeStock(this.#accounts, this.#runtime);
    this.#hasTakenUp = true;
    for (const account of this.#accounts) this.#successors.refunds.begin(account);
    for (const entry of entries) {
      const account = this.#accounts.ofEntry(entry);
      if (!account) continue;
      this.#resume(account, entry);
      for (const subscriber of this.#subscribers) subscriber.left?.(account, entry);
    }
    return entries;
  }

  async #round(stock: readonly JournalEntry[], signal: AbortSignal): Promise<Recovery> {
    const silent = new Map<string, AnyNumrouteError>();
    const foreign: OrderReport[] = [];
    const entries = new Map(stock.map((entry) => [entry.id, entry]));
    const versions = new Map([...this.#accounts].map((account) => [account, account.log.version]));
    await Promise.all(
      [...this.#accounts].map(async (account) => {
        const { id } = account.provider.manifest;
        const own = [...entries.values()].filter(({ offer }) => offer.provider === id);
        let left = MOST_ASKED;
        for (const [nth, entry] of own.toSorted((one, other) => urgency(one) - urgency(other)).entries()) {
          if (nth % PAGE === PAGE - 1) await othersTurn();
          if (entry.state === 'open' && !entry.cancel) {
            left -= 1;
            if (left < 0) {
              lookInTurn(account, entry);
              continue;
            }
          }
          try {
            entries.set(entry.id, await this.#recoverOne(account, entry, signal));
          } catch (thrown) {
            signal.throwIfAborted();
            silent.set(id, NumrouteError.from(thrown, id));
          }
        }
        // Settling a purchase has read the balance already, where it had to. What a damaged journal lost
        // shows here, too.
        if (!own.some(({ state }) => UNRESOLVED.includes(state)))
          await this.#successors.balanceCheck.read(account, signal).catch(() => signal.throwIfAborted());
        foreign.push(...(await strangers(account, signal).catch(() => [])));
      }),
    );
    // Others may have found out more meanwhile: what waits in the background looks, too.
    for (const [nth, entry] of [...entries.values()].entries()) {
      const account = this.#accounts.ofEntry(entry);
      if (!account || versions.get(account) === account.log.version) continue;
      if (nth % PAGE === PAGE - 1) await othersTurn();
      const latest = await account.log.read(entry.id);
      if (latest) entries.set(entry.id, latest);
    }
    return {
      entries: [...entries.values()],
      foreign,
      silent: [...silent].map(([provider, error]) => ({ provider, error })),
    };
  }

  async #recoverOne(account: Account, entry: JournalEntry, signal: AbortSignal): Promise<JournalEntry> {
    const { attendance, lostPurchases } = this.#successors;
    switch (entry.state) {
      case 'sending':
      case 'unknown': {
        const settled = await lostPurchases.settleOnce(account, entry, signal);
        if (settled.state === 'open') attendance.leaveAlone(account, settled);
        else this.#resume(account, settled);
        return settled;
      }
      case 'delivered':
        return entry.finishAsked ? await this.#finish(account, entry) : entry;
      case 'open': {
        // What is denied now will be asked for again before its end.
        const now = await pollOrKeep(account, entry, signal);
        this.#resume(account, now);
        return now;
      }
      default:
        return entry;
    }
  }

  /** Goes on in the background with what was begun, if there is anything to do. */
  #resume(account: Account, entry: JournalEntry): void {
    const { giveUp, revisits, lostPurchases } = this.#successors;
    if (UNRESOLVED.includes(entry.state)) lostPurchases.pursue(account, entry);
    else if (entry.state === 'open' && entry.cancel?.insist) giveUp.resume(account, entry);
    else if (entry.state === 'gone') revisits.start(account, entry);
    else if (entry.state === 'delivered' && entry.finishAsked)
      this.#finish(account, entry).catch(() => undefined);
  }

  #finish(account: Account, entry: JournalEntry): Promise<JournalEntry> {
    return this.#successors.tasks.run('finish', entry, () => finish(account, entry, account.signal));
  }
}

/** Everything about which something is still to be done, however long ago it was bought. */
const UNFINISHED: readonly AttemptState[] = ['sending', 'unknown', 'lost', 'disputed', 'open'];

/**
 * What something is still to be done about while the vendor keeps the order. What it denied may live, and is
 * asked for until then. What was delivered may be finished; most of the past was never finished, and stays
 * as it is.
 */
const WHILE_IT_LIVES: readonly AttemptState[] = ['gone', 'delivered'];

/**
 * Marks what an earlier run left in the middle: a purchase that was being sent is one whose outcome
 * is unknown. Resolves with all that is unfinished, refunds that nobody has seen yet included.
 */
async function takeStock(
  accounts: Accounts,
  { journal, clock }: Pick<Runtime, 'journal' | 'clock'>,
): Promise<readonly JournalEntry[]> {
  const entries = new Map<string, JournalEntry>();
  for (const entry of await journal.list({ states: UNFINISHED })) entries.set(entry.id, entry);
  for (const account of accounts) {
    const { id: provider, timing } = account.provider.manifest;
    const { lifetimeMs = LIFETIME_MS } = timing;
    const sentSince = clock.now() - lifetimeMs;
    const living = await journal.list({ provider, states: WHILE_IT_LIVES, sentSince });
    for (const entry of living) entries.set(entry.id, entry);
    for (const entry of await awaitedAt(account)) entries.set(entry.id, entry);
  }
  const left = [...entries.values()].filter((entry) => !accounts.ofEntry(entry)?.sending.has(entry.id));
  return await Promise.all(
    left.map(async (entry) => {
      const account = accounts.ofEntry(entry);
      if (!account) return entry;
      if (entry.state === 'unknown') account.shut(entry.id);
      if (entry.state !== 'sending') return entry;
      account.shut(entry.id);
      const message = 'the process ended before the reply was written down';
      return (await account.log.note(entry.id, 'recovery', { kind: 'unheard', message })) ?? entry;
    }),
  );
}

function urgency({ state, cancel, finishAsked }: JournalEntry): number {
  if (state === 'open' && cancel) return 0;
  if (state === 'delivered') return finishAsked ? 1 : 4;
  return state === 'open' ? 2 : 3;
}

async function strangers(
  { provider, log, sending }: Account,
  signal: AbortSignal,
): Promise<readonly OrderReport[]> {
  // What is being bought just now is no stranger, only not yet known.
  if (!can(provider, 'listOpenOrders') || sending.size > 0) return [];
  const found: OrderReport[] = [];
  for (const report of await provider.listOpenOrders({ signal })) {
    if (isClosed(report.status)) continue;
    if (!(await log.find({ provider: provider.manifest.id, id: report.id }))) found.push(report);
  }
  return found;
}
