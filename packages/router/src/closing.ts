import { NumrouteError, type Provider } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import type { Account } from './account/account.ts';
import type { Lane } from './lane/lane.ts';
import type { Background } from './orders/background.ts';
import type { Charges } from './reconciliation/charges.ts';
import type { Audits } from './reconciliation/refunds.ts';
import type { CloseOptions } from './router.ts';

export interface ClosingContext {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly providers: readonly Provider[];
  readonly journal: Journal | undefined;
  readonly background: Background;
  readonly audits: Audits;
  readonly charges: Charges;
  /** Nothing more is bought. */
  readonly stopping: AbortController;
  /** Nothing more is done at all. */
  readonly closing: AbortController;
}

/** Shuts everything, once, in the order that loses nothing: purchases end, orders are given up, what is known is written. */
export function createClosing(context: ClosingContext): (how?: CloseOptions) => Promise<void> {
  let closed: Promise<void> | undefined;
  return (how = {}) => {
    closed ??= shutDown(how, context);
    return closed;
  };
}

async function shutDown({ open = 'keep' }: CloseOptions, context: ClosingContext): Promise<void> {
  const { accounts, lanes, providers, background, audits, charges, stopping, closing } = context;
  const reason = new NumrouteError('CLOSED', 'the router was closed', {});
  stopping.abort(reason);
  try {
    // A purchase under way is waited for: its reply is worth more than a quick exit.
    await Promise.all([...accounts.values()].map(({ till }) => till.onIdle()));
    if (open === 'cancel') await cancelOurs(context);
  } finally {
    closing.abort(reason);
    for (const { room } of accounts.values()) room.close();
    await Promise.all([background.idle(), audits.idle(), charges.idle()]);
    await Promise.all([...accounts.values()].map(({ pen }) => pen.idle()));
    for (const lane of lanes.values()) lane.close();
    await Promise.all(providers.map((provider) => provider.close?.()));
  }
}

/** What this run bought or was asked about; the rest is for whoever takes it up. */
async function cancelOurs({ accounts, journal, background }: ClosingContext): Promise<void> {
  const entries = (await journal?.list({ states: ['open'] })) ?? [];
  await Promise.all(
    entries.filter(background.isOurs).map(async (entry) => {
      const account = accounts.get(entry.offer.provider);
      if (account) await background.giveUp(account, entry, 'the router was closed');
    }),
  );
}
