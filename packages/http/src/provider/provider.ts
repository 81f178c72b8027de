import {
  type Call,
  type Clock,
  isClosed,
  type Manifest,
  type NumberFault,
  NumrouteError,
  type Offer,
  type Offers,
  type OrderReport,
  type Period,
  type Provider,
  type PurchaseCall,
  type Receipt,
  systemClock,
  unlessAborted,
} from '@numroute/core';
import type { Adapter, ConnectionSettings, Reply, RequestDescription, Send } from '../adapter.ts';
import { PriceList } from '../price-list/price-list.ts';
import type { Carrier } from '../wire/carrier.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Redactor } from '../wire/redact.ts';
import { type Connection, closedError, connect } from './connection.ts';
import { causeOf, cleanError } from './own-error.ts';
import { concludePurchase } from './purchase.ts';
import type { InTurn } from './token.ts';

/**
 * A provider of an adapter: whatever the adapter describes is sent once, and classified.
 *
 * @throws {NumrouteError} INVALID_INPUT A setting is wrong; the error names it, never its value.
 */
export function createHttpProvider(
  adapter: Adapter,
  settings: ConnectionSettings & { readonly clock?: Clock; readonly carrier?: Carrier },
): Provider {
  const clock = settings.clock ?? systemClock;
  const connection = connect(adapter.auth, clock, settings);
  const manifest = deepFreeze(structuredClone(adapter.manifest));
  const ask = <T>(call: Call, run: (send: Send) => Promise<T>): Promise<T> =>
    callAdapter(connection, manifest, call, run);
  const read = async <T>(call: Call, run: (send: Send) => Promise<T>): Promise<T> =>
    connection.strike(await ask(call, run));
  const { cancelOrder, rejectNumber, finishOrder, requestAnotherSms } = adapter;
  const { listOpenOrders, findOrder, listHistory, fetchBalance } = adapter;

  return {
    manifest,
    listOffers: async (query, call) => {
      connection.expectPurchase();
      const offers = await ask(call, (send) => adapter.listOffers(send, query));
      return stamp(offers, clock.now());
    },
    purchase: (offer, call) => buy(connection, adapter, offer, call),
    fetchOrder: (id, call) => read(call, (send) => adapter.fetchOrder(send, id)),
    ...(cancelOrder && {
      cancelOrder: (id: string, call: Call) => read(call, (send) => cancelOrder.call(adapter, send, id)),
    }),
    ...(rejectNumber && {
      rejectNumber: (id: string, fault: NumberFault, call: Call) =>
        read(call, (send) => rejectNumber.call(adapter, send, id, fault)),
    }),
    ...(finishOrder && {
      finishOrder: (id: string, call: Call) => read(call, (send) => finishOrder.call(adapter, send, id)),
    }),
    ...(requestAnotherSms && {
      requestAnotherSms: (id: string, call: Call) =>
        read(call, (send) => requestAnotherSms.call(adapter, send, id)),
    }),
    ...(listOpenOrders && {
      listOpenOrders: (call: Call) => read(call, (send) => listOpenOrders.call(adapter, send)),
    }),
    ...(findOrder && {
      findOrder: (attempt: string, call: Call) =>
        read(call, async (send) =>
          ofAttempt(await findOrder.call(adapter, send, attempt), attempt, manifest),
        ),
    }),
    ...(listHistory && {
      listHistory: (period: Period, call: Call) =>
        read(call, async (send) => ended(await listHistory.call(adapter, send, period), manifest)),
    }),
    ...(fetchBalance && {
      fetchBalance: (call: Call) => read(call, (send) => fetchBalance.call(adapter, send)),
    }),
    close: async () => connection.close(),
  };
}

function ofAttempt(report: OrderReport, attempt: string, { id }: Manifest): OrderReport {
  if (report.attempt === undefined || report.attempt === attempt) return report;
  const vendorWord = report.attempt.slice(0, 64);
  throw new NumrouteError('UNREADABLE', `${id}: the reply is about another purchase.`, { vendorWord });
}

/** An order that lives would be taken for over, and what was paid back for spent. */
function ended(reports: readonly OrderReport[], { id }: Manifest): readonly OrderReport[] {
  for (const { id: order, status, price } of reports) {
    if (status === 'finished' || (isClosed(status) && !price)) continue;
    const field = isClosed(status) ? 'price' : 'status';
    const message = `${id}: ${field} of order ${order} in the history, which is ${status}.`;
    throw new NumrouteError('UNREADABLE', message, { vendorWord: status });
  }
  return reports;
}

