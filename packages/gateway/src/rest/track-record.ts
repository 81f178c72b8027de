import type { TrackRecord, VendorBelief } from '@numroute/router';
import type { FastifyInstance } from 'fastify';
import type { Orders } from '../orders/orders.ts';
import { operatorOnly, type Shops } from '../server/guard.ts';
import { timeOf } from './resources.ts';
import { count, failure, grounds, listOf, money, object, type Schema, share, text, time } from './schemas.ts';

const milliseconds: Schema = { type: 'integer', minimum: 0 };

const curve: Schema = {
  ...listOf(object({ afterMs: milliseconds, share })),
  description: 'Of the codes that came, the share that had come by then.',
};

const purchases: Schema = {
  ...object({
    ...{ code: count, open: count, finished: count, cancelled: count, expired: count, gone: count },
    refused: { ...count, description: 'Nothing was bought.' },
    lost: { ...count, description: 'Charged, and the number cannot be told.' },
    'in-doubt': { ...count, description: 'Nobody knows whether it was bought.' },
  }),
  description: 'What became of each. `code`: something came; the states of orders: nothing came.',
};

const places: Schema = object({
  delivered: { ...money, description: 'A code came for it.' },
  kept: { ...money, description: 'Charged, and neither refunded nor delivered.' },
  promised: { ...money, description: 'Promised back, and no balance has shown it yet.' },
  held: { ...money, description: 'Its order is open.' },
  doubtful: { ...money, description: 'It may have been charged, or may still come back without a promise.' },
  returned: { ...money, description: 'The balance showed it again.' },
});

const belief: Schema = {
  ...object(
    {
      chance: { ...share, description: 'That a code comes within 20 minutes.' },
      meanMs: { ...milliseconds, description: 'The mean age at which such a code comes.' },
      curve,
      keeps: { ...share, description: 'That the money of an order without a code is kept.' },
      phantom: { ...share, description: 'That a purchase finds nothing, though stock is listed.' },
      orders: { type: 'number', description: 'Own orders that are remembered; older ones count less.' },
      from: grounds,
    },
    ['phantom'],
  ),
  description: 'What is thought of the next order.',
};

const record: Readonly<Record<string, Schema>> = {
  purchases,
  tried: { ...count, description: 'Numbers that were put to use or had their time.' },
  delivered: { ...count, description: 'Of those, the ones whose code came.' },
  curve: { ...curve, description: 'As it was. Since the code was asked for, else since the purchase.' },
  halfMs: { ...milliseconds, description: 'Half of the codes had come by then.' },
  mostMs: { ...milliseconds, description: 'Nine in ten.' },
  money: { ...listOf(places), description: 'Exact sums, of one currency each.' },
  belief,
};
const never = ['halfMs', 'mostMs'];

const vendorRecord = object(
  {
    provider: text,
    since: { ...time, description: 'Of what was sent at or after.' },
    ...record,
    services: { ...listOf(object({ service: text, ...record }, never)), description: 'Most bought first.' },
  },
  never,
);

/** For operators: what the purchases at a vendor have come to. */
export function trackRecordRoutes(app: FastifyInstance, shops: Shops, orders: Orders): void {
  app.get<{ readonly Params: { readonly id: string } }>(
    '/providers/:id',
    {
      schema: {
        summary: 'For operators: what the purchases of 60 days at a vendor have come to',
        description:
          'Outcomes, codes and how soon they came, money by where it is now, and what is believed of the next order; in all and by service. Made of the journal when it is asked for.',
        params: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'string', minLength: 1, maxLength: 64 } },
        },
        response: { 200: vendorRecord, default: failure },
      },
    },
    async (request) => {
      operatorOnly(shops.of(request));
      const { provider, since, services, ...all } = await orders.trackRecord(request.params.id);
      return {
        provider,
        since: timeOf(since),
        ...recordResource(all),
        services: services.map(({ service, ...one }) => ({ service, ...recordResource(one) })),
      };
    },
  );
}

function recordResource({ belief: thought, ...one }: TrackRecord & { readonly belief: VendorBelief }) {
  const { evidence, meanMs, ...rest } = thought;
  return {
    ...one,
    // Rounded to what a belief is good for.
    belief: { ...rest, meanMs: Math.round(meanMs), orders: Math.round(evidence * 10) / 10 },
  };
}
