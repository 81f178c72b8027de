import { formatDecimal, type Money, money } from '@numroute/core';
import { type Reply, unexpected } from '@numroute/http';
import { wordError } from './failure.ts';
import { readDecimal } from './fields.ts';
import { readBody } from './reply.ts';
import { currencyOf } from './unit.ts';

/** @param currency Stands in for the unit of the reply. */
export function readBalance(reply: Reply, currency?: string): Money {
  const body = readBody(reply, 'get_balance');
  if (body.kind === 'word') throw wordError(body.word);
  const row = body.kind === 'data' ? body.rows[0] : undefined;
  const amount = readDecimal(row?.get('balance'));
  const unit = row?.get('unit');
  const known = currency ?? (typeof unit === 'string' ? currencyOf(unit) : undefined);
  if (!amount || known === undefined) throw unexpected(reply);
  return money(formatDecimal(amount), known);
}
