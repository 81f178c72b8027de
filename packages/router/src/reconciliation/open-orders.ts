import { advance, can, isClosed, type OrderReport, type Period, type Receipt } from '@numroute/core';
import { ENDED, type JournalEntry, UNRESOLVED } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { endEarlier } from '../orders/id-again.ts';
import { newOrder } from '../orders/new-order.ts';
import { isSamePhone } from '../orders/phone.ts';
import { pollOnce } from '../orders/poll-once.ts';
import { LIFETIME_MS, LIST_LAG_MS, settledAfter } from '../time/vendor-times.ts';
import { type Group, groupOf, shareOf } from './share-out.ts';

/**
 * What a vendor says of a purchase whose reply was lost, by its list of open orders or by the purchase's name.
 * - `found`: the one order that it can be
 * - `several`: more than one, or one that may be somebody else's
 * - `none`: there is no room for it
 * - `unclear`: something is there that may be it or not, or the list is not whole: no evidence
 */
export type OrderEvidence =
  | { readonly kind: 'found'; readonly receipt: Receipt }
  | { readonly kind: 'several'; readonly ids: readonly string[] }
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'unclear'; readonly why: string };

/** Our clock and the vendor's may differ by so much when an order is looked for by its time. */
const CLOCK_SKEW_MS = 120_000;

/** An order that ended may stand in a list so long. */
const STALE_MS = 120_000;

/** No order lives so long. */
const DAY_MS = 24 * 60 * 60_000;

/** Looks for an order that nobody knows and that fits the attempt. Undefined where the vendor has no list. */
export async function searchOpenOrders(
  account: Account,
  entry: JournalEntry,
  signal: AbortSignal,
): Promise<OrderEvidence | undefined> {
  const { provider } = account;
  if (!can(provider, 'listOpenOrders')) return undefined;
  const reports = await provider.listOpenOrders({ signal });
  const others = (await account.log.list(UNRESOLVED)).filter(({ id }) => id !== entry.id);
  const alike: OrderReport[] = [];
  const free: Receipt[] = [];
  for (const report of reports) {
    if (isClosed(report.status)) continue;
    const isOurs = isAlike(report, entry);
    if (!isOurs && !others.some((other) => fits(report, other))) continue;
    if (!(await isStrange(account, report))) continue;
    const isElsewhere = await isHeldElsewhere(account, report);
    if (isElsewhere === true) continue;
    if (isOurs) alike.push(report);
    if (isElsewhere === false) free.push(report);
  }
  const group = groupOf(entry, others, free, fits);
  if (group.orders.length > 0) return await seenOf(account, entry, group, signal);
  // An order that is not to be claimed speaks against "nothing was bought" all the same.
  const [strange] = alike;
  if (strange) return { kind: 'unclear', why: `order ${strange.id} in the list of open orders may be it` };
  const hidden = await leftOut(account, reports, signal);
  if (hidden !== undefined)
    return { kind: 'unclear', why: `the list of open orders leaves out ${hidden}, which is open` };
  return { kind: 'none', why: 'not in the list of open orders' };
}

/** What orders that nobody knows say of an attempt that one of them fits. */
async function seenOf(
  account: Account,
  entry: JournalEntry,
  group: Group,
  signal: AbortSignal,
): Promise<OrderEvidence> {
  const { attempts, orders } = group;
  const ids = orders.map(({ id }) => id);
  // Where others buy, too, one that fits may be theirs.
  if (orders.length > attempts.length || account.isShared) return { kind: 'several', ids };
  for (const order of orders) {
    const older = await olderOwner(account, order);
    if (!older) continue;
    const why = `order ${order.id} in the list of open orders may be that of attempt ${older.number}`;
    return { kind: 'unclear', why };
  }
  const own = shareOf(entry, group, fits);
  if (own === 'contested') return { kind: 'several', ids };
  if (!own) return { kind: 'unclear', why: `order ${ids.join(', ')} may be it or another one in doubt` };
  if (await isAlive(account, own, signal)) return { kind: 'found', receipt: own };
  return { kind: 'unclear', why: `order ${own.id} in the list of open orders is not known to be open` };
}

/**
 * Writes down that the attempt bought the order. One claim at a time in this process, each with a second
 * look: two names of one account may look for their lost purchases in one list at the same moment.
 */
export async function claim(account: Account, entry: JournalEntry, receipt: Receipt): Promise<JournalEntry> {
  const { claims, log, provider } = account;
  return await claims.run(async () => {
    if ((await isHeldElsewhere(account, receipt)) !== false) return entry;
    const { sentAt, offer } = entry;
    const made = newOrder(offer, receipt, { sentAt, boughtAt: sentAt }, provider.manifest);
    const order = isClosed(receipt.status) ? advance({ ...made, status: 'open' }, receipt) : made;
    await endEarlier(account, receipt);
    return (await log.note(entry.id, 'reconciler', { kind: 'bought', order, adopted: true })) ?? entry;
  });
}

/** Whether no attempt holds the order, under this provider's name or another's. */
export async function isHeldByNone(account: Account, report: OrderReport): Promise<boolean> {
  return (await isStrange(account, report)) && (await isHeldElsewhere(account, report)) === false;
}

