import { isSuccess, membersOf, type Reply } from '@numroute/http';
import { replyError } from '../failure.ts';
import { isServiceCode, readCount } from '../fields.ts';
import type { Profile } from '../profile.ts';
import { readBody } from '../reply.ts';
import { sellsNothing } from './nothing.ts';

/**
 * How many of each service a country has left, by the site's codes. Without call forwarding: `tg_0`
 * is `tg`, and `tg_1` is not for sale here.
 *
 * @see protocol.md 2.2 (getNumbersStatus)
 */
export function readStocks(reply: Reply, profile: Profile): ReadonlyMap<string, number> {
  const body = readBody(reply);
  const fields = body.kind === 'json' && isSuccess(reply) ? membersOf(body.value) : undefined;
  const empty = body.kind === 'json' && Array.isArray(body.value) && body.value.length === 0;
  const stocks = new Map<string, number>();
  for (const [key, value] of fields ?? []) {
    const [, code = '', forwarded] = /^(.*?)(?:_([01]))?$/.exec(key) ?? [];
    const count = readCount(value);
    if (count !== null && forwarded !== '1' && isServiceCode(code)) stocks.set(code, count);
  }
  if (empty || fields?.size === 0 || stocks.size > 0) return stocks;
  if (sellsNothing(body)) return stocks;
  throw replyError(reply, body, 'offers', profile);
}
