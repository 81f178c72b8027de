import { NumrouteError } from '@numroute/core';
import type { Fault } from '../../faults.ts';
import { type Case, Inconclusive } from '../stage/case.ts';
import { check, failure, refused, same } from '../stage/checks.ts';
import { buy, goodOf, nameOf, offerFor, purchase, truthOf, until } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

/** For replies that never come; the longest that any case waits. */
export const HASTY_MS = 90;

type Break = Omit<Fault, 'when' | 'times' | 'match'>;

const breaks: Readonly<Record<string, Break>> = {
  reset: { kind: 'reset' },
  timeout: { kind: 'timeout' },
  truncated: { kind: 'truncated' },
  garbage: { kind: 'garbage' },
  'html-page': { kind: 'html' },
  'http-500': { kind: 'http-500' },
  'http-503': {
    kind: 'reply',
    reply: { status: 503, headers: { 'retry-after': '1' }, body: 'Service Unavailable' },
  },
  'empty-reply': { kind: 'reply', reply: { body: '' } },
};

/** What no vendor says to refuse. */
const meaningless: readonly string[] = [
  '{}',
  '[]',
  'null',
  'true',
  '0',
  'OK',
  '"OK"',
  'SUCCESS',
  'error',
  '{"status":"success"}',
  '{"status":"error"}',
  '{"success":false}',
  '{"__proto__":{"isHostile":true}}',
  '['.repeat(5000),
];

export const outcomeCases: readonly Case[] = [
  ...Object.entries(breaks).flatMap(([name, broken]) =>
    (['after', 'before'] as const).map(
      (when): Case => ({
        id: `purchase/${name}-${when}-the-charge`,
        clause: when === 'after' ? 'C12' : 'C13',
        title:
          when === 'after'
            ? `charged, and then ${name}: OUTCOME_UNKNOWN, nothing else, and sent once`
            : `${name}, so nothing is proven: OUTCOME_UNKNOWN, and sent once`,
        wire: true,
        run: (stage) => unknownAfter(stage, { ...broken, when }),
      }),
    ),
  ),
  {
    id: 'purchase/meaningless-replies',
    clause: 'C13',
    title: 'a reply that is neither a sale nor a known refusal is OUTCOME_UNKNOWN',
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      for (const body of meaningless) {
        stage.wire.fault({ when: 'before', kind: 'reply', reply: { body } });
        await refused(purchase(stage, offer), `the reply ${body.slice(0, 40)}`, 'OUTCOME_UNKNOWN');
      }
      check(!('isHostile' in {}), 'a reply has changed the prototype of every object');
    },
  },
  {
    id: 'purchase/redirect',
    clause: 'C11',
    title: 'a redirect of a purchase is not followed, and OUTCOME_UNKNOWN',
    wire: true,
    run: async (stage) => {
      for (const status of [301, 302, 303, 307, 308]) {
        const offer = await offerFor(stage, goodOf(stage));
        redirect(stage, status);
        const sent = await stage.count(() =>
          refused(purchase(stage, offer), `HTTP ${status}`, 'OUTCOME_UNKNOWN'),
        );
        same(sent, 1, `requests of a purchase that was answered ${status}`);
      }
    },
  },
  {
    id: 'offers/redirect',
    clause: 'C11',
    title: 'a redirect of a read is not followed either',
    wire: true,
    async run(stage) {
      const { receipt } = await buy(stage);
      redirect(stage, 302);
      const ask = (): Promise<unknown> => stage.provider.fetchOrder(receipt.id, stage.call);
      const sent = await stage.count(() => refused(ask(), 'a redirect', 'UNAVAILABLE', 'UNREADABLE'));
      same(sent, 1, 'requests');
    },
  },
  {
    id: 'purchase/never-left',
    clause: 'C14',
    title: 'nobody listens: UNAVAILABLE, which promises that nothing was charged',
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      const fresh = await stage.another();
      await stage.wire.close();
      const error = await refused(
        purchase(stage, offer, offer.price, fresh),
        'a vendor that does not listen',
        'UNAVAILABLE',
      );
      same(error.moneyMayHaveMoved, false, 'moneyMayHaveMoved');
    },
  },
  {
    id: 'purchase/unknown-is-marked',
    clause: 'C12',
    title: 'OUTCOME_UNKNOWN says that money may have moved, and for which offer',
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      stage.wire.fault({ when: 'after', kind: 'reset' });
      const error = await failure(purchase(stage, offer), 'a reset: expected OUTCOME_UNKNOWN');
      check(NumrouteError.is(error, 'OUTCOME_UNKNOWN'), 'a reset: expected OUTCOME_UNKNOWN');
      same(error.moneyMayHaveMoved, true, 'moneyMayHaveMoved');
      same(error.details.offer?.handle, offer.handle, 'offer of the error');
    },
  },
  {
    id: 'purchase/endless-reply',
    clause: 'C39',
    title: 'a reply without an end is cut off, not read into memory, and OUTCOME_UNKNOWN',
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      const before = stage.wire.bytesSent;
      stage.wire.fault({ when: 'after', kind: 'endless' });
      await refused(purchase(stage, offer), 'a reply without an end', 'OUTCOME_UNKNOWN');
      const read = (stage.wire.bytesSent - before) / (1 << 20);
      check(read < 40, `the provider read on for ${Math.round(read)} MiB`);
    },
  },
  {
    id: 'purchase/aborted-after-it-left',
    clause: 'C37',
    title: 'an abort after the request left changes nothing: the receipt comes',
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      const stop = new AbortController();
      const seen = stage.wire.requests.length;
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      stage.wire.fault({ when: 'after', kind: 'slow', until: released });
      const bought = stage.provider.purchase(offer, { signal: stop.signal, maxPrice: offer.price });
      bought.catch(() => undefined);
      await until(() => stage.wire.requests.length > seen, 'the purchase was never sent');
      stop.abort(new Error('the buyer left'));
      // There and back: time enough for whoever hangs up to do so.
      await stage.wire.ping();
      release();
      const receipt = await bought.catch((error: unknown) => {
        check(false, `an abort under way: expected the receipt, got ${error}`);
      });
      truthOf(stage, receipt.id);
    },
  },
  {
    id: 'purchase/aborted-and-lost',
    clause: 'C37',
    title: 'an abort after the request left does not hide that the outcome is unknown',
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      const hasty = await stage.another({ timeoutMs: HASTY_MS });
      const stop = new AbortController();
      const seen = stage.wire.requests.length;
      stage.wire.fault({ when: 'after', kind: 'timeout' });
      const lost = hasty.purchase(offer, { signal: stop.signal, maxPrice: offer.price });
      lost.catch(() => undefined);
      await Promise.race([lost.catch(() => undefined), until(() => stage.wire.requests.length > seen, '')]);
      if (stage.wire.requests.length === seen) throw new Inconclusive('too slow to be sent');
      stop.abort(new Error('the buyer left'));
      await refused(lost, 'an abort of a purchase that hangs', 'OUTCOME_UNKNOWN');
    },
  },
];

