import { UNFINISHED } from '../attempt/index.ts';
import type { EntryFilter } from '../contract.ts';

interface Term {
  /** Finds its entries by an index. Absent: no index knows them. */
  readonly lead?: string;
  readonly leadValues?: readonly (string | number)[];
  /** Only checks entries that another term found: a `+` keeps SQLite from using a column's index. */
  readonly check: string;
  readonly values: readonly (string | number)[];
}

/** SQLite takes a partial index only where the query says the index's own condition, word by word. */
const UNFINISHED_ONLY = `state IN (${UNFINISHED.map((state) => `'${state}'`).join(', ')})`;

/**
 * A filter as the condition of a query; what is asked for goes in as values, never as text.
 *
 * The term that leaves the fewest entries leads, and the others only check: left to itself, SQLite
 * reads the whole table rather than sort what an index finds, or takes an account's index and with it
 * its whole past.
 */
export function selection(filter: EntryFilter): { where: string; values: (string | number)[] } {
  const terms = termsOf(filter);
  const leader = terms.find(({ lead }) => lead !== undefined);
  const ordered = leader ? [leader, ...terms.filter((term) => term !== leader)] : terms;
  const conditions = ordered.map((term) => (term === leader && term.lead) || term.check);
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
    values: ordered.flatMap((term) => (term === leader && term.leadValues) || term.values),
  };
}

/** The narrowest first. */
function termsOf(filter: EntryFilter): Term[] {
  const { states, want, provider, buyer, key, after, before, sentSince, sentUntil } = filter;
  const terms: Term[] = [];
  const at = provider === undefined ? [] : [provider];
  const atProvider = provider === undefined ? '' : 'provider = ? AND ';
  if (want !== undefined) terms.push({ lead: 'want = ?', check: '+want = ?', values: [want] });
  if (key !== undefined) terms.push(ofWants('key', key));
  if (filter.order !== undefined)
    terms.push({ lead: 'order_id = ?', check: '+order_id = ?', values: [filter.order] });
  if (states) {
    const check = `+state IN (${states.map(() => '?').join(', ')})`;
    const isUnfinished = states.every((state) => UNFINISHED.includes(state));
    const lead = numbersWhere(`${UNFINISHED_ONLY} AND ${atProvider}${check.slice(1)}`);
    terms.push({ check, values: states, ...(isUnfinished && { lead, leadValues: [...at, ...states] }) });
  }
  const since = sentSince === undefined ? undefined : Math.trunc(sentSince);
  const until = sentUntil === undefined ? undefined : Math.ceil(sentUntil);
  terms.push(...rangeOf({ 'number > ?': after, 'number < ?': before }, at));
  const [order = '', ...few] = fewOf(filter);
  const sent = rangeOf({ 'sent_at >= ?': since, 'sent_at < ?': until }, at, (one) =>
    numbersWhere(one, order),
  );
  terms.push(...sent.map((term) => ({ ...term, leadValues: [...(term.leadValues ?? []), ...few] })));
  if (buyer !== undefined) terms.push(ofWants('buyer', buyer));
  if (provider !== undefined) terms.push({ lead: 'provider = ?', check: '+provider = ?', values: at });
  for (const part of ['service', 'country'] as const) {
    const value = filter[part];
    // No index knows them: of what else narrows a question down, they only check each record.
    if (value !== undefined)
      terms.push({ check: `json_extract(record, '$.offer.${part}') = ?`, values: [value] });
  }
  return terms;
}

/** Of the attempts whose want is of this buyer, or has this key. */
function ofWants(column: 'buyer' | 'key', value: string): Term {
  return {
    lead: `want IN (SELECT id FROM want WHERE ${column} = ?)`,
    check: `EXISTS (SELECT 1 FROM want WHERE want.id = attempt.want AND want.${column} = ?)`,
    values: [value],
  };
}

/** Between the ends of a column that are given, of one account where it is named; at most one term. */
function rangeOf(
  ends: Readonly<Record<string, number | undefined>>,
  at: readonly string[],
  found: (condition: string) => string = (condition) => condition,
): Term[] {
  const given = Object.entries(ends).filter((end): end is [string, number] => end[1] !== undefined);
  if (given.length === 0) return [];
  const conditions = given.map(([condition]) => condition);
  const values = given.map(([, value]) => value);
  return [
    {
      lead: found([...at.map(() => 'provider = ?'), ...conditions].join(' AND ')),
      leadValues: [...at, ...values],
      check: conditions.map((condition) => `+${condition}`).join(' AND '),
      values,
    },
  ];
}

/**
 * Numbers alone are sorted, and the records read in their order: half the time of sorting records. Of the
 * numbers SQLite asks for no order, so it takes the narrowest index and not one that has them in order.
 */
const numbersWhere = (condition: string, few = ''): string =>
  `number IN (SELECT number FROM attempt WHERE ${condition}${few})`;

/**
 * Where nothing but time and account restricts, no number is kept beyond those that are asked for: of the
 * 100,000 of an account the first takes a third of the time. For the sign SQLite walks the index of the lead.
 */
function fewOf(filter: EntryFilter): readonly [] | readonly [order: string, most: number] {
  const { most, newestFirst, provider, sentSince, sentUntil, ...rest } = filter;
  if (most === undefined || Object.values(rest).some((part) => part !== undefined)) return [];
  return [` ORDER BY +number${newestFirst ? ' DESC' : ''} LIMIT ?`, most];
}
