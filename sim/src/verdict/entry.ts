import { compareMoney, findCountry } from '@numroute/core';
import { type AttemptEvent, type AttemptRecord, type JournalEntry, transition } from '@numroute/journal';
import type { Sale } from '../counter.ts';
import { rates } from '../rates.ts';
import type { Vendor } from '../vendor.ts';
import type { Ending } from './index.ts';
import type { Surprises } from './surprises.ts';

/** What one attempt came to, against what happened. */
export function judgeEntry(
  entry: JournalEntry,
  { world, habits, lists }: Vendor,
  surprises: Surprises,
  ending: Ending,
): void {
  const { judge, tally } = ending;
  tally.add(`attempts: ${entry.state}`);
  const { order, offer } = entry;
  const isTwin = habits.has('twin');
  const name = `attempt ${entry.number} at ${offer.provider}`;
  const sale = order && judge.saleOf(order);
  const sold = world.orders.find(({ id }) => id === sale?.id);
  if (entry.adopted) {
    tally.add('orders: adopted');
    // Like orders cannot be told apart; these could.
    if (sold && (sold.service !== offer.service || sold.country !== offer.country)) {
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
    if (surprises.explainsLoss(entry))
      tally.add('excused: lost for nothing, where another charge of its size was');
    else if (isTwin) tally.add('excused: lost for nothing, where the other name of the account bought');
    else if (habits.has('charges-at-delivery') && !lists)
      tally.add('attempts: lost, where neither a list nor a balance could tell');
    else judge.accuse('M10 false verdict', `${name} counts as lost, and nothing was sold: ${entry.reason}`);
  }
  if (!order) return;
  if (wasSeenToBeTooDear(entry, judge.events)) {
    const isGivenUp = judge.events.some(
      ({ kind, attempt }) => attempt === entry.id && kind === 'cancel-wanted',
    );
    if (isGivenUp) tally.add('prices: above the cap, as the balance told, and given up');
    else
      judge.accuse(
        'M12 above the cap',
        `${name} cost ${order.paid.amount}, as the balance showed, and was kept`,
      );
  }
  const [kept, sent] = [order.messages.length, sold?.messages.length ?? 0];
  if (kept > sent && ending.isDouble && wasToldLate(entry, judge.events))
    tally.add('excused: an SMS twice, told by a cut-off life after the owner had asked for another');
  else if (kept > sent)
    judge.accuse('M6 old code as new', `${name} has ${kept} messages, and ${sent} were sent`);
  else if (kept === sent && sent > 1) tally.add('codes: further ones, each told once');
  if (!sale) judge.accuse('M10 false verdict', `${name} holds ${order.id}, which nobody sold`);
  else if (sale.attempt !== entry.id && entry.want !== undefined) {
    // Two names of one account that both wait for a lost reply: neither can tell whose order is whose.
    if (sale.vendor !== offer.provider || isTwin)
      tally.add('orders: bought under the other name of the account');
    else if (surprises.explainsSwap(entry, world)) tally.add('excused: an order taken for its echo');
    else judge.accuse('M10 false verdict', `${name} holds ${order.id}, which was sold to ${sale.attempt}`);
  }
  judgeGivenUp(entry, name, ending);
  judgePatience(entry, sale, name, ending);
}

/** A vendor that refused to cancel for good is not asked again; a crash may lose one refusal. */
function judgePatience(
  { id, order }: JournalEntry,
  sale: Sale | undefined,
  name: string,
  { judge, habitsOf, lives }: Ending,
): void {
  let isFinal = false;
  for (const event of judge.events) {
    if (event.attempt !== id) continue;
    if (event.kind === 'cancel-asked' && isFinal)
      judge.accuse('M17 hammered', `${name}: ${order?.id} was to be cancelled again, after a final refusal`);
    if (event.kind === 'cancel-refused' && event.final) isFinal = true;
  }
  const asked = sale ? habitsOf(sale.vendor).askedAfterFinal(sale.id) : 0;
  if (asked > lives.length)
    judge.accuse('M17 hammered', `${name}: ${order?.id} was asked for ${asked} times after a final refusal`);
}

/** An order that no buyer may be given is given up, unless its end or its code came first. */
function judgeGivenUp(entry: JournalEntry, name: string, { judge, tally }: Ending): void {
  const own = judge.events.filter(({ attempt }) => attempt === entry.id);
  const bought = own.find((event) => event.kind === 'bought');
  if (bought?.kind !== 'bought' || bought.order.status !== 'open') return;
  const { paid, phone, country } = bought.order;
  const isForeign = phone !== '' && !phone.startsWith(`+${findCountry(country)?.callingCode ?? ''}`);
  const isOdd = !rates.convert(paid, entry.maxPrice.currency);
  if (!isForeign && !isOdd) return;
  const what = isForeign ? 'another country' : 'a currency without a rate';
  if (own.some(({ kind }) => kind === 'cancel-wanted')) tally.add(`orders: of ${what}, given up`);
  else if (entry.state !== 'open') tally.add(`orders: of ${what}, over before they could be given up`);
  else judge.accuse('M16 not as offered', `${name} is of ${what} and was kept`);
}

/** The balance showed a price above the cap while there was no code yet. */
function wasSeenToBeTooDear(entry: JournalEntry, events: readonly AttemptEvent[]): boolean {
  let state: AttemptRecord | undefined;
  for (const event of events) {
    if (event.attempt !== entry.id) continue;
    const isDear = event.kind === 'charge-seen' && compareMoney(event.price, entry.maxPrice) > 0;
    if (isDear && state?.state === 'open') return true;
    state = transition(state, event);
  }
  return false;
}

/** What was read before another SMS was asked for was written after that: by a life that was cut off meanwhile. */
function wasToldLate({ id }: JournalEntry, events: readonly AttemptEvent[]): boolean {
  const own = events.filter(({ attempt }) => attempt === id);
  const asked = own.findIndex(({ kind }) => kind === 'another-asked');
  const askedAt = own[asked]?.at ?? Number.NEGATIVE_INFINITY;
  return own.slice(asked + 1).some(({ kind, at }) => kind === 'reported' && at < askedAt);
}
