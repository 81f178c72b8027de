import { NumrouteError, type OrderReport } from '@numroute/core';
import { dataOf, messageIn, type Reply, unexpected } from '@numroute/http';
import * as v from 'valibot';
import { saidBy } from './words.ts';

const told = v.nullable(v.string());
const codes = v.object({ smsCode: v.union([told, v.array(told)]) });

/** Every code that came. The end of an order is not told: the vendor knows it no more. */
export function readOrder(reply: Reply, id: string): OrderReport {
  const { smsCode } = dataOf(reply, codes, saidBy(reply), id);
  const messages = [smsCode].flat().flatMap((code) => messageIn(code) ?? []);
  return { id, status: messages.length > 0 ? 'delivered' : 'open', messages };
}

/** What may be asked of an order: `end` gives it up, `send` asks for another SMS. */
export type Change = 'end' | 'send';

/** The word that says yes. */
const granting = { end: 'update', send: 'ready' } as const;

const status = v.object({ status: v.picklist(['ready', 'update', 'smsReceived', 'waitSMS']) });

/**
 * `smsReceived` is a refusal, because a code is there, and `waitSMS`, because none is or it is too early.
 *
 * @throws {NumrouteError} WRONG_STATE The vendor refused.
 */
export function readChange(reply: Reply, id: string, change: Change): OrderReport {
  const { status: word } = dataOf(reply, status, saidBy(reply), id);
  if (word === granting[change]) {
    return { id, status: change === 'end' ? 'cancelled' : 'delivered', messages: [] };
  }
  // The yes to something else is no answer.
  if (word === 'ready' || word === 'update') throw unexpected(reply, 'status');
  throw new NumrouteError('WRONG_STATE', `the vendor answered ${word} to ${change}`, {
    vendorWord: word,
    ...(change === 'end' && word === 'smsReceived' && { final: true }),
  });
}
