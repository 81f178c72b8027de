import { NumrouteError, type OrderReport, type OrderStatus, type Shop } from '@numroute/core';
import { type MinorUnits, minorUnits } from '@numroute/http';
import { namesOf } from './names.ts';

const { services, countries } = namesOf('otter');

/** Not the adapter's: what it misreads must not stand here, too. */
export const cents: MinorUnits = minorUnits('USD', 2);

const PAGE = 5;

export async function showAccount(shop: Shop): Promise<object> {
  return { cents: cents.write(await shop.fetchBalance()) };
}

export async function showOffers(shop: Shop, query: URLSearchParams): Promise<object> {
  const [service, country] = [query.get('service'), query.get('country')];
  const offers = await shop.listOffers({
    ...(service !== null && { service: services.nameOf(service) }),
    ...(country !== null && { country: countries.nameOf(country) }),
  });
  return {
    offers: [...offers].map(({ service, country, price, stock }) => ({
      service: services.codeOf(service) ?? service,
      country: countries.codeOf(country) ?? country,
      cents: cents.write(price),
      stock,
    })),
  };
}

/** @throws {NumrouteError} INVALID_INPUT */
export async function sellNumber(shop: Shop, query: URLSearchParams): Promise<object> {
  const [service, country] = [query.get('service'), query.get('country')];
  const maxPrice = cents.read(query.get('max_cents'));
  if (!service || !country || !maxPrice) throw NumrouteError.input('query', 'service, country and max_cents');
  const wanted = { service: services.nameOf(service), country: countries.nameOf(country), maxPrice };
  const ref = query.get('ref');
  return showOrder(await shop.purchase({ ...wanted, ...(ref !== null && { attempt: ref }) }));
}

/** @throws {NumrouteError} UNKNOWN_ORDER */
export async function findOrder({ findOrder }: Shop, ref: string): Promise<OrderReport> {
  if (!findOrder) throw NumrouteError.input('ref', 'a shop that keeps the names of its clients');
  return await findOrder(ref);
}

export async function listOrders(shop: Shop, query: URLSearchParams): Promise<object> {
  return pageOf(await shop.listOpenOrders(), query);
}

/** @throws {NumrouteError} INVALID_INPUT */
export async function listPast({ listHistory }: Shop, query: URLSearchParams): Promise<object> {
  if (!listHistory) throw NumrouteError.input('past', 'a shop that keeps a history');
  const { from, to } = Object.fromEntries(query);
  return pageOf(await listHistory({ from: Number(from) * 1000, to: Number(to) * 1000 + 999 }), query);
}

/** `next` is the last one of this page, where more follow. */
function pageOf(reports: readonly OrderReport[], query: URLSearchParams): object {
  const all = [...reports].sort((a, b) => Number(a.id) - Number(b.id));
  const rest = all.filter(({ id }) => Number(id) > Number(query.get('after') ?? 0));
  const page = rest.slice(0, PAGE);
  return { orders: page.map(showOrder), ...(rest.length > PAGE && { next: page.at(-1)?.id }) };
}

const states: Readonly<Record<OrderStatus, string>> = {
  open: 'waiting',
  delivered: 'received',
  finished: 'done',
  cancelled: 'cancelled',
  expired: 'expired',
  gone: 'expired',
};

export function showOrder(report: OrderReport): object {
  const { id, attempt, phone = '', status, messages, service, country, price } = report;
  return {
    id,
    ref: attempt,
    phone: phone.replace('+', ''),
    service: service && (services.codeOf(service) ?? service),
    country: country && (countries.codeOf(country) ?? country),
    cents: price && cents.write(price),
    state: states[status],
    sms: messages.map(({ text, from, receivedAt }) => ({ from, text, received_at: seconds(receivedAt) })),
    ordered_at: seconds(report.orderedAt),
    expires_at: seconds(report.expiresAt),
  };
}

function seconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time / 1000);
}
