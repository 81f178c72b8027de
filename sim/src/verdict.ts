import { addMoney, codeOf, compareMoney, type Money, money, subtractMoney } from '@numroute/core';
import { type JournalEntry, transition } from '@numroute/router';
import type { Progress, Wish } from './caller.ts';
import type { Sale } from './counter.ts';
import type { Judge } from './judge.ts';
import type { Tally } from './tally.ts';
import type { Vendor } from './vendor.ts';

export interface Ending {
  readonly judge: Judge;
  readonly vendors: readonly Vendor[];
  readonly entries: readonly JournalEntry[];
  readonly callers: readonly { readonly wish: Wish; readonly progress: Progress }[];
  readonly vanished: (vendor: string, id: string) => boolean;
  readonly tally: Tally;
}

/** The books and the world, side by side, when all is over and every fault has stopped. */
export function judgeEnd(ending: Ending): void {
  for (const vendor of ending.vendors) judgeMoney(vendor, ending);
  for (const entry of ending.entries) judgeEntry(entry, ending);
  judgeCallers(ending);
  judgeJournal(ending);
}

/** What one sale really cost in the end. */
function costOf({ world }: Vendor, { id, price }: Sale): Money {
  const isRefunded = world.ledger.some(({ kind, order }) => kind === 'refund' && order === id);
  return isRefunded ? money('0', price.currency) : price;
}

/**
 * Every sale stands in the books, and what the books say that it cost is what it cost: added up, the
 * balance is the first funds less what was spent, to the last digit.
 */
function judgeMoney(vendor: Vendor, { judge, entries, tally }: Ending): void {
  const { id: provider, world } = vendor;
  const known = new Map<string, JournalEntry>();
  for (const entry of entries) {
    if (entry.order?.provider === provider) known.set(entry.order.id, entry);
  }
  const nameless = new Map(
    entries.filter(({ offer, order }) => offer.provider === provider && !order).map((one) => [one.id, one]),
  );
  const weighed: string[] = [];
  let [booked, real] = [money('0', world.currency), money('0', world.currency)];
  for (const sale of judge.sales) {
    if (sale.vendor !== provider) continue;
    const entry = known.get(sale.id) ?? nameless.get(sale.attempt ?? '');
    if (sale.echo && !known.has(sale.id)) {
      tally.add('orders: echoed by a proxy, unknown to anybody');
      continue;
    }
    if (!entry) {
      // An echo may have been taken for the order that was looked for.
      if (isEchoed(provider, judge)) tally.add('orders: unknown, beside an echo');
      else judge.accuse('M2 forgotten', `${provider} ${sale.id} of want ${sale.want} is in no book`);
      continue;
    }
    const cost = costOf(vendor, sale);
    const isFree = compareMoney(cost, money('0', cost.currency)) === 0;
    const said = `${provider} ${sale.id} (${judge.statusOf(sale)}, ${isFree ? 'refunded' : 'paid'}): attempt ${entry.number} says ${entry.state}, ${entry.money}`;
    switch (entry.money) {
      case 'free':
        // Over and paid back before anybody looked: as if it had never been.
        if (entry.state === 'absent' && isFree) tally.add('attempts: absent, after a refund');
        else judge.accuse(entry.state === 'refused' ? 'M1 money' : 'M10 false verdict', said);
        break;
      case 'spent':
        if (isFree) judge.accuse('M1 money', said);
        break;
      case 'missing':
      case 'returned':
        // Only the sum says which: orders of one price cannot be told apart.
        weighed.push(said);
        booked = addMoney(booked, entry.money === 'missing' ? sale.price : money('0', world.currency));
        real = addMoney(real, cost);
        break;
      case 'due':
        // The vendor's promise; whether it keeps it is the balance's to say.
        if (!isFree && keepsItsWord(vendor)) judge.accuse('M1 money', said);
        break;
      case 'held':
        judge.accuse('M9 stuck', said);
        break;
      case 'reserved':
      case 'doubtful':
        tally.add(`money: ${entry.state} and ${isFree ? 'refunded' : 'spent'}`);
    }
    if (entry.order?.paidSource === 'vendor' && compareMoney(entry.order.paid, sale.price) !== 0) {
      judge.accuse('M1 money', `${said}; paid ${entry.order.paid.amount}, charged ${sale.price.amount}`);
    }
  }
  // Where a promised refund never comes, a proxy bought on our behalf, or the vendor charged another
  // price than it quoted, sums are wrong, and nobody could know.
  const isSurprised = judge.sales.some(
    ({ vendor: at, attempt, price }) =>
      at === provider && compareMoney(judge.entries.get(attempt ?? '')?.offer.price ?? price, price) !== 0,
  );
  if (
    compareMoney(booked, real) !== 0 &&
    keepsItsWord(vendor) &&
    !isEchoed(provider, judge) &&
    !isSurprised
  ) {
    judge.accuse(
      'M1 money',
      `${provider} kept ${real.amount}, the books say ${booked.amount}: ${weighed.join('; ')}`,
    );
  }
  const moved = world.ledger.reduce(
    (sum, { kind, amount }) => {
      const one = money(amount, world.currency);
      return kind === 'charge' ? subtractMoney(sum, one) : addMoney(sum, one);
    },
    money('0', world.currency),
  );
  tally.add(`ledger: ${compareMoney(moved, money('0', world.currency)) < 0 ? 'spent' : 'even or more'}`);
}

