import { NumrouteError, type WireReply } from '@numroute/core';
import type { World } from '../../world/world.ts';
import { Absent, type Case } from '../stage/case.ts';
import { check, failure, refused, same } from '../stage/checks.ts';
import { scrambled } from '../stage/leaves.ts';
import { buy, goodOf, matchOf, needsOf, offerFor, purchase, reads, whileTimePasses } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

const SERVER_ERRORS = [500, 502, 503];
const MOMENT_MS = 100;

/** What a vendor's own word proves, and what it does not. */
export const proofCases: readonly Case[] = [
  ...(
    [
      ['error', 'a plain error', () => new Error('disk full')],
      ['unavailable', 'its word for trouble', () => new NumrouteError('UNAVAILABLE', 'disk full', {})],
    ] as const
  ).map(
    ([name, what, troubleOf]): Case => ({
      id: `purchase/charged-and-then-${name}`,
      clause: 'C12',
      title: `charged, and then the vendor itself says ${what}: OUTCOME_UNKNOWN, whatever its word is`,
      wire: true,
      shop: ({ shop }: World) => ({
        ...shop,
        purchase: async (order) => {
          await shop.purchase(order);
          throw troubleOf();
        },
      }),
      async run(stage) {
        const offer = await offerFor(stage, goodOf(stage));
        const sent = stage.wire.requests.length;
        const bought = await whileTimePasses(stage, purchase(stage, offer));
        if ('receipt' in bought) {
          // What stands in between may have asked the vendor itself.
          const isFound = stage.isFronted && bought.receipt.id === stage.world.orders[0]?.id;
          check(isFound, 'trouble after the charge: expected OUTCOME_UNKNOWN, got a receipt');
          return;
        }
        const { error } = bought;
        check(
          NumrouteError.is(error, 'OUTCOME_UNKNOWN'),
          `trouble after the charge: expected OUTCOME_UNKNOWN, got ${NumrouteError.is(error) ? error.code : error}`,
        );
        same(stage.wire.requests.length - sent, 1, 'requests of the purchase');
        same(stage.world.orders.length, 1, 'orders at the vendor');
      },
    }),
  ),
  {
    id: 'purchase/unheard-refusal',
    clause: 'C13',
    title: 'a refusal in the form of the vendor with words that nobody knows: OUTCOME_UNKNOWN',
    wire: true,
    async run(stage) {
      const reply = await refusalOf(stage);
      if ((reply.status ?? 200) >= 300) throw new Absent('the HTTP status may be the word');
      await unproven(stage, scrambled(reply));
    },
  },
  {
    id: 'purchase/refusal-with-5xx',
    clause: 'C13',
    title: 'a known refusal on a page of 5xx proves nothing: OUTCOME_UNKNOWN',
    wire: true,
    async run(stage) {
      const reply = await refusalOf(stage);
      for (const status of SERVER_ERRORS) await unproven(stage, { ...reply, status });
    },
  },
  {
    id: 'purchase/sale-with-5xx',
    clause: 'C13',
    title: 'a sale on a page of 5xx proves nothing: OUTCOME_UNKNOWN',
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      for (const status of SERVER_ERRORS) {
        stage.wire.twistAt(1, (reply) => ({ ...reply, status }));
        await refused(purchase(stage, offer), `a sale with HTTP ${status}`, 'OUTCOME_UNKNOWN');
      }
    },
  },
  {
    id: 'readable-5xx/unknown-order',
    clause: 'C33',
    title: 'that a vendor in trouble does not know an order proves nothing of it',
    wire: true,
    async run(stage) {
      const { id } = (await buy(stage)).receipt;
      const unknown = async (): Promise<unknown> => stage.provider.fetchOrder('999999999', stage.call);
      await refused(unknown(), 'an unknown id', 'UNKNOWN_ORDER');
      const reply = stage.wire.replies.at(-1);
      check(reply !== undefined, 'the vendor was not asked');
      for (const status of SERVER_ERRORS) {
        stage.wire.twistAt(1, () => ({ ...reply, status }));
        const look = stage.provider.fetchOrder(id, stage.call);
        await refused(look, `HTTP ${status} with the word for an unknown order`, 'UNAVAILABLE', 'UNREADABLE');
      }
    },
  },
  ...reads.map(
    (read): Case => ({
      id: `readable-5xx/${read.operation}`,
      clause: 'C33',
      title: `${read.operation}: a reply that reads well is no answer with HTTP 5xx`,
      needs: needsOf(read),
      wire: true,
      async run(stage) {
        stage.world.setStock(matchOf(goodOf(stage)), 99);
        for (const status of SERVER_ERRORS) {
          const ask = await read.prepare(stage);
          stage.wire.twistAt(1, (reply) => ({ ...reply, status }));
          const what = `HTTP ${status} with a body that reads well, for ${read.operation}`;
          await refused(ask(stage.provider, stage.call.signal), what, 'UNAVAILABLE', 'UNREADABLE');
        }
      },
    }),
  ),
];

/** The vendor's words for sold out; afterwards there is stock again. */
async function refusalOf(stage: Stage): Promise<WireReply> {
  const good = goodOf(stage);
  const offer = await offerFor(stage, good);
  stage.world.setStock(matchOf(good), 0);
  await failure(purchase(stage, offer), 'sold out: expected an error');
  const reply = stage.wire.replies.at(-1);
  check(reply !== undefined, 'the vendor was not asked');
  stage.world.setStock(matchOf(good), good.stock);
  // Whoever keeps a price list for a moment reads it anew.
  await stage.passTime(MOMENT_MS);
  return reply;
}

/** The vendor sells, and says this instead. */
async function unproven(stage: Stage, reply: WireReply): Promise<void> {
  const fresh = await stage.another();
  const offer = await offerFor(stage, goodOf(stage), fresh);
  stage.wire.twistAt(1, () => reply);
  const what = `HTTP ${reply.status ?? 200} ${JSON.stringify(reply.body).slice(0, 120)} after the charge`;
  await refused(purchase(stage, offer, offer.price, fresh), what, 'OUTCOME_UNKNOWN');
}
