import {
  codeOf,
  compareMoney,
  isClosed,
  type Money,
  NumrouteError,
  type Order,
  parseService,
} from '@numroute/core';
import type { Router } from '@numroute/router';
import { capOf, countriesOf, durationOf } from '../arguments.ts';
import type { App } from '../compose.ts';
import { EXIT } from '../exit-codes.ts';
import { duration, exact } from '../format.ts';
import { type Io, painter, printJson, tame } from '../io.ts';
import { type GivenUp, giveUp } from '../refund.ts';

export interface BuyFlags {
  readonly country?: string;
  readonly max?: string;
  readonly wait: string;
  readonly key?: string;
  readonly json?: boolean;
}

interface Purchase {
  readonly service: string;
  readonly country?: readonly string[];
  readonly maxPrice: Money;
  readonly waitMs: number;
  readonly key?: string;
  readonly json: boolean;
}

export function parsePurchase(service: string, flags: BuyFlags): Purchase {
  const country = countriesOf(flags.country);
  const maxPrice = capOf(flags.max);
  if (!maxPrice)
    throw NumrouteError.input('--max', 'the most to pay for the number, such as 0.5USD or 9000IRT');
  return {
    service: parseService(service),
    ...(country && { country }),
    maxPrice,
    waitMs: durationOf(flags.wait, '--wait'),
    ...(flags.key !== undefined && { key: flags.key }),
    json: flags.json === true,
  };
}

export async function buy(io: Io, { router }: App, wanted: Purchase): Promise<number> {
  const { service, country, maxPrice, waitMs, key, json } = wanted;
  const say = (text: string): unknown => (json ? io.stderr : io.stdout).write(`${text}\n`);
  const paint = painter(io);
  let order: Order;
  try {
    order = await router.buy(
      { service, ...(country && { country }) },
      { maxPrice, signal: io.signal, ...(key !== undefined && { key }) },
    );
  } catch (error) {
    if (!io.signal.aborted || NumrouteError.is(error, 'OUTCOME_UNKNOWN')) throw error;
    say('Stopped before anything was bought.');
    return EXIT.noCode;
  }
  say(
    `Bought ${paint('bold', order.phone)} from ${order.provider} for ${exact(order.paid)} (order ${tame(order.id, 40)}).`,
  );
  say(`Waiting up to ${duration(waitMs)} for the SMS. Ctrl-C cancels the order.`);

  const delivered = await waitForCode(router, order, waitMs, io.signal);
  const price = priceLine(delivered, maxPrice);
  if (price) say(price);
  const code = newestCode(delivered);
  if (code !== undefined) return finish(io, router, delivered, code, wanted, say);

  if (!isClosed(delivered.status))
    say(io.signal.aborted ? 'Stopped; cancelling.' : 'No code came; cancelling.');
  const given = await giveUp(router, delivered, say);
  const late = newestCode(given.order);
  if (late !== undefined) return finish(io, router, given.order, late, wanted, say);
  if (json) printJson(io, { ...orderJson(given.order), code: null, refund: given.refund });
  say(refundLine(given));
  return given.refund === 'none' ? EXIT.moneyMayHaveMoved : EXIT.noCode;
}

/** The order with its code, or as it was when the time was up, it ended, or somebody pressed Ctrl-C. */
async function waitForCode(
  router: Router,
  bought: Order,
  forMs: number,
  signal: AbortSignal,
): Promise<Order> {
  let latest = bought;
  try {
    for await (const order of router.watch(bought, { forMs, signal, everyMs: 1_000, until: 'closed' })) {
      latest = order;
      if (newestCode(order) !== undefined) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return latest;
}

async function finish(
  io: Io,
  router: Router,
  order: Order,
  code: string,
  { json }: Purchase,
  say: (text: string) => unknown,
): Promise<number> {
  let note = '';
  const finished = await router.finish(order).catch((error: unknown) => {
    note = `The code is good, but the vendor could not be told that we are done: ${tame(String(error))}`;
    return order;
  });
  if (json) printJson(io, { ...orderJson(finished), code, refund: null });
  else io.stdout.write(`Code: ${painter(io)(['bold', 'green'], tame(code, 40))}\n`);
  if (note) say(note);
  return EXIT.ok;
}

function newestCode({ messages }: Order): string | undefined {
  return messages
    .map(codeOf)
    .filter((code) => code !== undefined)
    .at(-1);
}

/** Where the vendor told no price, and the balance shows another than was quoted. */
function priceLine({ paid, quoted, paidSource, status }: Order, cap: Money): string | undefined {
  if (paidSource !== 'balance' || compareMoney(paid, quoted) === 0) return undefined;
  const isDearer = paid.currency === cap.currency && compareMoney(paid, cap) > 0;
  const cancelled = isDearer && status === 'cancelled' ? ' That is above the cap, so it was cancelled.' : '';
  return `The balance shows that it cost ${exact(paid)}, not ${exact(quoted)}.${cancelled}`;
}

function refundLine({ order, refund, returned }: GivenUp): string {
  const where = `order ${tame(order.id, 40)} at ${order.provider}`;
  switch (refund) {
    case 'confirmed':
      return `Cancelled. Refund confirmed: the balance rose by ${exact(returned ?? order.paid)}.`;
    case 'promised':
      return `Cancelled. The vendor promises ${exact(order.paid)} back; it was not seen in the balance yet: check ${where}.`;
    case 'unchecked':
      return `Cancelled. The vendor promises ${exact(order.paid)} back; it cannot be asked for the balance, so check ${where}.`;
    default:
      return `NOT cancelled: ${where} is ${order.status}. Cancel it on the vendor's site, or ${exact(order.paid)} may be lost.`;
  }
}

function orderJson({ provider, id, phone, service, country, pool, paid, status, messages }: Order): object {
  return { provider, order: id, phone, service, country, pool: pool ?? null, paid, status, messages };
}
