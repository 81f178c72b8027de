import { NumrouteError } from '@numroute/core';
import type { Account } from '../account/account.ts';
import { pollOnce } from '../orders/poll-once.ts';
import type { Probed } from './balance/index.ts';

/** Asks for every order that the journal calls open, and writes down what is new. */
export async function probe(account: Account, signal: AbortSignal): Promise<readonly Probed[]> {
  const provider = account.provider.manifest.id;
  const open = await account.journal.list({ provider, states: ['open'] });
  return await Promise.all(
    open.map(async (entry) => {
      const latest = await pollOnce(account, entry, signal).catch((error: unknown) => {
        // What the vendor does not know is not open; the poll that hears it twice will say so.
        if (NumrouteError.is(error, 'UNKNOWN_ORDER')) return undefined;
        throw error;
      });
      return { id: entry.id, status: latest?.order?.status ?? 'gone' };
    }),
  );
}
