import type { Money } from '@numroute/core';
import type { Outcomes, OutcomesFilter, SpentFilter } from '@numroute/journal';
import {
  checkOutcomes,
  checkSpent,
  eachOf,
  marketOf,
  SPANS,
  unreadable,
  windowStarts,
} from '@numroute/journal/parts';
import type { Database } from '../store/database.ts';
import { cell, maybeCell, textOf } from '../store/names.ts';

const [MINUTES, HOUR, DAY] = SPANS;

const days = `span = ${DAY} AND start >= $1`;
const hoursBeforeDays = `span = ${HOUR} AND start >= $2 AND start < $1`;
const hours = `span = ${HOUR} AND start >= $2`;
const minutes = `span = ${MINUTES} AND start >= $3 AND start < $2`;
const first = 'sent_at >= $4 AND sent_at < $3';

/** What attempts cost, exactly, as `Journal.spent` says. */
export async function spent(database: Database, s: string, filter: SpentFilter): Promise<readonly Money[]> {
  checkSpent(filter);
  const { since, provider, buyer, takesPromise = [] } = filter;
  const amounts = 'provider, promised, currency, amount, unread';
  const counts = '($5::text IS NULL OR provider = $5) AND NOT (promised AND provider = ANY ($6::text[]))';
  const asked = [maybeCell(provider), takesPromise.map(cell), maybeCell(buyer)] as const;
  const rows = await database.read(
    `SELECT currency, trim_scale(sum(amount))::text AS amount, sum(unread) AS unread
     FROM (${eachOf(`SELECT ${amounts} FROM ${s}.spending WHERE whose = coalesce('=' || $7::text, '*')`, [days, hoursBeforeDays, minutes])}
       SELECT ${amounts} FROM ${s}.attempt WHERE ${first} AND ($7::text IS NULL OR buyer = $7)) AS parts
     WHERE ${counts} GROUP BY currency`,
    [...startsOf(since), ...asked],
  );
  if (rows.some((row) => Number(row['unread']) !== 0)) {
    const [odd] = await database.read(
      `SELECT number, id FROM ${s}.attempt WHERE sent_at >= $1 AND unread > 0 AND ($4::text IS NULL OR buyer = $4)
       AND ($2::text IS NULL OR provider = $2) AND NOT (promised AND provider = ANY ($3::text[]))
       ORDER BY number LIMIT 1`,
      [Math.trunc(since), ...asked],
    );
    throw unreadable({ number: Number(odd?.['number']), id: textOf(odd?.['id'] ?? '') });
  }
  return rows
    .filter((row) => row['amount'] !== '0')
    .map((row) => ({ amount: String(row['amount']), currency: textOf(row['currency']) }));
}

/** What became of an account's numbers, as `Journal.outcomes` says. */
export async function outcomes(database: Database, s: string, filter: OutcomesFilter): Promise<Outcomes> {
  checkOutcomes(filter);
  const { provider, since, market } = filter;
  const columns = 'numbers, done, codes';
  const [row] = await database.read(
    `SELECT coalesce(sum(numbers), 0) AS numbers, coalesce(sum(done), 0) AS done, coalesce(sum(codes), 0) AS codes
     FROM (${eachOf(`SELECT ${columns} FROM ${s}.success WHERE provider = $5 AND place = $6`, [hours, minutes])}
       SELECT ${columns} FROM ${s}.attempt
       WHERE ${first} AND provider = $5 AND ($6 = '' OR market = $6) AND $1::bigint IS NOT NULL) AS parts`,
    [...startsOf(since), cell(provider), market ? cell(marketOf(market)) : ''],
  );
  return {
    numbers: Number(row?.['numbers']),
    over: Number(row?.['done']),
    codes: Number(row?.['codes']),
  };
}

/** Where each length of span begins in the window: days, hours, minutes, and the window itself. */
function startsOf(time: number): readonly [number, number, number, number] {
  const { since, minutes, hours, days } = windowStarts(time);
  return [days, hours, minutes, since];
}
