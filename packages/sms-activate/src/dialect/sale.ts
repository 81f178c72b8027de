import {
  compareMoney,
  findCountry,
  type Money,
  money,
  NumrouteError,
  parseDecimal,
  type Receipt,
  type ShopOrder,
  type WireReply,
} from '@numroute/core';
import { currencyNumber } from '../amounts.ts';
import { isKnownCountry, isKnownService, type Listed } from './codes.ts';
import { digits, idOf, type Json, plain, stamp, writeJson } from './json.ts';
import { poolsWanted } from './pools.ts';
import { type Answer, look, type Visit } from './visit.ts';
import { Refusal } from './words.ts';

interface Sold {
  readonly listed: Listed;
  readonly receipt: Receipt;
  readonly price: Money;
}

export const sellNumber: Answer = async (visit) => {
  const { listed, receipt, price } = await sell(visit);
  const body = `ACCESS_NUMBER:${receipt.id}:${phoneHere(visit, receipt, listed)}`;
  if (!visit.manners.priceHeader) return body;
  return { headers: { 'x-price': plain(price) }, body } satisfies WireReply;
};

export const sellNumberV2: Answer = async (visit) => {
  const { parameters, memory, manners, key } = visit;
  const orderId = manners.orderId && parameters.get('orderId');
  if (!orderId) return writeJson(bill(visit, await sell(visit)));
  if (!memory.use(key, orderId)) throw new Refusal('ORDER_ALREADY_EXISTS');
  try {
    return writeJson(bill(visit, await sell(visit)));
  } catch (error) {
    if (isHarmless(error)) memory.release(key, orderId);
    throw error;
  }
};

/** Whether nothing was bought for sure. */
function isHarmless(error: unknown): boolean {
  return error instanceof Refusal || (NumrouteError.is(error) && !error.moneyMayHaveMoved);
}

async function sell(visit: Visit): Promise<Sold> {
  const { parameters, shop } = visit;
  const code = parameters.get('service');
  if (code === undefined) throw new Refusal('BAD_SERVICE', { field: 'service', blame: 'REQUIRED' });
  const id = placeAsked(visit);
  const all = await look(visit, code, id);
  if (!isKnownService(visit, code, all)) throw new Refusal('BAD_SERVICE', { field: 'service' });
  const countryId = countryIdWanted(visit, id, all);
  const minPrice = floorOf(visit);
  const fits = poolsWanted(visit);
  const [cheapest] = all
    .filter(
      ({ offer, countryId: place, serviceCode, count }) =>
        place === countryId &&
        serviceCode === code &&
        count > 0 &&
        (!minPrice || compareMoney(offer.price, minPrice) >= 0) &&
        (fits?.(offer) ?? true),
    )
    .sort((a, b) => compareMoney(a.offer.price, b.offer.price));
  if (!cheapest) throw new Refusal('NO_NUMBERS');
  const { service, country, pool, price } = cheapest.offer;
  const maxPrice = capOf(visit, price);
  const order: ShopOrder = {
    service,
    country,
    // Without its pool the shop could hand out a virtual number for a real one.
    ...((fits || isMixed(all, cheapest)) && { pool: pool ?? '' }),
    ...(maxPrice && { maxPrice }),
    ...(minPrice && { minPrice }),
  };
  const receipt = await shop.purchase(order);
  return { listed: cheapest, receipt, price: receipt.price ?? price };
}

function placeAsked({ profile, manners, parameters }: Visit): string | undefined {
  return profile.onlyCountry ?? parameters.get('country') ?? manners.defaultCountry;
}

function countryIdWanted({ profile, codes }: Visit, id: string | undefined, all: readonly Listed[]): string {
  if (profile.onlyCountry !== undefined) return profile.onlyCountry;
  if (id === undefined) throw new Refusal('BAD_COUNTRY', { field: 'country', blame: 'REQUIRED' });
  if (isKnownCountry(codes, id, all)) return id;
  throw new Refusal('BAD_COUNTRY', { field: 'country' });
}

function isMixed(all: readonly Listed[], { offer }: Listed): boolean {
  return all.some(
    (other) =>
      other.offer.service === offer.service &&
      other.offer.country === offer.country &&
      other.offer.virtual !== offer.virtual,
  );
}

/** A cap that cannot be read is no permission to spend: it is below any price. */
function capOf({ profile, parameters }: Visit, least: Money): Money | undefined {
  const cap = parameters.get('maxPrice') ?? parameters.get('max_price');
  if (cap === undefined) return undefined;
  if (!parseDecimal(cap)) throw new Refusal('WRONG_MAX_PRICE', { least: plain(least) });
  return money(cap, profile.currency);
}

/** Below a floor that cannot be read anything might be: nothing is sold. */
function floorOf({ profile, parameters }: Visit): Money | undefined {
  const floor = parameters.get('minPrice');
  if (floor === undefined) return undefined;
  if (!parseDecimal(floor)) throw new Refusal('NO_NUMBERS');
  return money(floor, profile.currency);
}

function phoneHere({ profile }: Visit, { phone = '' }: Receipt, { offer }: Listed): string {
  const digits = bare(phone);
  const callingCode = profile.nationalPhones ? (findCountry(offer.country)?.callingCode ?? '') : '';
  return digits.startsWith(callingCode) ? digits.slice(callingCode.length) : digits;
}

export const bare = (phone: string): string => phone.replace(/^\+/, '');

/** As the live original wrote it (protocol.md 2.3): the id is text, the flag is none. */
function bill(visit: Visit, { listed, receipt, price }: Sold): Json {
  const { profile, manners } = visit;
  const { countryId, serviceCode, offer } = listed;
  const { id, phone = '', orderedAt, expiresAt } = receipt;
  const isHero = profile.id === 'herosms';
  return {
    activationId: id,
    phoneNumber: bare(phone),
    activationCost: chargeHere(visit, price),
    currency: manners.noCurrency ? undefined : currencyNumber(profile.currency),
    countryCode: isHero ? idOf(countryId) : countryId,
    ...(isHero && { countryPhoneCode: idOf(findCountry(offer.country)?.callingCode ?? '0') }),
    canGetAnotherSms: manners.canGetAnotherSms ?? true,
    activationTime: isHero ? zoned(orderedAt) : stamp(orderedAt),
    ...(isHero && { activationEndTime: expiresAt === undefined ? undefined : zoned(expiresAt) }),
    activationOperator: manners.noOperator ? null : (receipt.pool ?? offer.pool ?? 'any'),
    ...(isHero && { verificationType: 'sms', subtype: 1, serviceCode, status: 4 }),
  };
}

/** What an order costs, as this site writes it. */
export function chargeHere({ manners }: Visit, price: Money): Json {
  return manners.chargeText === undefined ? digits(price) : plain(price, manners.chargeText);
}

/** `2026-02-18T16:11:33+00:00` */
const zoned = (at: number | undefined): string => `${stamp(at).replace(' ', 'T')}+00:00`;
