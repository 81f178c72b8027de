import { compareMoney, money } from '@numroute/core';
import { type Journal, sqliteJournal } from '@numroute/journal';
import type { Market } from './market.ts';

export interface CrashVerdict {
  /** Numbers that a vendor sold and the journal does not know of. */
  readonly forgotten: readonly string[];
  readonly twice: readonly string[];
  readonly orders: number;
  /** Each order that the journal can name, as vendor and id. */
  readonly known: ReadonlySet<string>;
  readonly states: ReadonlyMap<string, number>;
}

/** The vendors' ledgers against the journal, when the last child has put everything in order. */
export async function judgeCrashes(journal: Journal, { stalls, twice }: Market): Promise<CrashVerdict> {
  const entries = await journal.list({});
  const stories = new Map<string, string>();
  for (const { id, number, offer } of entries) {
    const words = (await journal.history(id)).map(
      ({ kind, at, by }) => `${new Date(at).toISOString().slice(11, 19)} ${kind} by ${by}`,
    );
    const name = `${offer.service} ${offer.country}`;
    const story = `  attempt ${number} at ${offer.provider}: ${words.join(', ')}`;
    stories.set(name, `${stories.get(name) ?? ''}\n${story}`);
  }
  const states = new Map<string, number>();
  const add = (name: string): void => {
    states.set(name, (states.get(name) ?? 0) + 1);
  };
  for (const { state, adopted, beside } of entries) {
    add(adopted ? `${state} (adopted)` : state);
    if (beside) add('of them side by side');
  }
  const forgotten: string[] = [];
  const all = new Set(entries.flatMap(({ order }) => (order ? `${order.provider} ${order.id}` : [])));
  let orders = 0;
  for (const { id: provider, world } of stalls) {
    const own = entries.filter(({ offer }) => offer.provider === provider);
    const known = new Set(own.flatMap(({ order }) => order?.id ?? []));
    // A charge that cannot be named counts once, for an order of the same kind.
    const nameless = own.filter(({ order }) => !order);
    const refunded = new Set(world.ledger.flatMap((line) => (line.kind === 'refund' ? line.order : [])));
    for (const { id, service, country, price } of world.orders) {
      orders += 1;
      if (known.has(id)) continue;
      const at = nameless.findIndex(
        ({ offer, state }) =>
          // "Absent" says that nothing lives and nothing was paid in the end: true after a refund, too.
          (state === 'lost' || state === 'disputed' || (state === 'absent' && refunded.has(id))) &&
          offer.service === service &&
          offer.country === country &&
          compareMoney(offer.price, money(price.amount, price.currency)) === 0,
      );
      if (at < 0)
        forgotten.push(
          `${provider} ${id} ${service} ${country}${stories.get(`${service} ${country}`) ?? ''}`,
        );
      else nameless.splice(at, 1);
    }
  }
  const told = twice.map((one) => `${one}${stories.get(one.split(':')[0] ?? '') ?? ''}`);
  return { forgotten, twice: told, orders, known: all, states };
}

/** The same, of a file that nobody has open. */
export async function judgeFile(file: string, market: Market): Promise<CrashVerdict> {
  const journal = sqliteJournal({ file });
  try {
    return await judgeCrashes(journal, market);
  } finally {
    await journal.close();
  }
}