/** A proxy bought on our behalf there: an order that nobody asked for looks like one that was. */
const isEchoed = (vendor: string, { sales }: Judge): boolean =>
  sales.some((sale) => sale.vendor === vendor && sale.echo);

const keepsItsWord = ({ refundLagMs }: Vendor): boolean => Number.isFinite(refundLagMs);

function judgeEntry(entry: JournalEntry, { judge, tally, vendors }: Ending): void {
  tally.add(`attempts: ${entry.state}`);
  const name = `attempt ${entry.number} at ${entry.offer.provider}`;
  if (entry.adopted) {
    tally.add('orders: adopted');
    const { service, country } = entry.offer;
    const sold = vendors
      .find(({ id }) => id === entry.offer.provider)
      ?.world.orders.find(({ id }) => id === entry.order?.id);
    // Like orders cannot be told apart; these could.
    if (sold && (sold.service !== service || sold.country !== country)) {
      judge.accuse(
        'M10 false verdict',
        `${name} took ${sold.id} for its own, a ${sold.service} in ${sold.country}`,
      );
    }
  }
  if (entry.state === 'sending' || entry.state === 'unknown') {
    judge.accuse('M9 stuck', `${name} is still ${entry.state}: ${entry.reason ?? ''}`);
  }
  if (entry.state === 'lost' && !judge.sales.some(({ attempt }) => attempt === entry.id)) {
    const vendor = vendors.find(({ id }) => id === entry.offer.provider);
    if (vendor && keepsItsWord(vendor) && !isEchoed(vendor.id, judge)) {
      judge.accuse('M10 false verdict', `${name} counts as lost, and nothing was sold: ${entry.reason}`);
    } else tally.add('attempts: lost for nothing, where the vendor or a proxy broke the sums');
  }
  const { order } = entry;
  if (!order) return;
  const mine = judge.sales.find(({ vendor, id }) => vendor === order.provider && id === order.id);
  if (!mine) judge.accuse('M10 false verdict', `${name} holds ${order.id}, which nobody sold`);
  else if (mine.attempt !== entry.id && entry.want !== undefined && !isEchoed(order.provider, judge)) {
    judge.accuse('M10 false verdict', `${name} holds ${order.id}, which was sold to ${mine.attempt}`);
  }
}

function judgeCallers({ judge, callers, tally, vendors, vanished }: Ending): void {
  for (const { wish, progress } of callers) {
    tally.add(`callers: ${progress.state}`);
    const over = progress.state === 'served' || progress.state === 'left' || progress.state === 'failed';
    if (wish.faithful && !over) {
      judge.accuse('M9 stuck', `the caller of want ${wish.number} is still ${progress.state}`);
    }
    const { order } = progress;
    const cap = order && judge.entryOf(order.provider, order.id)?.maxPrice;
    if (order && cap && compareMoney(order.paid, cap) > 0) {
      judge.accuse(
        'M12 above the cap',
        `want ${wish.number} was sold for ${order.paid.amount}, above ${cap.amount}`,
      );
    }
    // A vendor that denies the order tells no code either.
    if (!over || !order || vanished(order.provider, order.id)) continue;
    const real = vendors
      .find(({ id }) => id === order.provider)
      ?.world.orders.find(({ id }) => id === order.id);
    const sent = (real?.messages ?? []).flatMap((message) => codeOf(message) ?? []);
    const entry = judge.entryOf(order.provider, order.id);
    const kept = (entry?.order?.messages ?? []).flatMap((message) => codeOf(message) ?? []);
    const lost = sent.filter((code) => !kept.includes(code));
    if (lost.length > 0) {
      judge.accuse(
        'M5 code lost',
        `want ${wish.number}: ${order.provider} ${order.id} got ${lost.join(' ')}`,
      );
    } else if (sent.length > 0 && progress.codes.length === 0)
      tally.add('codes: kept, after the caller left');
  }
}

/** The entries are what follows from the events, and nothing else. */
function judgeJournal({ judge, entries }: Ending): void {
  const rebuilt = new Map<string, ReturnType<typeof transition>>();
  for (const event of judge.events) rebuilt.set(event.attempt, transition(rebuilt.get(event.attempt), event));
  for (const { number, ...entry } of entries) {
    if (JSON.stringify(rebuilt.get(entry.id)) === JSON.stringify(entry)) continue;
    judge.accuse('M13 journal', `attempt ${number} is not what its events say`);
  }
}
