import {
  codeOf,
  compareMoney,
  findCountry,
  formatMoney,
  isClosed,
  type Message,
  type Order,
} from '@numroute/core';
import type { Progress, Wish } from '../caller.ts';
import type { Sale } from '../counter.ts';
import { rates } from '../rates.ts';
import type { Ending } from './index.ts';

/** What callers got, and whether anybody still waits. */
export function judgeCallers(ending: Ending): void {
  const { judge, callers, tally } = ending;
  for (const { wish, progress } of callers) {
    tally.add(`callers: ${progress.state}`);
    const over = progress.state === 'served' || progress.state === 'left' || progress.state === 'failed';
    if (wish.faithful && !over) {
      judge.accuse('M9 stuck', `the caller of want ${wish.number} is still ${progress.state}`);
    }
    const { order } = progress;
    const sale = order && judge.saleOf(order);
    const entry = sale && judge.entryOf(sale);
    const cap = entry?.maxPrice;
    if (progress.bought) judgeBought(wish, progress.bought, ending);
    // What only the balance tells comes later than the number: then it must be given up.
    if (
      order &&
      cap &&
      order.paidSource !== 'balance' &&
      order.paid.currency === cap.currency &&
      compareMoney(order.paid, cap) > 0
    ) {
      judge.accuse(
        'M12 above the cap',
        `want ${wish.number} was sold for ${order.paid.amount}, above ${cap.amount}`,
      );
    }
    if (!over) continue;
    const ofCode = judge.sales.filter(({ want, echo }) => want === wish.number && !echo);
    for (const one of wish.code ? ofCode : sale ? [sale] : []) judgeKept(wish, one, progress, ending);
  }
}

/** Every code that came to a caller's number is in the journal. A vendor that denies the order tells none. */
function judgeKept(wish: Wish, sale: Sale, { codes }: Progress, ending: Ending): void {
  const { judge, tally, vendors, vanished } = ending;
  if (vanished(sale)) return;
  const entry = judge.entryOf(sale);
  const real = vendors.find(({ id }) => id === sale.vendor)?.world.orders.find(({ id }) => id === sale.id);
  const kept = (entry?.order?.messages ?? []).flatMap((message) => codeOf(message) ?? []);
  const isOwed = (message: Message, place: number): boolean =>
    place === 0 || wasThereInTime(message, sale, entry && judge.finishedAt.get(entry.id), ending);
  const sent = (real?.messages ?? []).filter(isOwed).flatMap((message) => codeOf(message) ?? []);
  const lost = sent.filter((code) => !kept.includes(code));
  if (lost.length > 0 && entry?.state === 'gone' && !wasHearable(sale, real?.messages ?? [], ending)) {
    tally.add('excused: a code of an order that its vendor denied, and nobody was there to ask again');
  } else if (lost.length > 0) {
    judge.accuse('M5 code lost', `want ${wish.number}: ${sale.vendor} ${sale.id} got ${lost.join(' ')}`);
  } else if (sent.length > 0 && codes.length === 0) tally.add('codes: kept, after the caller left');
}

/** What a caller was given as the number to use. */
function judgeBought(wish: Wish, order: Order, { judge }: Ending): void {
  const said = `want ${wish.number} was given ${order.provider} ${order.id}`;
  const callingCode = findCountry(order.country)?.callingCode ?? '';
  // One that is over is nothing to use: it is what became of the want.
  if (isClosed(order.status)) return;
  if (order.phone === '') judge.accuse('M16 not as offered', `${said} without a number`);
  else if (!order.phone.startsWith(`+${callingCode}`)) {
    judge.accuse('M16 not as offered', `${said}, ${order.phone} for ${order.country}`);
  }
  if (!rates.convert(order.paid, wish.maxPrice.currency)) {
    judge.accuse('M12 above the cap', `${said} for ${formatMoney(order.paid)}`);
  }
  const sale = judge.saleOf(order);
  // Two names of one account may have changed orders; the verdict over the books counts each once.
  const isTwin = judge.vendors.some(({ id, habits }) => id === order.provider && habits.has('twin'));
  const isSwapped = isTwin || (sale !== undefined && sale.vendor !== order.provider);
  if (sale && !sale.echo && !isSwapped && sale.want !== wish.number)
    judge.accuse('M14 two orders for one key', `${said}, which was sold to want ${sale.want}`);
}

/** A reply may be so old when it comes. */
const SLOWEST_MS = 95_000;

/** An order that was denied for minutes is asked for once a minute, and some of the answers are lost. */
const ASKED_AGAIN_MS = 360_000;

/** Whether one run of the engine was there to ask again, from the end of the denial to that of the order. */
function wasHearable(
  sale: Sale,
  messages: readonly Message[],
  { habitsOf, lives, judge, epoch }: Ending,
): boolean {
  const came = Math.min(...messages.map(({ receivedAt = 0 }) => receivedAt - epoch));
  const from = Math.max(came, habitsOf(sale.vendor).deniedUntil(sale.id));
  const end = sale.at + (judge.vendors.find(({ id }) => id === sale.vendor)?.world.lifetimeMs ?? 0);
  return lives.some(({ bornAt, diedAt }) => Math.min(diedAt, end) - Math.max(bornAt, from) >= ASKED_AGAIN_MS);
}

/** A further SMS is owed to whoever waited for it and was done with the order afterwards, where the vendor did not deny the order meanwhile. */
function wasThereInTime(
  { receivedAt = 0 }: Message,
  sale: Sale,
  finishedAt: number | undefined,
  { tally, epoch, habitsOf }: Ending,
): boolean {
  const lag = tally.count('fault: slow') > 0 ? SLOWEST_MS : 1_000;
  const came = receivedAt - epoch;
  if (finishedAt === undefined || came >= finishedAt - lag) return false;
  return !habitsOf(sale.vendor).denied(sale.id, came, finishedAt);
}
