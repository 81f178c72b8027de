import { NumrouteError } from '@numroute/core';
import { Absent, type Case } from '../stage/case.ts';
import { check, failure, refused, same } from '../stage/checks.ts';
import {
  buy,
  buyDelivered,
  goodOf,
  needsOf,
  offerFor,
  periodOf,
  purchase,
  reads,
  until,
} from '../stage/moves.ts';
import { checkSecret } from '../stage/secret.ts';
import type { Stage } from '../stage/stage.ts';

/** A vendor's word that would write to a terminal and fake a line of a log. */
const HOSTILE_WORD = 'NO_NUMBERS\u001b[31m\r\n2026-01-01 paid\u0007';

export const mannerCases: readonly Case[] = [
  {
    id: 'errors/only-ours',
    clause: 'C34',
    title: 'whatever goes wrong is a NumrouteError, on one line, without control signs',
    wire: true,
    async run(stage) {
      for (const error of await everyError(stage)) {
        check(NumrouteError.is(error), `expected a NumrouteError, got ${error}`);
        const said = [error.message, ...textsOf(error.details)];
        const filthy = said.find((text) => /\p{Cc}/u.test(text));
        check(filthy === undefined, `control signs in ${JSON.stringify(filthy)}`);
        check(error.message.length <= 2000, `a message of ${error.message.length} characters`);
      }
    },
  },
  {
    id: 'errors/rejected',
    clause: 'C34',
    title: 'what goes wrong rejects; no method throws before it has returned its promise',
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      const { provider } = stage;
      const call = { signal: AbortSignal.abort(new Error('the caller left before')) };
      const asks: readonly (readonly [string, () => Promise<unknown> | undefined])[] = [
        ['listOffers', () => provider.listOffers({}, call)],
        ['purchase', () => provider.purchase(offer, { ...call, maxPrice: offer.price })],
        ['fetchOrder', () => provider.fetchOrder('1', call)],
        ['cancelOrder', () => provider.cancelOrder?.('1', call)],
        ['finishOrder', () => provider.finishOrder?.('1', call)],
        ['requestAnotherSms', () => provider.requestAnotherSms?.('1', call)],
        ['listOpenOrders', () => provider.listOpenOrders?.(call)],
        ['findOrder', () => provider.findOrder?.('1', call)],
        ['listHistory', () => provider.listHistory?.({ from: 0, to: 1 }, call)],
        ['fetchBalance', () => provider.fetchBalance?.(call)],
      ];
      for (const [name, ask] of asks) {
        let promise: Promise<unknown> | undefined;
        try {
          promise = ask();
        } catch (error) {
          check(false, `${name} threw at once instead of rejecting: ${error}`);
        }
        await promise?.catch(() => undefined);
      }
    },
  },
  {
    id: 'errors/no-key',
    clause: 'C35',
    title: 'the key is in no error, however it is looked at, also where the vendor repeats it',
    wire: true,
    async run(stage) {
      for (const error of await everyError(stage)) checkSecret(stage.secret, error, 'an error');
    },
  },
  {
    id: 'provider/no-key',
    clause: 'C35',
    title: 'the key is in nothing that the provider gives away, nor in the provider as it is inspected',
    async run(stage) {
      const { provider, call } = stage;
      const { offer, receipt } = await buy(stage);
      const given = [
        provider,
        provider.manifest,
        offer,
        receipt,
        await provider.fetchOrder(receipt.id, call),
      ];
      for (const one of given) checkSecret(stage.secret, one, 'what the provider gives');
    },
  },
  ...[...reads, undefined].map((read): Case => {
    const name = read?.operation ?? 'purchase';
    return {
      id: `aborted-before/${name}`,
      clause: 'C36',
      title: `${name} with an aborted signal rejects with its reason and sends nothing`,
      needs: read ? needsOf(read) : [],
      async run(stage) {
        const offer = await offerFor(stage, goodOf(stage));
        const ask = await read?.prepare(stage);
        const stop = new AbortController();
        const reason = new Error('the caller left before');
        stop.abort(reason);
        const { signal } = stop;
        const work = async (): Promise<unknown> =>
          ask
            ? ask(stage.provider, signal)
            : stage.provider.purchase(offer, { signal, maxPrice: offer.price });
        const sent = await stage.count(async () => {
          const error = await failure(work(), 'an aborted signal: expected its reason');
          check(error === reason, `an aborted signal: expected its reason, got ${error}`);
        });
        same(sent, 0, stage.hasWire ? 'requests' : 'orders');
      },
    };
  }),
  {
    id: 'close/twice',
    clause: 'C40',
    title: 'close may come twice, leaves no socket, and nothing is sent afterwards',
    async run(stage) {
      const { provider, call } = stage;
      if (!provider.close) throw new Absent('there is no close');
      const { offer } = await buy(stage);
      await provider.close();
      await provider.close();
      const sent = await stage.count(async () => {
        await refused(purchase(stage, offer), 'a purchase after close', 'CLOSED');
        if (stage.hasWire) await refused(provider.fetchOrder('1', call), 'a read after close', 'CLOSED');
      });
      same(sent, 0, 'requests after close');
      if (stage.hasWire) await until(() => stage.wire.connections === 0, 'a socket stayed open after close');
    },
  },
];

/** The errors of every method, for every way in which a vendor may repeat the key or send filth. */
async function everyError(stage: Stage): Promise<readonly unknown[]> {
  const { provider, call, wire } = stage;
  const offer = await offerFor(stage, goodOf(stage));
  const { receipt, attempt } = await buyDelivered(stage);
  const asks: readonly (() => Promise<unknown>)[] = [
    () => purchase(stage, offer),
    async () => provider.listOffers({}, call),
    () => provider.fetchOrder(receipt.id, call),
    async () => provider.cancelOrder?.(receipt.id, call),
    async () => provider.listOpenOrders?.(call),
    async () => provider.findOrder?.(attempt, call),
    async () => provider.listHistory?.(periodOf(stage), call),
    async () => provider.fetchBalance?.(call),
  ];
  const { secret } = stage;
  const encoded = encodeURIComponent(secret);
  const errors: unknown[] = [];
  for (const ask of asks) {
    for (const body of [
      undefined,
      `ERROR: ${secret}`,
      JSON.stringify({ title: `wrong ${secret}`, error: encoded }),
      Buffer.from(secret).toString('base64'),
      HOSTILE_WORD,
      `{"error":${JSON.stringify(HOSTILE_WORD)},"message":${JSON.stringify(HOSTILE_WORD)}}`,
    ]) {
      wire.fault(
        body === undefined
          ? { when: 'before', kind: 'echo' }
          : { when: 'before', kind: 'reply', reply: { status: 400, body } },
      );
      await ask().catch((error: unknown) => errors.push(error));
      wire.clearFaults();
    }
    wire.fault({ when: 'before', kind: 'reset' });
    await ask().catch((error: unknown) => errors.push(error));
    wire.clearFaults();
  }
  await provider.fetchOrder('no such order', call).catch((error: unknown) => errors.push(error));
  await purchase(stage, { ...offer, handle: '%%%' }).catch((error: unknown) => errors.push(error));
  check(errors.length > 0, 'no error came although every reply was broken');
  return errors;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
