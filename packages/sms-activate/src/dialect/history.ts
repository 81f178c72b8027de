import {
  addMoney,
  findCountry,
  type Money,
  money,
  NumrouteError,
  type OrderReport,
  type WireReply,
} from '@numroute/core';
import { currencyNumber } from '../amounts.ts';
import { serviceOf } from './activation.ts';
import { countryIdOf } from './codes.ts';
import { digits, idOf, type Json, writeJson } from './json.ts';
import { saidBy } from './messages.ts';
import { bare, chargeHere } from './sale.ts';
import type { Visit } from './visit.ts';

/** Done, cancelled, refunded (herosms-native.md). */
const states: Partial<Readonly<Record<OrderReport['status'], number>>> = {
  finished: 6,
  cancelled: 8,
  expired: 10,
};

/** The orders that are over, newest first, as REST v1 of HeroSMS tells them. */
export async function showHistory(visit: Visit): Promise<WireReply> {
  const { parameters, profile } = visit;
  const most = profile.history?.rows ?? 0;
  const over = (await endsIn(visit)).filter((report) => isWithin(visit, report));
  const sorted = over.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  const page = countIn(parameters.get('page'), Number.MAX_SAFE_INTEGER) ?? 1;
  const size = countIn(parameters.get('size'), most) ?? most;
  const done = over.filter(({ status }) => status === 'finished');
  const charges = done.flatMap(({ price }) => (price?.currency === profile.currency ? [price] : []));
  const sum = charges.reduce((all: Money, one) => addMoney(all, one), money('0', profile.currency));
  return {
    headers: { 'content-type': 'application/json' },
    body: writeJson({
      data: sorted.slice((page - 1) * size, page * size).map((report) => rowOf(visit, report)),
      totals: { sum: digits(sum), successCount: done.length },
      meta: { page, size, sort: { id: 'desc' }, total: over.length },
    }),
  };
}

/** The shop's own history; where it keeps none, what was asked for. */
async function endsIn(visit: Visit): Promise<readonly OrderReport[]> {
  const { shop, memory, key } = visit;
  const isNumber = (id: string): boolean => /^\d+$/.test(id);
  if (shop.listHistory) {
    const all = await shop.listHistory({ from: 0, to: Number.MAX_SAFE_INTEGER });
    return all.filter(({ id, status }) => isNumber(id) && states[status] !== undefined);
  }
  const ids = memory.noted(key).filter(isNumber);
  return (await Promise.all(ids.map((id) => reportsOf(visit, id)))).flat();
}

/** None, or the one. */
async function reportsOf({ shop }: Visit, id: string): Promise<readonly OrderReport[]> {
  try {
    const report = await shop.fetchOrder(id);
    return states[report.status] === undefined ? [] : [report];
  } catch (error) {
    if (NumrouteError.is(error, 'UNKNOWN_ORDER')) return [];
    throw error;
  }
}

function isWithin({ parameters }: Visit, { orderedAt }: OrderReport): boolean {
  if (orderedAt === undefined) return true;
  const { from = '', to = '' } = Object.fromEntries(parameters);
  const isLate = Math.floor(orderedAt / 1000) * 1000 > Date.parse(to);
  // What cannot be read is no limit: no comparison with it is true.
  return !isLate && !(orderedAt < Date.parse(from));
}

function countIn(text: string | undefined, most: number): number | undefined {
  const count = Number(text);
  return Number.isSafeInteger(count) && count > 0 ? Math.min(count, most) : undefined;
}

function rowOf(visit: Visit, report: OrderReport): Json {
  const { profile, codes } = visit;
  const { id, orderedAt, country, phone, messages, price, status } = report;
  const callingCode = country === undefined ? undefined : findCountry(country)?.callingCode;
  const place = country === undefined ? undefined : countryIdOf(codes, country);
  return {
    id: idOf(id),
    createDate: orderedAt === undefined ? null : new Date(orderedAt).toISOString().replace('Z', '000Z'),
    service: serviceOf(visit, report) ?? null,
    country: place === undefined ? null : idOf(place),
    phone: phone === undefined ? null : idOf(bare(phone)),
    moreCodes: saidBy(messages) ?? null,
    cost: price?.currency === profile.currency ? chargeHere(visit, price) : null,
    status: states[status],
    phoneCode: callingCode === undefined ? null : idOf(callingCode),
    currency: currencyNumber(profile.currency),
    subtype: 1,
  };
}
