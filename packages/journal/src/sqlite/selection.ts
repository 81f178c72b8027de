import type { EntryFilter } from '../contract.ts';

interface Term {
  /** Finds its entries by an index. Absent: no index knows them. */
  readonly lead?: string;
  readonly leadValues?: readonly (string | number)[];
  /** Only checks entries that another term found: a `+` keeps SQLite from using a column's index. */
  readonly check: string;
  readonly values: readonly (string | number)[];
}

const UNFINISHED: readonly string[] = ['sending', 'unknown', 'lost', 'disputed', 'open', 'delivered'];

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
function termsOf({ states, want, provider, buyer, after, sentSince, order }: EntryFilter): Term[] {
  const terms: Term[] = [];
  const at = provider === undefined ? [] : [provider];
  const atProvider = provider === undefined ? '' : 'provider = ? AND ';
  if (want !== undefined) terms.push({ lead: 'want = ?', check: '+want = ?', values: [want] });
  if (order !== undefined) terms.push({ lead: 'order_id = ?', check: '+order_id = ?', values: [order] });
  if (states) {
    const check = `+state IN (${states.map(() => '?').join(', ')})`;
    const isUnfinished = states.every((state) => UNFINISHED.includes(state));
    const lead = numbersWhere(`${UNFINISHED_ONLY} AND ${atProvider}${check.slice(1)}`);
    terms.push({ check, values: states, ...(isUnfinished && { lead, leadValues: [...at, ...states] }) });
  }
  if (after !== undefined) {
    const lead = `${atProvider}number > ?`;
    terms.push({ lead, leadValues: [...at, after], check: '+number > ?', values: [after] });
  }
  if (sentSince !== undefined) {
    const since = Math.trunc(sentSince);
    const lead = numbersWhere(`${atProvider}sent_at >= ?`);
    terms.push({ lead, leadValues: [...at, since], check: '+sent_at >= ?', values: [since] });
  }
  if (buyer !== undefined) {
    terms.push({
      lead: 'want IN (SELECT id FROM want WHERE buyer = ?)',
      check: 'EXISTS (SELECT 1 FROM want WHERE want.id = attempt.want AND want.buyer = ?)',
      values: [buyer],
    });
  }
  if (provider !== undefined) terms.push({ lead: 'provider = ?', check: '+provider = ?', values: at });
  return terms;
}

/**
 * Numbers alone are sorted, and the records read in their order: half the time of sorting records. Of the
 * numbers SQLite asks for no order, so it takes the narrowest index and not one that has them in order.
 */
const numbersWhere = (condition: string): string =>
  `number IN (SELECT number FROM attempt WHERE ${condition})`;
