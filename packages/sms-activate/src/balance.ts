import { type Money, money, parseDecimal } from '@numroute/core';
import type { Reply } from '@numroute/http';
import { fieldsOf, readBody, wordsOf } from './envelope.ts';
import { currencyOf, isSuccess, replyError } from './failure.ts';
import type { Shelf } from './offers.ts';

/** `ACCESS_BALANCE:17.154`, `{"balance":"4.6820","currency":840}`, or the bare amount (quirk 40). */
export function readBalance(reply: Reply, { profile, currency }: Shelf): Money {
  const body = readBody(reply);
  const [said] = wordsOf(body);
  const fields = body.kind === 'json' ? fieldsOf(body.value) : undefined;
  const bare = body.kind === 'text' && said?.rest === undefined ? body.text : undefined;
  const amount = said?.word === 'ACCESS_BALANCE' ? said.rest : (bare ?? fields?.get('balance'));
  const unit = fields?.has('currency') ? currencyOf(fields.get('currency')) : currency;
  if (!isSuccess(reply) || typeof amount !== 'string' || !parseDecimal(amount) || unit === undefined) {
    throw replyError(reply, body, 'balance', profile);
  }
  return money(amount, unit);
}
