import { type Money, money, NumrouteError, parseDecimal } from '@numroute/core';
import { isSuccess, membersOf, type Reply, sampleOf } from '@numroute/http';
import { agrees } from './amounts.ts';
import { replyError } from './failure.ts';
import { readBody, wordsOf } from './reply.ts';
import type { Site } from './site.ts';

/** `ACCESS_BALANCE:17.154`, `{"balance":"4.6820","currency":840}`, or the bare amount (quirk 40). */
export function readBalance(reply: Reply, { profile, currency }: Site): Money {
  const body = readBody(reply);
  const [said] = wordsOf(body);
  const fields = body.kind === 'json' ? membersOf(body.value) : undefined;
  const bare = body.kind === 'text' && said?.rest === undefined ? body.text : undefined;
  const amount = said?.word === 'ACCESS_BALANCE' ? said.rest : (bare ?? fields?.get('balance'));
  if (!isSuccess(reply) || typeof amount !== 'string' || !parseDecimal(amount)) {
    throw replyError(reply, body, 'balance', profile);
  }
  // A balance in another currency than the prices would prove refunds and charges that never were.
  if (!agrees(fields?.get('currency'), currency)) {
    const message = `the vendor says that the balance is not in ${currency}: check the setting "currency"`;
    throw new NumrouteError('UNREADABLE', message, { vendorWord: sampleOf(reply) });
  }
  return money(amount, currency);
}
