import { NumrouteError, type NumrouteErrorOf, type Provider, type ProviderPlugin } from '@numroute/core';
import { hintOf } from '@numroute/http';
import { Check, type Members } from './check.ts';
import type { Config } from './config.ts';
import { isNotFound, resolveBeside } from './installed.ts';

/** The plugins that come with the command line. */
export const IN_THE_BOX: readonly string[] = [
  '@numroute/arzancell',
  '@numroute/fivesim',
  '@numroute/numberland',
  '@numroute/onlinesim',
  '@numroute/own-numbers',
  '@numroute/sms-activate',
  '@numroute/smsman',
  '@numroute/smspool',
  '@numroute/smspva',
  '@numroute/textverified',
  '@numroute/vaksms',
];

/** A plugin with the settings it accepted. */
export interface Account {
  readonly plugin: ProviderPlugin;
  readonly settings: unknown;
}

/** What of a config tells of its providers. */
type Declared = Pick<Config, 'file' | 'providers' | 'secrets' | 'shown'>;

/** @throws {NumrouteError} INVALID_INPUT With every mistake that a plugin finds, by its place in the config. */
export async function loadAccounts(config: Declared): Promise<readonly Account[]> {
  const check = new Check(config.shown);
  const accounts = await parseAccounts(config, check);
  if (check.mistakes.length > 0) createAll(accounts, check);
  check.end();
  const ids = new Map<string, string>();
  return accounts.map((account): Account => {
    const { plugin, settings, place } = account;
    // A plugin may find the last mistakes only when it creates its provider; then all of them are told.
    const create = (): Provider => {
      const provider = createOne(account, check, ids);
      if (provider && check.mistakes.length === 0) return provider;
      createAll(accounts, check);
      check.end();
      throw NumrouteError.input(place, 'settings that its plugin takes');
    };
    const { id, apiVersion, vocabulary } = plugin;
    return {
      plugin: {
        id,
        apiVersion,
        parseSettings: (raw) => plugin.parseSettings(raw),
        create,
        ...(vocabulary && { vocabulary: vocabulary.bind(plugin) }),
      },
      settings,
    };
  });
}

/** What the providers of a config are called in a journal, in their order. */
export async function idsOf(accounts: readonly Account[]): Promise<readonly string[]> {
  const providers = accounts.map(({ plugin, settings }) => plugin.create(settings));
  // They were never used: how they close changes nothing.
  await Promise.allSettled(providers.map((provider) => provider.close?.()));
  return providers.map(({ manifest }) => manifest.id);
}

/** Notes what the plugins find wrong in a config that has mistakes already. */
export async function checkPlugins(config: Config, check: Check): Promise<void> {
  createAll(await parseAccounts(config, check), check);
}

/** An account with its place in the config. */
interface PlacedAccount extends Account {
  readonly place: string;
  readonly secrets: readonly string[];
}

async function parseAccounts({ file, providers, secrets }: Declared, check: Check): Promise<PlacedAccount[]> {
  const loading = providers.map(async ({ plugin: name }, index) =>
    name === '' ? undefined : loadPlugin(name, file, `providers[${index}].plugin`),
  );
  const loaded = await Promise.allSettled(loading);
  return providers.flatMap(({ settings: given }, index) => {
    const { value: plugin, reason } = { value: undefined, reason: undefined, ...loaded[index] };
    if (reason !== undefined) check.note(reason);
    if (plugin === undefined) return [];
    const place = `providers[${index}].settings`;
    const settings = parseSettings({ plugin, settings: given, place, secrets }, check);
    return check.isWrong(place) ? [] : [{ plugin, settings, place, secrets }];
  });
}

/**
 * As the plugin takes them. A plugin names one mistake at a time: what it names is left out, and it is asked
 * again, until it finds no more in what stands in the config.
 */
function parseSettings({ plugin, settings, place, secrets }: PlacedAccount, check: Check): unknown {
  let given = settings as Members;
  const told = new Set<string>();
  for (;;) {
    try {
      return plugin.parseSettings(given);
    } catch (error) {
      const mistake = placed(error, plugin.id, place, secrets);
      const { field } = mistake.details;
      const [name = ''] = field.slice(place.length + 1).split('.');
      const isMissing = given[name] === undefined;
      const isKnown = check.isWrong(field);
      // What was left out may be missed by another setting, and is no mistake of the config.
      if (told.size > 0 && isMissing && !isKnown) return undefined;
      if (!isKnown) check.note(mistake);
      if (name === '' || told.has(name)) return undefined;
      told.add(name);
      given = isMissing ? { ...given, [name]: 'unknown' } : without(given, name);
    }
  }
}

const without = (settings: Members, name: string): Members =>
  Object.fromEntries(Object.entries(settings).filter(([other]) => other !== name));

/** Every provider, to find what only that finds; they are closed at once. */
function createAll(accounts: readonly PlacedAccount[], check: Check): void {
  const ids = new Map<string, string>();
  for (const account of accounts) {
    const provider = createOne(account, check, ids);
    // It was never used: how it closes changes nothing.
    provider?.close?.().catch(() => undefined);
  }
}

/** Undefined: a mistake is noted. */
function createOne(
  { plugin, settings, place, secrets }: PlacedAccount,
  check: Check,
  ids: Map<string, string>,
): Provider | undefined {
  let provider: Provider;
  try {
    provider = plugin.create(settings);
  } catch (error) {
    check.note(placed(error, plugin.id, place, secrets));
    return undefined;
  }
  const { id } = provider.manifest;
  if ((ids.get(id) ?? place) !== place) check.refuse('providers', `ids that differ, found ${id} twice`);
  ids.set(id, place);
  return provider;
}

/** A plugin's complaint about a setting as one that names the place in the file; anything else is thrown on. */
function placed(
  error: unknown,
  id: string,
  place: string,
  secrets: readonly string[],
): NumrouteErrorOf<'INVALID_INPUT'> {
  if (!NumrouteError.is(error, 'INVALID_INPUT')) throw error;
  const { field, expected } = error.details;
  const name = field.replace(new RegExp(`^(settings|${id})(\\.|$)`), '');
  const where = name ? `${place}.${name}` : place;
  const rest = error.message.startsWith(`${field}: `)
    ? error.message.slice(field.length + 2)
    : `expected ${expected}`;
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), `${where}: ${rest}`);
  return new NumrouteError('INVALID_INPUT', message, { field: where, expected });
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
    const missing = installed === undefined && isNotFound(error);
    const hint = hintOf(name, IN_THE_BOX) || hintOf(`@numroute/${name}`, IN_THE_BOX);
    // Somebody else's package may lie under a misspelt name.
    const installable = hint
      ? 'an installed package'
      : `an installed package (\`npm install ${name}\` beside the config file)`;
    throw NumrouteError.input(
      path,
      missing ? installable : 'a package that loads',
      missing
        ? `${JSON.stringify(name)}, which was not found${hint}`
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
