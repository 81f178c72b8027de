import type { DatabaseSync } from 'node:sqlite';
import { formatDecimal, type Money, NumrouteError } from '@numroute/core';
import { marketOf, PLACES, unreadable } from '../../counting/cost.ts';
import {
  checkOutcomes,
  checkSpent,
  type Outcomes,
  type OutcomesFilter,
  type SpentFilter,
} from '../../counting/filters.ts';
import { eachOf, SPANS, windowStarts } from '../../counting/spans.ts';
import { unitsOf } from './rows.ts';

export interface CountQuestions {
  spent(filter: SpentFilter): readonly Money[];
  outcomes(filter: OutcomesFilter): Outcomes;
}

const [MINUTES, HOUR, DAY] = SPANS;

const counts = `(provider = $provider OR $provider IS NULL)
  AND NOT (promised AND provider IN (SELECT value FROM json_each($promises)))`;
const first = 'sent_at >= $since AND sent_at < $minutes';
const firstOfBuyer = `${first} AND (buyer = $buyer OR $buyer IS NULL)`;

const days = `span = ${DAY} AND start >= $days`;
const hours = `span = ${HOUR} AND start >= $hours`;
const hoursBeforeDays = `${hours} AND start < $days`;
const minutes = `span = ${MINUTES} AND start >= $minutes AND start < $hours`;

export function countQuestions(database: DatabaseSync): CountQuestions {
  const amounts = 'provider, promised, currency, high, low, nano, atto, unread';
  const outcomes = 'SELECT numbers, done, codes';
  const money = database.prepare(`
    SELECT currency, sum(high) AS high, sum(low) AS low, sum(nano) AS nano, sum(atto) AS atto, sum(unread) AS unread
    FROM (${eachOf(`SELECT ${amounts} FROM spending WHERE whose = $whose`, [days, hoursBeforeDays, minutes])}
      SELECT ${amounts} FROM counted WHERE ${firstOfBuyer})
    WHERE ${counts} GROUP BY currency`);
  money.setReadBigInts(true);
  const unread = database.prepare(`
    SELECT number, id FROM attempt WHERE number = (SELECT number FROM counted
      WHERE sent_at >= $since AND unread AND (buyer = $buyer OR $buyer IS NULL) AND ${counts} LIMIT 1)`);
  const numbers = database.prepare(`
    SELECT coalesce(sum(numbers), 0) AS numbers, coalesce(sum(done), 0) AS done, coalesce(sum(codes), 0) AS codes
    FROM (${eachOf(`${outcomes} FROM success WHERE provider = $provider AND market = $market`, [hours, minutes])}
      ${outcomes} FROM counted
      WHERE ${first} AND provider = $provider AND ($market = '' OR market = $market))`);
  return {
    spent: (filter) => {
      checkSpent(filter);
      const { since, provider = null, buyer, takesPromise = [] } = filter;
      const asked = { $provider: provider, $promises: JSON.stringify(takesPromise), $buyer: buyer ?? null };
      const whose = buyer === undefined ? '*' : `=${buyer}`;
      const rows = money.all({ ...asked, $whose: whose, ...startsOf(since) });
      if (rows.some((row) => row['unread'] !== 0n)) {
        const { number, id } = unread.get({ ...asked, $since: Math.trunc(since) }) ?? {};
        throw unreadable({ number: Number(number), id: String(id) });
      }
      return rows
        .map((row) => ({ currency: String(row['currency']), units: unitsOf(row) }))
        .filter(({ units }) => units > 0n)
        .map(({ currency, units }) => ({ amount: formatDecimal({ units, scale: PLACES }), currency }));
    },
    outcomes: (filter) => {
      checkOutcomes(filter);
      const { provider, since, market } = filter;
      const { $days: _days, ...starts } = startsOf(since);
      const name = market ? marketOf(market) : '';
      const row = numbers.get({ $provider: provider, $market: name, ...starts });
      return {
        numbers: Number(row?.['numbers']),
        over: Number(row?.['done']),
        codes: Number(row?.['codes']),
      };
    },
  };
}

/** What a file of an older schema answers, which only a reader sees. */
export function noCounts(): CountQuestions {
  const refuse = (): never => {
    throw NumrouteError.input('journal', 'a file that was brought up to date; `numroute recover` does it');
  };
  return { spent: refuse, outcomes: refuse };
}

/** Where each length of span begins in the window. */
function startsOf(time: number) {
  const { since, minutes, hours, days } = windowStarts(time);
  return { $since: since, $minutes: minutes, $hours: hours, $days: days };
}
