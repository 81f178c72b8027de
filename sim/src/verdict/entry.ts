import { compareMoney } from '@numroute/core';
import { type AttemptEvent, type AttemptRecord, type JournalEntry, transition } from '@numroute/router';
import type { Vendor } from '../vendor.ts';
import type { Ending } from './index.ts';
import type { Surprises } from './surprises.ts';

/** What one attempt came to, against what happened. */
export function judgeEntry(
  entry: JournalEntry,
  { world }: Vendor,
  surprises: Surprises,
  { judge, tally }: Ending,
): void {
  tally.add(`attempts: ${entry.state}`);
  const { order, offer } = entry;
  const name = `attempt ${entry.number} at ${offer.provider}`;
  const sold = world.orders.find(({ id }) => id === order?.id);
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
  if (kept > sent) judge.accuse('M6 old code as new', `${name} has ${kept} messages, and ${sent} were sent`);
  else if (kept === sent && sent > 1) tally.add('codes: further ones, each told once');
  const mine = judge.sales.find(({ vendor, id }) => vendor === order.provider && id === order.id);
  if (!mine) judge.accuse('M10 false verdict', `${name} holds ${order.id}, which nobody sold`);
  else if (mine.attempt !== entry.id && entry.want !== undefined) {
    const isSwapped = surprises.echoes.some(({ id }) => {
      const echo = world.orders.find((one) => one.id === id);
      return echo?.service === offer.service && echo.country === offer.country;
    });
    if (isSwapped) tally.add('excused: an order taken for its echo');
    else judge.accuse('M10 false verdict', `${name} holds ${order.id}, which was sold to ${mine.attempt}`);
  }
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
