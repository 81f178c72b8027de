import type { Config } from './config.ts';
import type { Postgres } from './open-database.ts';
import { type Account, idsOf } from './plugins.ts';
import { keysOf } from './providers.ts';

/** For the leases: by the ids of the providers, what names an account on every machine and tells no key. */
export async function accountNames(
  { fingerprintOf }: Pick<Postgres, 'fingerprintOf'>,
  { providers }: Pick<Config, 'providers'>,
  accounts: readonly Account[],
): Promise<Readonly<Record<string, string>>> {
  const ids = await idsOf(accounts);
  const named = accounts.map(({ plugin }, at): [string, string] => {
    const { profile, baseUrl, ...settings } = providers[at]?.settings ?? {};
    const kind = typeof profile === 'string' ? `${plugin.id}/${profile}` : plugin.id;
    const site = typeof baseUrl === 'string' ? baseUrl.replace(/\/+$/, '') : '';
    return [ids[at] ?? plugin.id, fingerprintOf(kind, site, JSON.stringify(keysOf(settings)))];
  });
  return Object.fromEntries(named);
}