async function callAdapter<T>(
  connection: Connection,
  manifest: Manifest,
  call: Call,
  run: (send: Send) => Promise<T>,
): Promise<T> {
  if (connection.closed) throw closedError();
  call.signal.throwIfAborted();
  const invoke = async (): Promise<T> => run(createSend(connection, manifest, call));
  try {
    return await unlessAborted(invoke(), call.signal);
  } catch (error) {
    call.signal.throwIfAborted();
    if (connection.closed) throw closedError();
    const redactor = connection.redactor();
    if (NumrouteError.is(error)) throw cleanError(error, redactor);
    const message = `${manifest.id}: the adapter failed to read the reply.`;
    throw new NumrouteError('UNREADABLE', message, {}, { cause: causeOf(error, redactor) });
  }
}

/** One request after the other. */
function createSend(connection: Connection, manifest: Manifest, call: Call): Send {
  const inTurn = turnsOf(call);
  const { signal } = call;
  let before: Promise<unknown> = Promise.resolve();
  const check = (): void => {
    if (connection.closed) throw closedError();
    signal.throwIfAborted();
  };
  const afterwards = <T>(once: () => Promise<T>): Promise<T> => {
    const mine = before.then(() => {
      check();
      return once();
    });
    before = mine.catch(() => undefined);
    return mine;
  };
  const reply = (result: Exchange<Reply>): Reply => replyOf(result, manifest, connection.redactor());
  const send = (request: RequestDescription): Promise<Reply> =>
    afterwards(async () => {
      const result = await connection.read(request, inTurn, signal);
      signal.throwIfAborted();
      return reply(result);
    });
  return Object.assign(send, {
    shared: <T>(request: RequestDescription, join: (carry: () => Promise<Reply>) => Promise<T>): Promise<T> =>
      afterwards(async () => {
        const carry = await connection.prepare(request, inTurn, signal);
        return await inTurn(async () => {
          check();
          return await join(async () => reply(await carry()));
        });
      }),
  });
}

/** The caller waited for the first request already; each further one waits for its turn. */
function turnsOf({ turn }: Call): InTurn {
  let isFirst = true;
  return (send) => {
    if (!isFirst && turn) return turn(send);
    isFirst = false;
    return send();
  };
}

function replyOf(result: Exchange<Reply>, { id }: Manifest, redactor: Redactor): Reply {
  if (result.kind !== 'reply') {
    const why = redactor.word(result.why);
    throw new NumrouteError('UNAVAILABLE', `${id}: no whole reply (${why}).`, {});
  }
  const { status, headers } = result.reply;
  if (status >= 300 && status < 400) {
    const host = URL.parse(headers['location'] ?? '')?.host;
    const target = host ? ` to ${redactor.word(host)}` : '';
    throw new NumrouteError('UNAVAILABLE', `${id}: redirected${target}, status ${status}; not followed.`, {});
  }
  return result.reply;
}

async function buy(
  connection: Connection,
  adapter: Adapter,
  offer: Offer,
  call: PurchaseCall,
): Promise<Receipt> {
  if (connection.closed) throw closedError();
  call.signal.throwIfAborted();
  const { id } = adapter.manifest;
  let result: Exchange<Reply>;
  try {
    const request: RequestDescription = adapter.purchase.describe(offer, call.maxPrice, call.attempt);
    result = await connection.purchase(request, turnsOf(call), call.signal);
  } catch (error) {
    // All of this is before the request left: the exchange itself never throws.
    call.signal.throwIfAborted();
    const redactor = connection.redactor();
    if (NumrouteError.is(error)) throw cleanError(error, redactor);
    const message = `${id}: the adapter failed to describe the purchase; nothing was sent.`;
    throw new NumrouteError('REJECTED', message, {}, { cause: causeOf(error, redactor) });
  }
  return concludePurchase(adapter, offer, result, connection);
}

/** Offers without a time of the vendor's get the moment their reply came. */
function stamp(offers: Offers, listedAt: number): Offers {
  if (offers instanceof PriceList) return offers.stamped(listedAt);
  if (!Array.isArray(offers)) return offers;
  return offers.map((offer: Offer) => (offer.listedAt === undefined ? { ...offer, listedAt } : offer));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
