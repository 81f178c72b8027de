import { can, isClosed, type OrderReport } from '@numroute/core';
import { type AttemptState, type JournalEntry, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Change } from '../account/order-log.ts';
import type { Subscriber } from '../account/subscriber.ts';
import { addTask } from '../lane/queue-task.ts';
import type { OrderTasks } from '../orders/order-tasks.ts';
import { LIFETIME_MS, settledAfter } from '../time/vendor-times.ts';
import { claim, fits, isHeldElsewhere, whenMade } from './open-orders.ts';

/** Sent, and nobody knows the order or what became of its money. */
const SOUGHT: readonly AttemptState[] = ['unknown', 'lost', 'disputed'];

/** Attempts that may have bought an order without its id being written down: what was absent may have run out. */
const NAMELESS: readonly AttemptState[] = [...UNRESOLVED, 'lost', 'disputed', 'absent'];

/** No purchase is under way so long that its order could be made at the time of one that was sent later. */
const HOUR_MS = 60 * 60_000;

/** An end may stand in the history some minutes late. */
const LOOKS = 6;
const EVERY_MS = 60_000;

/** What was sent longer ago is not looked for again at every start. */
const DAY_MS = 24 * HOUR_MS;

/**
 * Looks in vendors' histories for the ends of purchases whose reply was lost. It holds nobody up: what list
 * and balance prove is written without it, and amended if the history knows more before the money is decided.
 */
export class EndedOrders implements Subscriber {
  readonly #tasks: OrderTasks;

  constructor(tasks: OrderTasks) {
    this.#tasks = tasks;
  }

  changed(account: Account, { after }: Change): void {
    this.left(account, after);
  }

  /** Where others buy, a row may be theirs; a vendor that finds orders by their names tells the end, too. */
  left(account: Account, entry: JournalEntry): void {
    const { provider, ages, isShared } = account;
    if (!isSought(entry) || isShared || !can(provider, 'listHistory') || can(provider, 'findOrder')) return;
    if (ages.sent(entry).atLeast < DAY_MS)
      this.#tasks.start('history', entry, () => lookBack(account, entry));
  }
}

const isSought = ({ state, money }: JournalEntry): boolean => SOUGHT.includes(state) && money === 'reserved';

/** Begins once no order of the attempt can be alive: then a row that is taken for it hides none. */
async function lookBack(account: Account, entry: JournalEntry): Promise<JournalEntry> {
  const { provider, ages, clock, log, searches, signal } = account;
  const overAfter = (provider.manifest.timing.lifetimeMs ?? LIFETIME_MS) + settledAfter(entry);
  let latest = entry;
  let pause = Math.max(0, overAfter - ages.sent(entry).atLeast);
  for (let looks = 0; looks < LOOKS; looks += 1) {
    await clock.sleep(pause, signal);
    pause = EVERY_MS;
    latest = (await log.read(entry.id)) ?? latest;
    if (!isSought(latest)) return latest;
    // A history that cannot be had proves nothing, nor does one that does not show it.
    const rows = await provider.listHistory?.(whenMade(entry), { signal }).catch(() => undefined);
    signal.throwIfAborted();
    if (rows) latest = await addTask(searches, signal, () => adoptFrom(rows, account, latest));
  }
  return latest;
}

async function adoptFrom(
  rows: readonly OrderReport[],
  account: Account,
  entry: JournalEntry,
): Promise<JournalEntry> {
  const latest = (await account.log.read(entry.id)) ?? entry;
  const own = isSought(latest) ? await ownOf(rows, account, latest) : undefined;
  return own ? await claim(account, latest, own) : latest;
}

/** The one row that fits, whose id no attempt ever had, and that no other attempt may have bought. */
async function ownOf(
  rows: readonly OrderReport[],
  account: Account,
  entry: JournalEntry,
): Promise<OrderReport | undefined> {
  const free: OrderReport[] = [];
  for (const row of rows)
    if (isClosed(row.status) && fits(row, entry) && !(await isHeld(account, row))) free.push(row);
  const [own, ...others] = free;
  if (!own || others.length > 0 || !isWhole(own)) return undefined;
  const nameless = await account.journal.list({ states: NAMELESS, sentSince: entry.sentAt - HOUR_MS });
  return nameless.some((other) => other.id !== entry.id && fits(own, other)) ? undefined : own;
}

/** What a row does not tell may contradict the attempt. */
function isWhole({ service, country, orderedAt }: OrderReport): boolean {
  return service !== undefined && country !== undefined && orderedAt !== undefined;
}

/** Whether an attempt has, or had, an order of that id. */
async function isHeld(account: Account, row: OrderReport): Promise<boolean> {
  const { log, provider } = account;
  const known = await log.find({ provider: provider.manifest.id, id: row.id });
  return known !== undefined || (await isHeldElsewhere(account, row)) === true;
}
