import type { Fault } from '../../faults.ts';
import type { Case } from '../stage/case.ts';
import { check, failure, refused, same } from '../stage/checks.ts';
import { buy, nameOf, needsOf, periodOf, reads, until } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';
import { HASTY_MS } from './outcome.ts';

const faults: readonly Omit<Fault, 'when'>[] = [
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'garbage' },
  { kind: 'html' },
  { kind: 'http-500' },
  { kind: 'reply', reply: { body: '' } },
  { kind: 'reply', reply: { body: '{"__proto__":{"isHostile":true}}' } },
  { kind: 'reply', reply: { status: 503, body: 'Service Unavailable' } },
];

export const readCases: readonly Case[] = reads.flatMap((read): Case[] => {
  const { operation } = read;
  const common = { needs: needsOf(read), wire: true } as const;
  return [
    {
      ...common,
      id: `broken-reply/${operation}`,
      clause: 'C33',
      title: `a broken reply to ${operation} is UNAVAILABLE or UNREADABLE, never an answer`,
      async run(stage) {
        const ask = await read.prepare(stage);
        for (const fault of faults) {
          stage.wire.fault({ ...fault, when: 'before' });
          await refused(
            ask(stage.provider, stage.call.signal),
            `${nameOf(fault)} for ${operation}`,
            'UNAVAILABLE',
            'UNREADABLE',
          );
          stage.wire.clearFaults();
        }
        check(!('isHostile' in {}), 'a reply has changed the prototype of every object');
      },
    },
    {
      ...common,
      id: `silence/${operation}`,
      clause: 'C33',
      title: `a vendor that never answers ${operation} is UNAVAILABLE once the time is up`,
      async run(stage) {
        const ask = await read.prepare(stage);
        const hasty = await stage.another({ timeoutMs: HASTY_MS });
        stage.wire.fault({ when: 'before', kind: 'timeout', times: 9 });
        await refused(ask(hasty, stage.call.signal), `silence for ${operation}`, 'UNAVAILABLE');
      },
    },
    {
      ...common,
      id: `one-try/${operation}`,
      clause: 'C38',
      title: `${operation} that fails is not tried again by itself`,
      async run(stage) {
        const ask = await read.prepare(stage);
        const seen = stage.wire.requests.length;
        stage.wire.fault({ when: 'before', kind: 'http-500' });
        await failure(ask(stage.provider, stage.call.signal), 'HTTP 500: expected an error');
        same(stage.wire.requests.length - seen, 1, 'requests until the error');
      },
    },
    {
      ...common,
      id: `aborted/${operation}`,
      clause: 'C37',
      title: `${operation} under way rejects with the signal's reason as soon as it aborts`,
      async run(stage) {
        const ask = await read.prepare(stage);
        const stop = new AbortController();
        const reason = new Error('the caller left');
        const seen = stage.wire.requests.length;
        stage.wire.fault({ when: 'before', kind: 'timeout', times: 9 });
        const asked = ask(stage.provider, stop.signal);
        asked.catch(() => undefined);
        await until(() => stage.wire.requests.length > seen, `${operation} sent nothing`);
        const start = performance.now();
        stop.abort(reason);
        const error = await failure(asked, 'an abort: expected the reason');
        check(error === reason, `an abort: expected the signal's reason, got ${error}`);
        check(performance.now() - start < 4000, 'the abort was noticed too late');
      },
    },
  ];
});

export const turnCases: readonly Case[] = [
  {
    id: 'turns/every-further-request',
    clause: 'C38',
    title: 'every request of a method after its first goes through the turn of the call',
    wire: true,
    async run(stage) {
      const { receipt, attempt } = await buy(stage);
      const { id } = receipt;
      // One that has not yet learnt what another call may have told it.
      const fresh = await stage.another();
      const asks: readonly ((call: Stage['call']) => Promise<unknown>)[] = [
        (call) => fresh.listOffers({}, call),
        (call) => stage.provider.listOffers({ country: 'US' }, call),
        (call) => stage.provider.fetchOrder(id, call),
        async (call) => stage.provider.listOpenOrders?.(call),
        async (call) => stage.provider.findOrder?.(attempt, call),
        async (call) => stage.provider.listHistory?.(periodOf(stage), call),
        async (call) => stage.provider.fetchBalance?.(call),
        async (call) => stage.provider.cancelOrder?.(id, call),
      ];
      for (const ask of asks) {
        let turns = 0;
        const turn = <T>(send: () => Promise<T>): Promise<T> => {
          turns += 1;
          return send();
        };
        const sent = await stage.count(() => ask({ ...stage.call, turn }));
        check(
          sent <= turns + 1,
          `expected at most 1 request without a turn, got ${sent} with ${turns} turns`,
        );
      }
    },
  },
  {
    id: 'turns/nothing-by-itself',
    clause: 'C38',
    title: 'a provider sends nothing by itself: neither when it is built nor afterwards',
    wire: true,
    async run(stage) {
      await stage.another();
      await idle(stage);
      same(stage.wire.requests.length, 0, 'requests without a call');
      await buy(stage);
      const sent = stage.wire.requests.length;
      await idle(stage);
      same(stage.wire.requests.length, sent, 'requests a moment after the purchase');
    },
  },
];

async function idle({ wire }: Stage): Promise<void> {
  await wire.ping();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await wire.ping();
}
