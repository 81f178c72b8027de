import type { EntryFilter } from '@numroute/router';

/** A filter as the condition of a query; what is asked for goes in as values, never as text. */
export function selection(filter: EntryFilter): { where: string; values: (string | number)[] } {
  const { states, want, provider, buyer, after, sentSince } = filter;
  const parts: [condition: string, values: readonly (string | number)[]][] = [];
  if (states) parts.push([`state IN (${states.map(() => '?').join(', ')})`, states]);
  if (want !== undefined) parts.push(['want = ?', [want]]);
  if (provider !== undefined) parts.push(['provider = ?', [provider]]);
  if (buyer !== undefined) parts.push(['want IN (SELECT id FROM want WHERE buyer = ?)', [buyer]]);
  if (after !== undefined) parts.push(['number > ?', [after]]);
  if (sentSince !== undefined) parts.push(['sent_at >= ?', [Math.trunc(sentSince)]]);
  const conditions = parts.map(([condition]) => condition);
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
    values: parts.flatMap(([, values]) => values),
  };
}
