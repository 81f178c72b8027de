import { type Dialect, type ErrorCode, NumrouteError, type OrderReport, type Shop } from '@numroute/core';

const words: ReadonlyMap<ErrorCode, string> = new Map<ErrorCode, string>([
  ['OUT_OF_STOCK', 'SOLD_OUT'],
  ['PRICE_ABOVE_LIMIT', 'TOO_DEAR'],
  ['INSUFFICIENT_FUNDS', 'NO_MONEY'],
  ['UNKNOWN_ORDER', 'NO_ORDER'],
  ['WRONG_STATE', 'NOT_NOW'],
]);

type Fields = Readonly<Record<string, unknown>>;

const answers: Readonly<Record<string, (shop: Shop, query: URLSearchParams) => Promise<Fields>>> = {
  offers: async (shop, query) => {
    const [service, country] = [query.get('service'), query.get('country')];
    const offers = await shop.listOffers({ ...(service && { service }), ...(country && { country }) });
    return {
      offers: Array.from(offers, (offer) => ({
        service: offer.service,
        country: offer.country,
        price: offer.price.amount,
        stock: offer.stock,
      })),
    };
  },
  buy: async (shop, query) => {
    const { currency } = await shop.fetchBalance();
    const max = query.get('max');
    const receipt = await shop.purchase({
      service: query.get('service') ?? '',
      country: query.get('country') ?? '',
      attempt: query.get('name') ?? '',
      ...(max !== null && { maxPrice: { amount: max, currency } }),
    });
    return { orders: [receipt, ...(receipt.surplus ?? [])].map(show) };
  },
  order: async (shop, query) => ({ order: show(await shop.fetchOrder(query.get('id') ?? '')) }),
  cancel: async (shop, query) => ({ order: show(await shop.cancelOrder(query.get('id') ?? '')) }),
  finish: async (shop, query) => ({ order: show(await shop.finishOrder(query.get('id') ?? '')) }),
  find: async (shop, query) => ({ order: show(await findNamed(shop, query.get('name') ?? '')) }),
  again: async (shop, query) => ({ order: show(await shop.requestAnotherSms(query.get('id') ?? '')) }),
  open: async (shop) => ({ orders: (await shop.listOpenOrders()).map(show) }),
  history: async (shop, query) => ({ orders: (await showHistory(shop, query)).map(showRow) }),
  balance: async (shop) => {
    const { amount, currency } = await shop.fetchBalance();
    return { balance: amount, currency };
  },
};

/** @throws {NumrouteError} UNKNOWN_ORDER */
export async function findNamed({ findOrder }: Shop, name: string): Promise<OrderReport> {
  if (!findOrder) throw new TypeError('the shop keeps no names');
  return await findOrder(name);
}

/** Whatever was ordered within the period, as a table of all orders has it: those that are open, too. */
export async function showHistory(shop: Shop, query: URLSearchParams): Promise<readonly OrderReport[]> {
  if (!shop.listHistory) throw new TypeError('the shop keeps no history');
  const period = { from: Number(query.get('since')), to: Number(query.get('until')) };
  const isWithin = ({ orderedAt = 0 }: OrderReport): boolean =>
    orderedAt >= period.from && orderedAt <= period.to;
  return [...(await shop.listHistory(period)), ...(await shop.listOpenOrders()).filter(isWithin)];
}

/** A dialect of our own invention, with a word for everything. */
export const plainDialect: Dialect = {
  id: 'plain',
  path: '/plain',
  async respond({ query }, door) {
    const shop = door(query.get('key') ?? '');
    if (!shop) return no('BAD_KEY');
    try {
      const answer = answers[query.get('do') ?? ''];
      if (!answer) return no('BAD_REQUEST');
      return { body: JSON.stringify({ ok: true, ...(await answer(shop, query)) }) };
    } catch (error) {
      const wait = NumrouteError.is(error, 'WRONG_STATE') ? error.details.retryAfterMs : undefined;
      return no((NumrouteError.is(error) && words.get(error.code)) || 'TRY_LATER', wait);
    }
  },
};

const no = (error: string, wait?: number) => ({ body: JSON.stringify({ ok: false, error, wait }) });

/** A time by the clock of the vendor's office, which is the one of Greenwich. */
export const office = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 19).replace('T', ' ');

const seconds = (time: number | undefined): number | undefined =>
  time === undefined ? undefined : Math.floor(time / 1000);

const showRow = (report: OrderReport): Fields => ({
  ...show(report),
  service: report.service,
  country: report.country,
});

function show(report: OrderReport): Fields {
  const { id, attempt, phone, price, status, messages, orderedAt, expiresAt, cancelAfter } = report;
  const closed = status !== 'open' && status !== 'delivered';
  return {
    id,
    name: attempt,
    phone,
    price: price?.amount,
    state: closed ? 'closed' : status === 'open' ? 'waiting' : 'received',
    refunded: status === 'cancelled' || status === 'expired',
    messages: messages.map(({ text, receivedAt }) => ({ text, at: seconds(receivedAt) })),
    since: office(orderedAt),
    until: seconds(expiresAt),
    cancelFrom: seconds(cancelAfter),
  };
}