async function unknownAfter(stage: Stage, fault: Fault): Promise<void> {
  const offer = await offerFor(stage, goodOf(stage));
  const hangs = fault.kind === 'timeout';
  const buyer = hangs ? await stage.another({ timeoutMs: HASTY_MS }) : stage.provider;
  stage.wire.fault(fault);
  const sent = stage.wire.requests.length;
  const attempt = purchase(stage, offer, offer.price, buyer);
  const error = await failure(attempt, `${nameOf(fault)}: expected OUTCOME_UNKNOWN`);
  const requests = stage.wire.requests.length - sent;
  if (hangs && requests === 0) throw new Inconclusive('the time was up before the request left');
  // A hasty buyer may have left before the vendor was done.
  if (hangs && fault.when === 'after')
    await until(() => stage.world.orders.length > 0, 'the vendor never sold');
  const sold = stage.world.orders.length;
  check(
    NumrouteError.is(error, 'OUTCOME_UNKNOWN'),
    `${nameOf(fault)} ${fault.when} the charge (orders at the vendor: ${sold}): expected OUTCOME_UNKNOWN, got ${
      NumrouteError.is(error) ? error.code : String(error)
    }`,
  );
  same(requests, 1, 'requests of the purchase');
  same(sold, fault.when === 'after' ? 1 : 0, 'orders at the vendor');
}

function redirect(stage: Stage, status: number): void {
  const location = `${stage.wire.url}?moved=1`;
  stage.wire.fault({
    when: 'before',
    kind: 'reply',
    reply: { status, headers: { location }, body: 'Moved' },
  });
}
