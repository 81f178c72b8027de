import { join } from 'node:path';
import { CONFIG_NAME } from '../config/find.ts';
import { type Account, loadAccounts } from '../config/plugins.ts';
import { providerAt } from './config-of.ts';
import type { Playing } from './playing.ts';

/** The accounts at what is being played, without a config file. @param more Settings of every one, such as `limits`. */
export async function accountsAt(
  playing: readonly Playing[],
  cwd: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<readonly Account[]> {
  const providers = playing.map((one) => {
    const { plugin, settings } = providerAt(one, one.key);
    return { plugin, settings: { ...settings, ...more } };
  });
  return await loadAccounts({
    file: join(cwd, CONFIG_NAME),
    shown: 'the sandbox',
    providers,
    secrets: playing.map(({ key }) => key),
  });
}
