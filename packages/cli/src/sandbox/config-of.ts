import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { NumrouteError } from '@numroute/core';
import { ENV_NAME } from '../config/env-file.ts';
import { CONFIG_NAME } from '../config/find.ts';
import type { ProviderEntry } from '../config/providers.ts';
import type { Playing } from './playing.ts';
import { sandboxRates } from './usual-goods.ts';

/** `herosms-sim` is `HEROSMS_SIM_KEY`. */
const variableOf = (id: string): string => `${id.toUpperCase().replaceAll('-', '_')}_KEY`;

/** One provider of a config. @param apiKey The key, or where it is. */
export const providerAt = ({ id, url, vendor }: Playing, apiKey: unknown): ProviderEntry => ({
  plugin: vendor.plugin,
  settings: { id, ...vendor.settings, apiKey, baseUrl: url, allowInsecureHttp: true },
});

/** A whole config over what is being played. */
export function configOf(playing: readonly Playing[]): object {
  const providers = playing.map((one) => providerAt(one, { env: variableOf(one.id) }));
  if (providers.length === 1) return { providers };
  const rates = sandboxRates(playing.map(({ vendor }) => vendor.currency));
  return { providers, rates, currency: 'USD' };
}

/** The keys by the variables that the config names. */
export function environmentOf(playing: readonly Playing[]): Readonly<Record<string, string>> {
  return Object.fromEntries(playing.map(({ id, key }) => [variableOf(id), key]));
}

/**
 * Writes the config and its `.env` into a folder, which is made if it is not there. What an earlier sandbox
 * wrote is replaced; a config of anybody else, or another's keys, never.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export async function writeConfig(folder: string, playing: readonly Playing[]): Promise<void> {
  const [config, keys] = [join(folder, CONFIG_NAME), join(folder, ENV_NAME)];
  const refuse = (file: string): NumrouteError =>
    NumrouteError.input('--write', 'a folder without a config or keys of your own', file);
  const before = await textOf(config);
  if (before !== undefined && !isSandboxes(before)) throw refuse(config);
  const known = parseEnv((await textOf(keys)) ?? '');
  if (Object.keys(known).some((name) => !name.endsWith('_SIM_KEY'))) throw refuse(keys);
  await mkdir(folder, { recursive: true });
  await writeFile(config, `${JSON.stringify(configOf(playing), null, 2)}\n`);
  const lines = Object.entries(environmentOf(playing)).map(([name, key]) => `${name}=${key}\n`);
  await writeFile(keys, lines.join(''), { mode: 0o600 });
  await chmod(keys, 0o600);
}

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw NumrouteError.input('--write', 'a folder that can be read', `${file} (${error.code})`);
  });
}

function isSandboxes(text: string): boolean {
  try {
    const { providers } = JSON.parse(text) as { providers?: readonly { settings?: { id?: unknown } }[] };
    return providers?.every(({ settings }) => /-sim$/.test(String(settings?.id))) ?? false;
  } catch {
    return false;
  }
}
