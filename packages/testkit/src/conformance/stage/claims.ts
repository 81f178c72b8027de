import { isClosed, type Money, money, NumrouteError, type Offer, type OrderReport } from '@numroute/core';
import { check, same, show } from './checks.ts';
import type { Read } from './moves.ts';
import { checkReport } from './reports.ts';
import type { Stage } from './stage.ts';

/**
 * Whatever a read answered must be so in the world. What the vendor itself called by a word that nobody
 * knows is its own affair: it is passed on, and says nothing of the world.
 *
 * @param id Of the order that was asked for.
 */
export function checkAnswer(
  stage: Stage,
  { operation }: Read,
  answer: unknown,
  { id, unheard }: { readonly id: string; readonly unheard?: string },
): void {
  switch (operation) {
    case 'listOffers':
      for (const offer of answer as Iterable<Offer>) checkOffer(stage, offer, unheard);
      return;
    case 'fetchBalance':
      same(answer as Money, stage.world.balance(), 'balance');
      return;
    case 'listOpenOrders':
      checkOpenOrders(stage, answer as readonly OrderReport[], unheard);
      return;
    case 'listHistory':
      for (const report of answer as readonly OrderReport[]) checkEnd(stage, known(report, unheard));
      return;
    default:
      checkReport(stage, known(answer as OrderReport, unheard), id);
  }
}

/** Every order that lives is listed, once, and no other; what is said of each is so. */
export function checkOpenOrders(stage: Stage, reports: readonly OrderReport[], unheard?: string): void {
  const alive = stage.world.orders.filter(({ status }) => status === 'open' || status === 'delivered');
  const [listed, wanted] = [reports.map(({ id }) => id).sort(), alive.map(({ id }) => id).sort()];
  const missing = wanted.filter((id) => !listed.includes(id));
  check(
    missing.length === 0,
    `${missing.length} of ${wanted.length} orders that live are not listed, among them ${missing[0]}`,
  );
  same(listed, wanted, 'ids of the open orders');
  for (const report of reports) checkReport(stage, known(report, unheard), report.id);
}

/** A row of a history is of an order that is over, and tells what was charged, if anything. */
export function checkEnd(stage: Stage, report: OrderReport): void {
  const { id, status, price } = report;
  check(isClosed(status), `the history says ${status} of order ${id}, which is no end`);
  checkReport(stage, report, id);
  check(
    price === undefined || status === 'finished',
    `the history tells a price of order ${id}, which is ${status}`,
  );
}

/** A report without what is called by a word that nobody knows. */
export function known<R extends OrderReport>(report: R, unheard: string | undefined): R {
  const { attempt, service, country, ...rest } = report;
  const keep = (name: string | undefined): boolean =>
    name !== undefined && (unheard === undefined || !name.toLowerCase().includes(unheard));
  return {
    ...rest,
    ...(keep(attempt) && { attempt }),
    ...(keep(service) && { service }),
    ...(keep(country) && { country }),
  } as R;
}

function checkOffer({ world }: Stage, offer: Offer, unheard: string | undefined): void {
  const { service, country, price, stock } = offer;
  if (unheard !== undefined && `${service} ${country}`.toLowerCase().includes(unheard)) return;
  same(price.currency, world.currency, 'currency of a price');
  const truth = world.offers.filter((one) => one.service === service && one.country === country);
  const fits = truth.find((one) => money(one.price, world.currency).amount === price.amount);
  check(fits !== undefined, `${show(offer)} is listed, and nobody sells it`);
  check(stock === null || stock <= fits.stock, `the vendor has ${fits.stock}, the offer says ${stock}`);
}

/** An error of one of ours, whatever its code. */
export function checkError(error: unknown, what: string): asserts error is NumrouteError {
  check(NumrouteError.is(error), `${what}: expected a NumrouteError, got ${show(error)}`);
}
