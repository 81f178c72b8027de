import { NumrouteError } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { look } from '../orders/follow.ts';
import type { Probed } from './balance/index.ts';

/** Asks for every order that the books call open, and writes down what is new. */
export async function probe(
  account: Account,
  journal: Journal,
  signal: AbortSignal,
): Promise<readonly Probed[]> {
  const open = await journal.list({ provider: account.provider.manifest.id, states: ['open'] });
  return await Promise.all(
    open.map(async (entry) => {
      const latest = await look(account, entry, signal).catch((error: unknown) => {
        // What the vendor does not know is not open; the poll that hears it twice will say so.
        if (NumrouteError.is(error, 'UNKNOWN_ORDER')) return undefined;
        throw error;
      });
      return { id: entry.id, status: latest?.order?.status ?? 'gone' };
    }),
  );
}
