import { NumrouteError, type Offer, type OrderReport, type OrderStatus, type Shop } from '@numroute/core';
import { type MinorUnits, minorUnits } from '@numroute/http';
import { namesOf } from './names.ts';

export type Params = Readonly<Record<string, string>>;

const { services, countries } = namesOf('pigeon');

/** Not the adapter's: what it misreads must not stand here, too. */
export const cents: MinorUnits = minorUnits('USD', 2);

const PAGE = 5;

export async function showPurse(shop: Shop): Promise<object> {
  return { cents: cents.write(await shop.fetchBalance()) };
}

export async function listShelf(shop: Shop, { service, country }: Params): Promise<object> {
  const offers = await shop.listOffers({
    ...(service && { service: services.nameOf(service) }),
    ...(country && { country: countries.nameOf(country) }),
  });
  const entries = Map.groupBy(offers, (offer) => `${offer.service} ${offer.country}`);
  return { shelf: [...entries.values()].map(showEntry) };
}

/** @throws {NumrouteError} INVALID_INPUT */
export async function sellFlight(shop: Shop, { service, country, most }: Params): Promise<object> {
  const maxPrice = cents.read(most);
  if (!service || !country || !maxPrice) throw NumrouteError.input('fly', 'service, country and most');
  const wanted = { service: services.nameOf(service), country: countries.nameOf(country), maxPrice };
  const receipt = await shop.purchase(wanted);
  return { flights: [receipt, ...(receipt.surplus ?? [])].map(showFlight) };
}

/** `next` is the last one of this page, where more follow. */
export async function listFlights(shop: Shop, { after = '0' }: Params): Promise<object> {
  const all = [...(await shop.listOpenOrders())].sort((a, b) => Number(a.id) - Number(b.id));
  const rest = all.filter(({ id }) => Number(id) > Number(after));
  const page = rest.slice(0, PAGE);
  return { flights: page.map(showFlight), ...(rest.length > PAGE && { next: page.at(-1)?.id }) };
}

const states: Readonly<Record<OrderStatus, string>> = {
  open: 'up',
  delivered: 'landed',
  finished: 'roosting',
  cancelled: 'called_back',
  expired: 'strayed',
  gone: 'strayed',
};

export function showFlight(report: OrderReport): object {
  const { id, phone = '', status, messages, service, country, price, expiresAt } = report;
  return {
    flight: id,
    ring: phone.replace('+', ''),
    state: states[status],
    letters: messages.map(({ text, receivedAt }) => ({ text, at: seconds(receivedAt) })),
    service: service && (services.codeOf(service) ?? service),
    country: country && (countries.codeOf(country) ?? country),
    cents: price && cents.write(price),
    until: seconds(expiresAt),
  };
}

function showEntry(offers: readonly Offer[]): object {
  const [{ service, country } = { service: '', country: '' }] = offers;
  const rungs = Map.groupBy(offers, ({ price }) => cents.write(price));
  return {
    service: services.codeOf(service) ?? service,
    country: countries.codeOf(country) ?? country,
    ladder: [...rungs].map(([cents, same]) => ({
      cents,
      birds: same.reduce((sum, { stock }) => sum + (stock ?? 0), 0),
    })),
  };
}

function seconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time / 1000);
}
