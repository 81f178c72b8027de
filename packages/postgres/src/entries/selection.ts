import type { EntryFilter } from '@numroute/journal';
import { cell, quoted } from '../store/names.ts';

/** A filter as the conditions of a query; what is asked for goes in as values, never as text. */
export function selection(
  s: string,
  filter: EntryFilter,
): {
  readonly where: string;
  readonly values: (string | number | readonly string[])[];
} {
  const { states, want, provider, buyer, key, after, before, sentSince, sentUntil, order } = filter;
  const conditions: string[] = [];
  const values: (string | number | readonly string[])[] = [];
  const add = (condition: string, value: string | number | readonly string[] | undefined): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  const text = (value: string | undefined): string | undefined => value && cell(value);
  // PostgreSQL takes a partial index where it sees the states themselves; they are none of a caller's text.
  if (states) {
    const known = states.filter((state) => /^[a-z]+$/.test(state));
    conditions.push(known.length === 0 ? 'false' : `state IN (${quoted(known)})`);
  }
  add('want = ?', want === undefined ? undefined : cell(want));
  add(`want IN (SELECT id FROM ${s}.want WHERE key = ?)`, key === undefined ? undefined : cell(key));
  add(`want IN (SELECT id FROM ${s}.want WHERE buyer = ?)`, buyer === undefined ? undefined : cell(buyer));
  add('order_id = ?', order === undefined ? undefined : cell(order));
  add('provider = ?', provider === undefined ? undefined : cell(provider));
  add('service = ?', text(filter.service));
  add('country = ?', text(filter.country));
  add('number > ?', after);
  add('number < ?', before === undefined ? undefined : Math.min(before, Number.MAX_SAFE_INTEGER));
  add('sent_at >= ?', sentSince === undefined ? undefined : Math.trunc(sentSince));
  add('sent_at < ?', sentUntil === undefined ? undefined : Math.ceil(sentUntil));
  return { where: conditions.length === 0 ? 'true' : conditions.join(' AND '), values };
}
