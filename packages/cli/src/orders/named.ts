import { NumrouteError, type Order, type OrderRef } from '@numroute/core';
import type { Journal, JournalEntry } from '@numroute/journal';

/** What a person types for an order: `arzancell/3762`, `#12` for any attempt, or the key that it was bought under. */
export type Named = { readonly ref: OrderRef } | { readonly number: number } | { readonly key: string };

/**
 * @param text As `numroute orders` shows it. Either this or the key.
 * @throws {NumrouteError} INVALID_INPUT
 */
export function namedOf(text: string | undefined, key?: string): Named {
  if (text !== undefined && key !== undefined)
    throw NumrouteError.input('--key', 'no <order> beside it: both name the order');
  if (key !== undefined) return { key };
  const [, number] = /^#?(\d{1,9})$/.exec(text ?? '') ?? [];
  if (number !== undefined) return { number: Number(number) };
  const slash = text?.indexOf('/') ?? -1;
  if (text !== undefined && slash > 0 && slash < text.length - 1)
    return { ref: { provider: text.slice(0, slash), id: text.slice(slash + 1) } };
  throw NumrouteError.input(
    '<order>',
    'provider and id or a number, as `numroute orders` shows them: arzancell/3762 or 12; or --key <name>',
    text === undefined ? undefined : JSON.stringify(text.slice(0, 40)),
  );
}

type Finding = Pick<Journal, 'findOrder' | 'findNumber' | 'list'>;

/** @throws {NumrouteError} INVALID_INPUT The journal does not hold it. */
export async function find(journal: Finding, named: Named): Promise<JournalEntry> {
  if ('key' in named) return await findKey(journal, named.key);
  const entry = 'ref' in named ? await journal.findOrder(named.ref) : await journal.findNumber(named.number);
  if (entry) return entry;
  throw NumrouteError.input(
    '<order>',
    'an order of the journal; `numroute orders` and `numroute orders export` show them',
  );
}

/** @throws {NumrouteError} INVALID_INPUT The journal does not hold it, or its vendor has not named it. */
export async function findOrder(journal: Finding, named: Named): Promise<Order> {
  const { order, number } = await find(journal, named);
  if (order) return order;
  const what = `an order with an id; attempt ${number} has none: \`numroute recover\` looks for it`;
  throw NumrouteError.input('<order>', `${what}, \`numroute settle ${number}\` writes down what you found`);
}

/** Under a key one order is bought; before it others may have been refused, and `code` gives some up. */
async function findKey(journal: Finding, key: string): Promise<JournalEntry> {
  const entries = await journal.list({ key });
  const entry = entries.findLast(({ order }) => order) ?? entries.at(-1);
  if (entry) return entry;
  throw NumrouteError.input(
    '--key',
    'a key under which something was bought',
    JSON.stringify(key.slice(0, 40)),
  );
}
