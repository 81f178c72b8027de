import type { Money } from '@numroute/core';
import type { Reply } from '@numroute/http';
import * as v from 'valibot';
import { toman } from './fields.ts';
import { answerOf } from './reply.ts';

/** Another unit would be wrong tenfold. */
const balance = v.object({ BALANCE: toman, CURRENCY: v.pipe(v.string(), v.trim(), v.regex(/^toman$/i)) });

export function readBalance(reply: Reply): Money {
  return answerOf(reply, balance).BALANCE;
}
