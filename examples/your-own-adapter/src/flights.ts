import type { Message, OrderReport } from '@numroute/core';
import { type PurchaseOutcome, parseJson, type Reply, sampleOf, unexpected } from '@numroute/http';
import { ifTold, orderId, phone, unixSeconds } from '@numroute/http/fields';
import * as v from 'valibot';
import { amount, code } from './fields.ts';
import type { Names } from './names.ts';
import { answer, refusals, resultOf, wordOf } from './words.ts';

/** The page promises the money back for the last two, so they may be called so. */
const states = {
  up: 'open',
  landed: 'delivered',
  roosting: 'finished',
  called_back: 'cancelled',
  strayed: 'expired',
} as const;

/** An order is its id and its state. Whatever else cannot be read is left out, and the order is kept. */
const flight = v.object({
  flight: orderId,
  state: v.picklist(Object.keys(states) as (keyof typeof states)[]),
  letters: v.array(v.object({ text: v.string(), at: ifTold(unixSeconds) })),
  ring: ifTold(phone),
  service: ifTold(code),
  country: ifTold(code),
  cents: ifTold(amount),
  until: ifTold(unixSeconds),
});

type Flight = v.InferOutput<typeof flight>;

const sale = answer(v.object({ flights: v.array(flight) }));

/**
 * What a reply to `fly` proves. A refusal needs its word, a sale needs its flight; whatever is neither
 * may have been charged, and the router will look for it.
 */
export function readPurchase(reply: Reply, names: Names): PurchaseOutcome {
  const said = wordOf(reply);
  const refusal = said && refusals[said.word];
  if (refusal) return { outcome: 'rejected', code: refusal, ...said };
  const sold = v.safeParse(sale, parseJson(reply.text));
  const flights = reply.status === 200 && sold.success ? sold.output.result.flights : [];
  const [first, ...others] = flights.map((one) => reportOf(one, names));
  if (!first) return { outcome: 'unknown', why: sampleOf(reply) || 'an empty reply' };
  return { outcome: 'accepted', receipt: { ...first, ...(others.length > 0 && { surplus: others }) } };
}

/** @param id The order that was asked for: a reply about another one is no answer. */
export function readFlight(reply: Reply, id: string, names: Names): OrderReport {
  const read = resultOf(reply, v.object({ flight }), id).flight;
  if (read.flight !== id) throw unexpected(reply, 'flight');
  return reportOf(read, names);
}

const page = v.object({ flights: v.array(flight), next: v.nullish(orderId) });

/** A row that cannot be read is an error: an order that is left out would be forgotten money. */
export function readPage(
  reply: Reply,
  names: Names,
): { readonly rows: readonly OrderReport[]; readonly next?: string } {
  const { flights, next } = resultOf(reply, page);
  return { rows: flights.map((one) => reportOf(one, names)), ...(typeof next === 'string' && { next }) };
}

function reportOf(read: Flight, { services, countries }: Names): OrderReport {
  const { flight: id, ring, service, country, cents: price, until: expiresAt } = read;
  return {
    id,
    status: states[read.state],
    messages: read.letters.map(messageOf),
    ...(ring !== null && { phone: ring }),
    ...(service !== null && { service: services.nameOf(service) }),
    ...(country !== null && { country: countries.nameOf(country) }),
    ...(price !== null && { price }),
    ...(expiresAt !== null && { expiresAt }),
  };
}

/** The text stays verbatim: whoever reads it finds the code. */
function messageOf({ text, at }: Flight['letters'][number]): Message {
  return { text, ...(at !== null && { receivedAt: at }) };
}
