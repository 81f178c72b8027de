import type { Message, OrderReport, OrderStatus } from '@numroute/core';
import type { Json, Reply } from '@numroute/http';
import { moneyOf } from './cents.ts';
import { countryOfCode, serviceOfCode } from './codes.ts';
import { dataOf, fieldsOf, unreadable } from './words.ts';

/** The page promises the money back for the last two, so they may be called so. */
const states: ReadonlyMap<Json | undefined, OrderStatus> = new Map([
  ['up', 'open'],
  ['landed', 'delivered'],
  ['roosting', 'finished'],
  ['called_back', 'cancelled'],
  ['strayed', 'expired'],
]);

/** One order; `id` is the one that was asked for. */
export function readFlight(reply: Reply, provider: string, id: string): OrderReport {
  const report = reportOf(dataOf(reply, id)['flight'], provider);
  if (report?.id !== id) throw unreadable(reply);
  return report;
}

export function readFlights(reply: Reply, provider: string): readonly OrderReport[] {
  const reports = reportsOf(dataOf(reply)['flights'], provider);
  if (!reports) throw unreadable(reply);
  return reports;
}

/** Undefined where any of them cannot be read: an order that is left out would be forgotten money. */
export function reportsOf(flights: Json | undefined, provider: string): readonly OrderReport[] | undefined {
  if (!Array.isArray(flights)) return undefined;
  const reports = flights.flatMap((flight: Json) => reportOf(flight, provider) ?? []);
  return reports.length === flights.length ? reports : undefined;
}

/** An order is its id: a phone that cannot be read is left out, and a later report may tell it. */
function reportOf(value: Json | undefined, provider: string): OrderReport | undefined {
  const { flight, ring, state, letters, cents, until, service, country } = fieldsOf(value) ?? {};
  const status = states.get(state);
  const messages = Array.isArray(letters) ? letters.flatMap(messageOf) : undefined;
  if (typeof flight !== 'string' || flight === '' || !status || !messages) return undefined;
  const hasPhone = typeof ring === 'string' && /^[1-9]\d{6,14}$/.test(ring);
  const price = moneyOf(cents);
  const expiresAt = millisecondsOf(until);
  return {
    id: flight,
    status,
    messages,
    ...(hasPhone && { phone: `+${ring}` }),
    ...(typeof service === 'string' && { service: serviceOfCode(provider, service) }),
    ...(typeof country === 'string' && { country: countryOfCode(provider, country) }),
    ...(price && { price }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** The text stays verbatim: whoever reads it finds the code. */
function messageOf(letter: Json): readonly Message[] {
  const { text, at } = fieldsOf(letter) ?? {};
  if (typeof text !== 'string') return [];
  const receivedAt = millisecondsOf(at);
  return [{ text, ...(receivedAt !== undefined && { receivedAt }) }];
}

function millisecondsOf(seconds: Json | undefined): number | undefined {
  return typeof seconds === 'string' && /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
