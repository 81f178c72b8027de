import { decimalOf, type Money, subtractMoney } from '@numroute/core';
import { dataOf, type Send, unexpected } from '@numroute/http';
import { amountIn } from '@numroute/http/fields';
import * as v from 'valibot';
import { ask } from './request.ts';
import { saidBy } from './words.ts';

/** Whether `balance` is without what is held for open orders (`zbalance`), or still has it in it. */
export type Balance = 'free' | 'total';

/** What may be spent. */
export async function fetchBalance(send: Send, currency: string, kind: Balance): Promise<Money> {
  const amount = amountIn(currency);
  const reply = await send(ask('getBalance'));
  const shape = v.object({ response: v.literal('1'), balance: amount, zbalance: amount });
  const { balance, zbalance } = dataOf(reply, shape, saidBy(reply));
  const free = kind === 'total' ? subtractMoney(balance, zbalance) : balance;
  // More is held than there is: the setting is wrong.
  if (decimalOf(free).units < 0n) throw unexpected(reply, 'zbalance');
  return free;
}
