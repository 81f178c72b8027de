import { balanceProves, can } from '@numroute/core';
import { type Happening, type JournalEntry, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { addTask } from '../lane/queue-task.ts';
import type { Attendance } from '../orders/attendance.ts';
import type { OrderTasks } from '../orders/order-tasks.ts';
import { EXPIRY_MARGIN_MS, LIFETIME_MS, LIST_LAG_MS, settledAfter } from '../time/vendor-times.ts';
import type { BalanceCheck } from './balance-check.ts';
import { findByName } from './named-order.ts';
import { claim, type OrderEvidence, searchOpenOrders } from './open-orders.ts';

interface Verdict {
  readonly kind: 'absent' | 'lost' | 'disputed';
  readonly evidence: string;
}

interface Look {
  readonly entry: JournalEntry;
  /** The balance has shown the charge: it has no more to tell while the order may be alive. */
  readonly isCharged: boolean;
}

/** The balance has the last word, and may need so long for it after the order's life. */
const LAST_WORD_MS = 10 * 60_000;

const UNREAD: OrderEvidence = { kind: 'unclear', why: 'the vendor cannot be asked for it' };

const PAUSES_MS = [2_000, 5_000, 15_000, 30_000, 60_000];

/**
 * Finds out what became of purchases whose reply was lost: by their names where the vendor takes them, by
 * its list of open orders, then by the balance.
 */
export class LostPurchases {
  readonly #tasks: OrderTasks;
  readonly #balanceCheck: BalanceCheck;
  readonly #attendance: Attendance;
  readonly #buying: AbortSignal;

  /** @param buying Aborts when nobody waits any longer for a purchase that is looked for. */
  constructor(tasks: OrderTasks, balanceCheck: BalanceCheck, attendance: Attendance, buying: AbortSignal) {
    this.#tasks = tasks;
    this.#balanceCheck = balanceCheck;
    this.#attendance = attendance;
    this.#buying = buying;
  }

  /**
   * One look for the order; then the purchase is looked for in the background until it is settled.
   *
   * @param forMs How long this call waits for that.
   */
  async settle(account: Account, entry: JournalEntry, forMs: number = 0): Promise<JournalEntry> {
    const { clock, signal } = account;
    const { entry: first } = await lookFor({ entry, isCharged: false }, account, signal, undefined);
    if (!UNRESOLVED.includes(first.state)) return first;
    const going = this.#pursue(account, first);
    if (forMs <= 0) return first;
    const done = new AbortController();
    const late = clock.sleep(forMs, AbortSignal.any([done.signal, this.#buying])).then(
      () => first,
      () => first,
    );
    try {
      return await Promise.race([going.catch(() => first), late]);
    } finally {
      done.abort();
    }
  }

  /** One look at names, list and balance. */
  async settleOnce(account: Account, entry: JournalEntry, signal: AbortSignal): Promise<JournalEntry> {
    return (await lookFor({ entry, isCharged: false }, account, signal, this.#balanceCheck)).entry;
  }

  /** Goes on looking in the background for what an earlier run left, or what was found again. */
  pursue(account: Account, entry: JournalEntry): void {
    this.#pursue(account, entry).catch(() => undefined);
  }

  #pursue(account: Account, entry: JournalEntry): Promise<JournalEntry> {
    return this.#tasks.run('settle', entry, async () => {
      const settled = await this.#search(account, entry);
      // Also where another process has written what became of it.
      account.reopen(settled.id);
      if (settled.state === 'open') this.#attendance.leaveAlone(account, settled);
      return settled;
    });
  }

  /** Looks again and again until the purchase is settled. */
  async #search(account: Account, entry: JournalEntry): Promise<JournalEntry> {
    const { clock, log, signal } = account;
    let latest: Look = { entry, isCharged: false };
    for (let looks = 0; ; looks += 1) {
      latest = await lookFor(latest, account, signal, this.#balanceCheck);
      if (!UNRESOLVED.includes(latest.entry.state)) return latest.entry;
      await clock.sleep(PAUSES_MS[Math.min(looks, PAUSES_MS.length - 1)] ?? 0, signal);
      latest = { ...latest, entry: (await log.read(entry.id)) ?? latest.entry };
      if (!UNRESOLVED.includes(latest.entry.state)) return latest.entry;
    }
  }
}

/**
 * One look, once nobody is buying at the account any more: an order in the list may be what a reply is about
 * to name. One at a time, so that no order is taken for two purchases.
 *
 * @param balanceCheck Undefined: the balance is left out, and it is one request.
 */
async function lookFor(
  before: Look,
  account: Account,
  signal: AbortSignal,
  balanceCheck: BalanceCheck | undefined,
): Promise<Look> {
  const { provider } = account;
  const isSearched = can(provider, 'findOrder') || can(provider, 'listOpenOrders');
  // Whoever asks for no balance does not wait for another's reading of it.
  if (!UNRESOLVED.includes(before.entry.state) || !(isSearched || balanceCheck)) return before;
  return await addTask(account.searches, signal, async () => {
    await account.sending.allAnswered(signal);
    const entry = (await account.log.read(before.entry.id)) ?? before.entry;
    return await lookNow({ ...before, entry }, account, signal, balanceCheck);
  });
}

async function lookNow(
  before: Look,
  account: Account,
  signal: AbortSignal,
  balanceCheck: BalanceCheck | undefined,
): Promise<Look> {
  const { entry } = before;
  const { ages } = account;
  if (!UNRESOLVED.includes(entry.state)) return before;
  await account.log.catchUp();
  const age = ages.sent(entry).atLeast;
  const lifetime = account.provider.manifest.timing.lifetimeMs ?? LIFETIME_MS;
  // The vendor may have looked at the last moment of it, and ends an order a little before we think it does.
  const mayLive = ages.sent(entry).atMost + EXPIRY_MARGIN_MS < lifetime;
  const write = async (happening: Happening): Promise<Look> => ({
    ...before,
    entry: (await account.log.note(entry.id, 'reconciler', happening)) ?? entry,
  });
  const settled = age >= settledAfter(entry) + LIST_LAG_MS;
  const seen = await evidenceOf(account, entry, signal, settled);
  signal.throwIfAborted();
  // A list that cannot be had for long leaves the balance, as where there is none.
  if (seen === UNREAD && !settled) return before;
  if (seen?.kind === 'found') return { ...before, entry: await claim(account, entry, seen.receipt) };
  if (seen?.kind === 'several') {
    if (!settled) return before;
    return await write({
      kind: 'disputed',
      evidence: `the list of open orders has what fits, but not for certain: ${seen.ids.join(', ')}`,
    });
  }
  if (seen?.kind === 'none' && mayLive) {
    if (!settled) return before;
    const verdict = ofSilence(account, seen.why, age);
    if (verdict) return await write(verdict);
  }
  if (!balanceCheck || (seen && mayLive && before.isCharged)) return before;
  // A reading that fails proves nothing either.
  const verdicts = await balanceCheck.read(account, signal).catch(() => undefined);
  signal.throwIfAborted();
  const isCharged =
    verdicts?.some(({ id, verdict }) => id === entry.id && verdict === 'lost') ?? before.isCharged;
  const latest = { entry: (await account.log.read(entry.id)) ?? entry, isCharged };
  if (!UNRESOLVED.includes(latest.entry.state)) return latest;
  // Old news from an earlier run has its time here, too, for the balance to come to rest.
  const watched = ages.watched(entry);
  if (age < lifetime + settledAfter(entry) + LAST_WORD_MS || watched < LAST_WORD_MS) return latest;
  // Nothing can be alive any more; what it cost, only the vendor's site can tell.
  return await write(
    seen
      ? { kind: 'disputed', evidence: `${seen.why}, but it would be over by now` }
      : { kind: 'lost', evidence: 'neither list nor balance tells; counted as charged' },
  );
}

/**
 * What the vendor says of the purchase by its name, and else what its list of open orders shows. A name
 * that the vendor does not know may be late: once it had its time, the list has to agree. An order in the
 * list is not adopted against the vendor's word that the purchase has none.
 */
async function evidenceOf(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
  settled: boolean,
): Promise<OrderEvidence | undefined> {
  // A search that fails proves nothing either way.
  const named = await findByName(account, entry, signal).catch(() => UNREAD);
  signal.throwIfAborted();
  const isKnown = named && named !== UNREAD && named.kind !== 'none';
  if (isKnown || (named && !settled)) return named;
  const listed = await searchOpenOrders(account, entry, signal).catch(() => UNREAD);
  if (named?.kind !== 'none' || !listed) return listed ?? named;
  if (listed.kind === 'none') return { kind: 'none', why: `${named.why} and ${listed.why}` };
  if (listed.kind === 'unclear') return listed;
  return { kind: 'unclear', why: `${named.why}, and the list of open orders has what fits` };
}

/**
 * What follows from a vendor that does not know the purchase; undefined where the balance has to agree. A
 * list may be cut off, cached or late, so silence counts only where there is no balance.
 */
function ofSilence({ provider, isShared }: Account, why: string, age: number): Verdict | undefined {
  const silence = `${why} ${Math.round(age / 1000)} s after it was sent`;
  // The orders of others push ours off a list, and their money makes the balance prove nothing.
  if (isShared)
    return { kind: 'disputed', evidence: `${silence}, which proves nothing where others buy, too` };
  return balanceProves(provider) ? undefined : { kind: 'absent', evidence: silence };
}
