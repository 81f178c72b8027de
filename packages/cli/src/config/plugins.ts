import { NumrouteError, type ProviderPlugin } from '@numroute/core';
import type { Config } from './config.ts';
import { resolveBeside } from './installed.ts';

/** A plugin with the settings it accepted. */
export interface Account {
  readonly plugin: ProviderPlugin;
  readonly settings: unknown;
}

/** @throws {NumrouteError} INVALID_INPUT Names the place in the config. */
export async function loadAccounts({ file, providers, secrets }: Config): Promise<readonly Account[]> {
  return Promise.all(
    providers.map(async ({ plugin: name, settings }, index): Promise<Account> => {
      const plugin = await loadPlugin(name, file, `providers[${index}].plugin`);
      const placed = <T>(work: () => T): T =>
        inPlace(work, plugin.id, `providers[${index}].settings`, secrets);
      return {
        plugin: {
          id: plugin.id,
          apiVersion: plugin.apiVersion,
          parseSettings: (raw) => plugin.parseSettings(raw),
          create: (parsed) => placed(() => plugin.create(parsed)),
          ...(plugin.vocabulary && { vocabulary: plugin.vocabulary.bind(plugin) }),
        },
        settings: placed(() => plugin.parseSettings(settings)),
      };
    }),
  );
}

/** Turns a plugin's complaint about a setting into one that names the place in the file. */
function inPlace<T>(work: () => T, id: string, path: string, secrets: readonly string[]): T {
  try {
    return work();
  } catch (error) {
    if (!NumrouteError.is(error, 'INVALID_INPUT')) throw error;
    const { field, expected } = error.details;
    const name = field.replace(new RegExp(`^(settings|${id})(\\.|$)`), '');
    const where = name ? `${path}.${name}` : path;
    const rest = error.message.startsWith(`${field}: `)
      ? error.message.slice(field.length + 2)
      : `expected ${expected}`;
    const message = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), `${where}: ${rest}`);
    throw new NumrouteError('INVALID_INPUT', message, { field: where, expected });
  }
}

/**
 * @param path Where it is named, for errors.
 * @throws {NumrouteError} INVALID_INPUT It is not there, or no plugin.
 */
export async function loadPlugin(name: string, configFile: string, path: string): Promise<ProviderPlugin> {
  const installed = await resolveBeside(name, configFile);
  let module: { readonly default?: unknown };
  try {
    module = await import(/* @vite-ignore */ installed ?? name);
  } catch (error) {
    const missing =
      installed === undefined &&
      /ERR_MODULE_NOT_FOUND|Cannot find|Failed to (load|resolve)/.test(
        `${(error as NodeJS.ErrnoException).code} ${error}`,
      );
    throw NumrouteError.input(
      path,
      missing
        ? `an installed package (\`npm install ${name}\` beside the config file)`
        : 'a package that loads',
      missing
        ? `${JSON.stringify(name)}, which was not found`
        : `${JSON.stringify(name)}, which failed: ${error}`,
    );
  }
  if (isPlugin(module.default)) return module.default;
  throw NumrouteError.input(
    path,
    'a package whose default export is a numroute plugin: {id, apiVersion: 1, parseSettings, create}',
    `${JSON.stringify(name)}, which exports something else`,
  );
}

function isPlugin(value: unknown): value is ProviderPlugin {
  if (typeof value !== 'object' || value === null) return false;
  const { id, apiVersion, parseSettings, create } = value as Record<keyof ProviderPlugin, unknown>;
  return (
    typeof id === 'string' &&
    apiVersion === 1 &&
    typeof parseSettings === 'function' &&
    typeof create === 'function'
  );
}
