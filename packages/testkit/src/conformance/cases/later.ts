import type { Offer, Provider } from '@numroute/core';
import type { Fault } from '../../faults.ts';
import { Absent, type Case } from '../stage/case.ts';
import { check, same } from '../stage/checks.ts';
import { checkAnswer, checkError } from '../stage/claims.ts';
import { buy, goodOf, matchOf, nameOf, needsOf, type Read, reads } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

const faults: readonly Omit<Fault, 'when'>[] = [
  { kind: 'reset' },
  { kind: 'truncated' },
  { kind: 'html' },
  { kind: 'http-500' },
  { kind: 'reply', reply: { body: '' } },
  { kind: 'reply', reply: { body: '{}' } },
];

/** More open orders than a page of most vendors, so that a list takes several requests where it can. */
const SEVERAL = 8;
/** Of a method that sends many requests, the first of them and the last. */
const MOST_REQUESTS = 6;

/** A method that needs several requests is as good as its worst reply. */
export const laterCases: readonly Case[] = reads.map((read): Case => {
  const { operation } = read;
  return {
    id: `later-request/${operation}`,
    clause: operation === 'listOpenOrders' ? 'C31' : 'C33',
    title: `a broken reply to a later request of ${operation} is no end of a list: an error, or the whole truth`,
    needs: needsOf(read),
    wire: true,
    async run(stage) {
      for (const n of [0, 1]) stage.world.setStock(matchOf(goodOf(stage, n)), 99);
      if (operation === 'listOpenOrders') for (let n = 0; n < SEVERAL; n += 1) await buy(stage, n % 2);
      const { answer: whole, requests } = await once(stage, read);
      if (requests < 2) throw new Absent('it sends one request');
      const places = [...Array(requests).keys()].slice(1).map((n) => n + 1);
      for (const n of [...new Set([...places.slice(0, MOST_REQUESTS), ...places.slice(-1)])]) {
        for (const fault of faults) {
          const what = `${nameOf(fault)} for request ${n} of ${operation}`;
          const { answer, error, id } = await once(stage, read, () =>
            stage.wire.faultAt(n, { ...fault, when: 'before' }),
          );
          stage.wire.clearFaults();
          if (error !== undefined) {
            checkError(error, what);
            const { code } = error;
            check(code !== 'UNKNOWN_ORDER', `${what}: expected UNAVAILABLE or UNREADABLE, got ${code}`);
            continue;
          }
          if (operation === 'listOffers') same(names(answer), names(whole), `${what}: the offers`);
          else checkAnswer(stage, read, answer, { id });
        }
      }
    },
  };
});

interface Heard {
  readonly answer?: unknown;
  readonly error?: unknown;
  readonly id: string;
  readonly requests: number;
}

/** By a provider that has learnt nothing yet. */
async function once(stage: Stage, read: Read, breakIt?: () => void): Promise<Heard> {
  const ask = read.operation === 'listOffers' ? listEverything : await read.prepare(stage);
  const fresh = await stage.another();
  const id = stage.world.orders.at(-1)?.id ?? '';
  const before = stage.wire.requests.length;
  breakIt?.();
  const heard = await ask(fresh, stage.call.signal).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  return { ...heard, id, requests: stage.wire.requests.length - before };
}

const listEverything = async (provider: Provider, signal: AbortSignal): Promise<unknown> =>
  provider.listOffers({}, { signal });

const names = (offers: unknown): readonly string[] =>
  Array.from(offers as Iterable<Offer>, ({ service, country, price, stock }) =>
    [service, country, price.amount, stock].join(' '),
  ).sort();
