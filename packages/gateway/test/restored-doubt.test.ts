import { money, NumrouteError } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import type { Bought, Ticket } from '../src/desk.ts';
import { slotOf } from '../src/question.ts';
import { Repeats } from '../src/repeats.ts';

const question = { buyer: 'shop', service: 'telegram', country: 'EE' };
const heard = Promise.resolve(true);

const doubt: Ticket = {
  number: 1,
  buyer: 'shop',
  key: `${slotOf(question)}/of-an-earlier-run`,
  boughtAt: 0,
  changedAt: 0,
  service: 'telegram',
  country: 'EE',
  state: 'doubt',
  cost: money('1', 'USD'),
  isOwed: true,
};

test('what an earlier run left in doubt is bought again once it is proven absent, and then once', async () => {
  const ids = ['new-1', 'new-2', 'new-3'];
  const repeats = new Repeats({
    windowMs: 60_000,
    clock: virtualClock(0),
    newId: () => ids.shift() ?? '',
    onAbandoned: () => undefined,
  });
  repeats.restore([doubt]);
  const keys: string[] = [];
  const send = async (key: string): Promise<Bought> => {
    keys.push(key);
    throw new NumrouteError('OUTCOME_UNKNOWN', 'lost again', {});
  };
  const ask = () => repeats.buy(question, heard, send);
  await expect(ask()).rejects.toThrow('not settled');
  expect(keys).toEqual([]);
  repeats.learn({ ...doubt, state: 'none', isOwed: false });
  // Its reply is lost, too: whoever asks now asks for the same purchase.
  await expect(ask()).rejects.toThrow('lost again');
  await expect(ask()).rejects.toThrow('lost again');
  expect(keys).toEqual([`${slotOf(question)}/new-1`, `${slotOf(question)}/new-1`]);
  repeats.close();
});
