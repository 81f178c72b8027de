import { type Clock, codeOf, type OrderReport, type Shop, type WireReply } from '@numroute/core';
import { idOf, Refusal, refuse, show } from './envelope.ts';
import { callingCodeOf, countryNamed, servicesNamed } from './names.ts';

/** A life that nobody tells. */
const LIFETIME_S = 600;

/** @param steps Country, service and, where one is wanted, an operator. */
export async function sellNumber(shop: Shop, steps: readonly string[], clock: Clock): Promise<WireReply> {
  const [place = '', code = '', pool] = steps;
  const country = countryNamed(place);
  const service = await soldAs(shop, servicesNamed(code), country);
  const sold = await shop.purchase({ service, country, ...(pool !== undefined && { pool }) });
  const callingCode = callingCodeOf(country);
  const digits = sold.phone?.replace(`+${callingCode}`, '');
  const number = digits === undefined ? '' : `"phoneNumber":${JSON.stringify(digits)},`;
  return show(`{"orderId":${idOf(sold.id)},${number}"countryCode":"+${callingCode}",${lifeOf(sold, clock)}}`);
}

/** Of the services that one code is for, the first that is in stock. */
async function soldAs(shop: Shop, services: readonly string[], country: string): Promise<string> {
  const [first = '', ...others] = services;
  if (others.length === 0) return first;
  for (const service of services)
    for (const { stock } of await shop.listOffers({ service, country })) if (stock !== 0) return service;
  return first;
}

export async function showOrder(shop: Shop, [id = '']: readonly string[], clock: Clock): Promise<WireReply> {
  const order = await shop.fetchOrder(id);
  if (order.status === 'open') return refuse(202);
  if (order.status !== 'delivered') throw new Refusal(410);
  const last = order.messages.at(-1);
  const sms = { code: (last && codeOf(last)) ?? '', fullText: last?.text ?? '' };
  return show(`{"sms":${JSON.stringify(sms)},"orderId":${idOf(id)},${lifeOf(order, clock)}}`);
}

export const cancelOrder = (shop: Shop, [id = '']: readonly string[]): Promise<WireReply> =>
  end(shop, id, () => shop.cancelOrder(id));

export const rejectNumber = (shop: Shop, [id = '']: readonly string[]): Promise<WireReply> =>
  end(shop, id, () => shop.rejectNumber(id, 'refused'));

async function end(shop: Shop, id: string, change: () => Promise<OrderReport>): Promise<WireReply> {
  const { status } = await shop.fetchOrder(id);
  if (status !== 'open' && status !== 'delivered') throw new Refusal(410);
  await change();
  return show(`{"orderId":${idOf(id)}}`);
}

function lifeOf({ expiresAt }: OrderReport, clock: Clock): string {
  const left = expiresAt === undefined ? LIFETIME_S : Math.floor((expiresAt - clock.now()) / 1000);
  return `"orderExpireIn":${Math.max(0, left)}`;
}
