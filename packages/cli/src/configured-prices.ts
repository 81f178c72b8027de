import type { Prices } from './config/compose.ts';

/** What compares the prices of a config's providers, and buys nothing. Disposing it closes its connections. */
export type ConfiguredPrices = Omit<Prices, 'kept'>;

/** Where a config is looked for. */
export interface ConfigPlace {
  /** The file. @default as the command line finds it: `NUMROUTE_CONFIG`, this folder and those above, the user's own */
  readonly config?: string;
  /** A file of variables that the config refers to. @default `.env` beside the config */
  readonly envFile?: string;
  /** @default the process's */
  readonly cwd?: string;
  /** @default the process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Compares prices as `numroute compare` does, with the providers, rates and currency of a config.
 *
 * @returns Undefined where there is no config and none is named.
 * @throws {NumrouteError} INVALID_INPUT The config is wrong; the message names each place and its fix.
 */
export async function configuredPrices({
  config,
  envFile,
  cwd = process.cwd(),
  env = process.env,
}: ConfigPlace = {}): Promise<ConfiguredPrices | undefined> {
  const { findConfig } = await import('./config/find.ts');
  const found = await findConfig({ cwd, env }, config);
  if (!found) return undefined;
  const { readConfig } = await import('./config/config.ts');
  const { openPrices } = await import('./config/open-app.ts');
  return await openPrices(await readConfig({ cwd, env }, found, envFile), {});
}
