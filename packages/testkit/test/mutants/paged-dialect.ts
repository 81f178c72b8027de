import {
  type Dialect,
  type ErrorCode,
  money,
  NumrouteError,
  type OrderReport,
  type Shop,
} from '@numroute/core';
import { findNamed, office, showHistory } from './plain-dialect.ts';

const words: ReadonlyMap<ErrorCode, string> = new Map<ErrorCode, string>([
  ['OUT_OF_STOCK', 'SOLD_OUT'],
  ['PRICE_ABOVE_LIMIT', 'TOO_DEAR'],
  ['INSUFFICIENT_FUNDS', 'NO_MONEY'],
  ['UNKNOWN_ORDER', 'NO_ORDER'],
  ['WRONG_STATE', 'NOT_NOW'],
]);

type Fields = Readonly<Record<string, unknown>>;

/** Rows of a page. */
const PAGE = 3;

/** Whole cents, as text: a float would not hold them. */
const cents = (amount: string): string => {
  const [whole = '', part = ''] = amount.split('.');
  return String(BigInt(whole + part.padEnd(2, '0')));
};

/** A page of the rows, and the cursor of the next one where there is one. */
function pageOf(rows: readonly unknown[], query: URLSearchParams): Fields {
  const from = Number(query.get('cursor') ?? 0);
  const next = from + PAGE;
  return { rows: rows.slice(from, next), ...(next < rows.length && { next: String(next) }) };
}

const answers: Readonly<Record<string, (shop: Shop, query: URLSearchParams) => Promise<Fields>>> = {
  offers: async (shop, query) => {
    const [service, country] = [query.get('service'), query.get('country')];
    const offers = await shop.listOffers({ ...(service && { service }), ...(country && { country }) });
    const rows = Array.from(offers, (offer) => ({
      service: offer.service,
      country: offer.country,
      cents: cents(offer.price.amount),
      stock: offer.stock,
    }));
    return pageOf(rows, query);
  },
  buy: async (shop, query) => {
    const { currency } = await shop.fetchBalance();
    const receipt = await shop.purchase({
      service: query.get('service') ?? '',
      country: query.get('country') ?? '',
      attempt: query.get('name') ?? '',
      maxPrice: money(euros(query.get('max') ?? ''), currency),
    });
    return { orders: [receipt, ...(receipt.surplus ?? [])].map(show) };
  },
  order: async (shop, query) => ({ order: show(await shop.fetchOrder(query.get('id') ?? '')) }),
  cancel: async (shop, query) => ({ order: show(await shop.cancelOrder(query.get('id') ?? '')) }),
  finish: async (shop, query) => ({ order: show(await shop.finishOrder(query.get('id') ?? '')) }),
  find: async (shop, query) => ({ order: show(await findNamed(shop, query.get('name') ?? '')) }),
  again: async (shop, query) => ({ order: show(await shop.requestAnotherSms(query.get('id') ?? '')) }),
  open: async (shop, query) => pageOf((await shop.listOpenOrders()).map(show), query),
  history: async (shop, query) => pageOf((await showHistory(shop, query)).map(showRow), query),
  balance: async (shop) => ({ cents: cents((await shop.fetchBalance()).amount) }),
};

const euros = (all: string): string =>
  `${all.padStart(3, '0').slice(0, -2)}.${all.padStart(3, '0').slice(-2)}`;

/** A dialect that pages its lists and counts in cents. */
export const pagedDialect: Dialect = {
  id: 'paged',
  path: '/v2/paged',
  async respond({ query, headers }, door) {
    const shop = door((headers['authorization'] ?? '').replace('Bearer ', ''));
    if (!shop) return no('BAD_KEY');
    try {
      const answer = answers[query.get('do') ?? ''];
      if (!answer) return no('BAD_REQUEST');
      return { body: JSON.stringify({ ok: true, ...(await answer(shop, query)) }) };
    } catch (error) {
      return no((NumrouteError.is(error) && words.get(error.code)) || 'TRY_LATER');
    }
  },
};

const no = (error: string) => ({ body: JSON.stringify({ ok: false, error }) });

const showRow = (report: OrderReport): Fields => ({
  ...show(report),
  service: report.service,
  country: report.country,
  since: office(report.orderedAt),
});

function show({ id, attempt, phone, price, status, messages }: OrderReport): Fields {
  const closed = status !== 'open' && status !== 'delivered';
  return {
    id,
    name: attempt,
    phone,
    cents: price && cents(price.amount),
    state: closed ? 'closed' : status === 'open' ? 'waiting' : 'received',
    refunded: status === 'cancelled' || status === 'expired',
    messages: messages.map(({ text }) => ({ text })),
  };
}