/**
 * Whether the order may be what the attempt bought. What a list leaves out cannot speak against it. A
 * number of another country may be what was sold instead, if it was sold at that time.
 */
function isAlike(report: OrderReport, entry: JournalEntry): boolean {
  const { service, country } = report;
  const { offer } = entry;
  if (service !== undefined && service !== offer.service) return false;
  return country === undefined || country === offer.country || isInTime(report, entry);
}

/** Whether no attempt holds the order: one that was handed out before is never claimed. */
async function isStrange({ log, provider, ages }: Account, report: OrderReport): Promise<boolean> {
  const { id, timing } = provider.manifest;
  const known = await log.find({ provider: id, id: report.id });
  if (!known?.order) return true;
  // Some vendors give an id out again, with another number, once the order is over.
  const { lifetimeMs = LIFETIME_MS } = timing;
  const isPast = ages.sent(known).atLeast >= settledAfter(known) + lifetimeMs + STALE_MS;
  const isOver = ENDED.includes(known.state) && ages.inState(known).atLeast >= STALE_MS;
  const isSame = isOfOrder(report, known);
  // Where a phone is not told, or not kept, only an order that nobody can use any more leaves its id.
  return isSame === undefined ? isOver && isPast : !isSame && (isOver || isPast);
}

/**
 * Whether another provider's attempt holds the order: two names may stand for one account. Undefined
 * where only the id is the same and no phone tells.
 */
export async function isHeldElsewhere(
  { provider: { manifest }, clock, journal, claims }: Account,
  report: OrderReport,
): Promise<boolean | undefined> {
  const alike = await journal.list({ order: report.id, sentSince: clock.now() - DAY_MS });
  const written = alike.map(({ offer, order }) => ({ provider: offer.provider, phone: order?.phone ?? '' }));
  const holders = [...written, ...claims.holdersOf(report.id)]
    .filter(({ provider }) => provider !== manifest.id)
    .map(({ phone }) => isOfPhone(report, phone));
  return holders.includes(true) || (holders.includes(undefined) ? undefined : false);
}

/** Whether a row is about the number of an order of ours; undefined where a phone is missing. */
function isOfOrder(report: OrderReport, { order }: JournalEntry): boolean | undefined {
  return isOfPhone(report, order?.phone ?? '');
}

function isOfPhone({ phone = '' }: OrderReport, other: string): boolean | undefined {
  return phone && other ? isSamePhone(phone, other) : undefined;
}

/** Whether it can be the attempt's. Its price is no reason against it: a vendor may have charged too much. */
export function fits(report: OrderReport, entry: JournalEntry): boolean {
  const { offer } = entry;
  const { pool, country, attempt = entry.id } = report;
  if (attempt !== entry.id || !isAlike(report, entry)) return false;
  if (pool !== undefined && offer.pool !== undefined && pool !== offer.pool) return false;
  if (country !== undefined && country !== offer.country) return false;
  return isInTime(report, entry);
}

/** Whether the vendor may have made the order for the attempt, by its time; where it tells none, it may. */
export function isInTime({ orderedAt }: OrderReport, entry: JournalEntry): boolean {
  if (orderedAt === undefined) return true;
  const { from, to } = whenMade(entry);
  return orderedAt >= from && orderedAt <= to;
}

/** When the vendor made the order, if it did, by its own clock. */
export function whenMade(entry: JournalEntry): Period {
  const { sentAt } = entry;
  return { from: sentAt - CLOCK_SKEW_MS, to: sentAt + settledAfter(entry) + CLOCK_SKEW_MS };
}

/** An earlier purchase that was never named, and that the order may be of as well. */
async function olderOwner(
  { log, provider, ages }: Account,
  report: OrderReport,
): Promise<JournalEntry | undefined> {
  const { lifetimeMs = LIFETIME_MS } = provider.manifest.timing;
  const nameless = await log.list(['lost', 'disputed']);
  return nameless.find((one) => {
    const mayLive = ages.sent(one).atLeast < settledAfter(one) + lifetimeMs + STALE_MS;
    return mayLive && fits(report, one);
  });
}

/**
 * Whether the vendor, asked for the order alone, says that it is not over. A list may be minutes old: a row
 * of it may be the order of an earlier purchase that ended and was paid back, and so was proven absent.
 */
async function isAlive({ poller }: Account, { id }: OrderReport, signal: AbortSignal): Promise<boolean> {
  const report = await poller.look(id, signal).catch(() => signal.throwIfAborted());
  return report !== undefined && !isClosed(report.status);
}

/** An order of ours that the vendor says is open and does not list: such a list is cut off, or behind. */
async function leftOut(
  account: Account,
  reports: readonly OrderReport[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const listed = new Set(reports.map(({ id }) => id));
  for (const entry of await account.log.list(['open'])) {
    const id = entry.order?.id;
    if (id === undefined || listed.has(id) || account.ages.inState(entry).atLeast < LIST_LAG_MS) continue;
    const now = await pollOnce(account, entry, signal).catch(() => entry);
    if (now.state === 'open') return id;
  }
  return undefined;
}
