import { dirname } from 'node:path';
import { NumrouteError, type ProviderPlugin } from '@numroute/core';
import { type Holder, type Lease, type StandBy, standBy } from '@numroute/journal';
import { leased } from '@numroute/router';
import { accountNames } from './account-names.ts';
import type { App } from './compose.ts';
import type { Config } from './config.ts';
import type { JournalDatabase } from './journal-place.ts';
import { loadPostgres, openDatabase } from './open-database.ts';
import type { Account } from './plugins.ts';

/** Accounts at which nothing is done any more once the lease is over. */
export const leasedAccounts = (accounts: readonly Account[], lease: Lease): readonly Account[] =>
  accounts.map(({ plugin, settings }) => ({ plugin: leasedPlugin(plugin, lease), settings }));

const leasedPlugin = (plugin: ProviderPlugin, lease: Lease): ProviderPlugin => ({
  ...plugin,
  create: (settings) => leased(plugin.create(settings), lease),
});

/**
 * What acts at the accounts of a config for the time of one command: it takes their leases, renews them, and
 * gives them back when it is disposed of.
 *
 * @param start Composes it over the journal of the lease.
 * @throws {NumrouteError} NOT_OWNER Another process acts at them; nothing was sent.
 */
export async function openLeased(
  place: JournalDatabase,
  config: Config,
  accounts: readonly Account[],
  start: (lease: Lease) => Promise<App>,
): Promise<App> {
  const names = await accountNames(await loadPostgres(dirname(config.file)), config, accounts);
  const journal = await openDatabase(place, config.file);
  const { promise, resolve, reject } = Promise.withResolvers<App>();
  // Nobody waits for it once it was opened.
  promise.catch(() => undefined);
  const here: StandBy = standBy({
    journal,
    terms: { accounts: names },
    start: async (lease) => {
      const app = await start(lease);
      resolve(app);
      return app;
    },
    // A command waits for nobody, and does not begin anew.
    onChange: (now) => {
      if (now.state !== 'waiting') return;
      reject(held(now.holder));
      here.close().catch(() => undefined);
    },
  });
  here.ended.catch(reject);
  const close = async (): Promise<void> => {
    await here.close();
    await journal.close();
  };
  try {
    return { ...(await promise), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function held(holder: Holder | undefined): NumrouteError {
  if (!holder)
    return new NumrouteError('UNAVAILABLE', 'journal: its database cannot be reached; nothing was sent', {});
  const { provider, owner, url } = holder;
  const where = url === undefined ? '' : ` at ${url}`;
  const message = `journal: ${owner} acts at these accounts${where}, so nothing was sent from here: ask it${url === undefined ? '' : ' over REST'}, or have it hand over with \`numroute owner yield\``;
  return new NumrouteError('NOT_OWNER', message, { provider, owner, ...(url !== undefined && { url }) });
}
