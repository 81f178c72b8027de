import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NumrouteError, parseDecimal, parseMoney } from '@numroute/core';
import type { Budget, Rate } from '@numroute/router';
import type { Io } from '../io.ts';
import { Check } from './check.ts';
import { type Environment, environmentOf } from './env-file.ts';
import { CONFIG_NAME, DEFAULT_JOURNAL, type FoundConfig, userConfig } from './find.ts';
import { type JournalPlace, journalAt } from './journal-place.ts';
import { jsonFault } from './json-position.ts';
import { type KeptPrices, keptPricesAt } from './kept-prices.ts';
import { type ProviderEntry, readProviders } from './providers.ts';

const MEMBERS = [
  '$schema',
  'providers',
  'rates',
  'currency',
  'journal',
  'budgets',
  'sharedAccounts',
  'sideBySide',
  'keepCodes',
  'prices',
  'gateway',
  'mcp',
];

/** The config file, checked and with its `{"env": …}` references replaced; plugins are not loaded yet. */
export interface Config extends Environment {
  readonly file: string;
  /** As errors name it. */
  readonly shown: string;
  readonly providers: readonly ProviderEntry[];
  readonly rates: readonly Rate[];
  readonly currency?: string;
  /** Where orders are remembered. */
  readonly journal: JournalPlace;
  /** What may be spent, by span. */
  readonly budgets: readonly Budget[];
  /** Providers at whose account somebody else buys, too. */
  readonly sharedAccounts: readonly string[];
  /** Whether several purchases may be under way at one account. */
  readonly sideBySide?: boolean;
  /** So long after their end phones and codes are kept. */
  readonly keepCodesMs?: number;
  /** Absent: no price is kept. */
  readonly prices?: KeptPrices;
  /** As it stands in the file: the gateway's own check reads it. */
  readonly gateway?: unknown;
  /** As it stands in the file: what serves agents reads it. */
  readonly mcp?: unknown;
  /** What came out of the environment, to be struck out of anything that is printed. */
  readonly secrets: readonly string[];
}

/**
 * @param found Undefined: there is none.
 * @param envFile By `--env-file`; undefined: the one beside the config, if there is one.
 * @throws {NumrouteError} INVALID_INPUT Names the place in the file and the fix, never a secret.
 */
export async function readConfig(
  io: Pick<Io, 'cwd' | 'env'>,
  found: FoundConfig | undefined,
  envFile?: string,
): Promise<Config> {
  if (found === undefined) throw noConfig(io);
  const { file, shown, by } = found;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw NumrouteError.input(
      by === 'NUMROUTE_CONFIG' ? by : '--config',
      'a config file that can be read',
      `${file}, which ${missing ? 'does not exist' : 'cannot be read'}`,
    );
  }
  const environment = await environmentOf(io, envFile, dirname(file));
  return await checkConfig(parseJson(text.replace(/^\uFEFF/, ''), shown), found, environment);
}

function noConfig({ cwd, env }: Pick<Io, 'cwd' | 'env'>): NumrouteError<'INVALID_INPUT'> {
  const user = userConfig(env);
  return NumrouteError.input(
    '--config',
    'a config file (`numroute init` writes one; `numroute demo` needs none)',
    `none: there is no ${CONFIG_NAME} in ${cwd} or above it${user === undefined ? '' : `, and no ${user}`}`,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = jsonFault(text);
    throw NumrouteError.input(
      `${path}, line ${line}, column ${column}`,
      'valid JSON (look for a comma, quote or bracket that is missing or too many here or just before)',
    );
  }
}

/** @throws {NumrouteError} INVALID_INPUT With every mistake; if there is one, those of the plugins' settings too. */
export async function checkConfig(
  raw: unknown,
  { file, shown }: FoundConfig,
  environment: Environment,
): Promise<Config> {
  const check = new Check(shown);
  const root = check.object(raw, 'config', MEMBERS) ?? {};
  const { currency, journal, rates, budgets, sharedAccounts, sideBySide, keepCodes, prices, gateway, mcp } =
    root;
  const { providers, secrets } = readProviders(check, root['providers'], environment.env);
  const orders = journalAt(check, journal ?? DEFAULT_JOURNAL, file, environment.env);
  const passwords = typeof orders === 'object' && orders.password ? [orders.password] : [];
  const config: Config = {
    file,
    shown,
    journal: orders,
    providers,
    rates: check.list(rates ?? [], 'rates', (entry, place) => rateAt(check, entry, place)),
    budgets: check.list(budgets ?? [], 'budgets', (entry, place) => budgetAt(check, entry, place)),
    sharedAccounts: check.list(sharedAccounts ?? [], 'sharedAccounts', (entry, place) =>
      check.text(entry, place, 'the id of a provider'),
    ),
    ...(sideBySide !== undefined && { sideBySide: check.boolean(sideBySide, 'sideBySide') }),
    ...(keepCodes !== undefined && { keepCodesMs: check.span(keepCodes, 'keepCodes') }),
    ...(currency !== undefined && { currency: check.currency(currency, 'currency') }),
    ...(prices !== undefined && { prices: keptPricesAt(check, prices, file, orders) }),
    ...(gateway !== undefined && { gateway }),
    ...(mcp !== undefined && { mcp }),
    ...environment,
    secrets: [...secrets, ...passwords],
  };
  if (check.mistakes.length > 0) {
    // Only then: a command that needs no plugin loads none, and no gateway.
    const { checkPlugins } = await import('./plugins.ts');
    await checkPlugins(config, check);
    if (gateway !== undefined) {
      const { gatewaySettings } = await import('./gateway-settings.ts');
      gatewaySettings(config, check);
    }
  }
  check.end();
  return config;
}

/** Whether it is a decimal above zero. */
export const isRateValue = (text: string): boolean => (parseDecimal(text)?.units ?? 0n) > 0n;

function rateAt(check: Check, raw: unknown, place: string): Rate | undefined {
  const entry = check.object(raw, place, ['base', 'quote', 'value', 'source', 'asOf']);
  if (!entry) return undefined;
  const above = 'a decimal above zero as text, such as "112000"';
  const value = check.text(entry['value'], `${place}.value`, above);
  if (value && !isRateValue(value)) check.refuse(`${place}.value`, above, JSON.stringify(value));
  const day = 'the day of the rate, such as "2026-11-20"';
  const asOf = check.text(entry['asOf'], `${place}.asOf`, day);
  if (asOf && Number.isNaN(Date.parse(asOf))) check.refuse(`${place}.asOf`, day, JSON.stringify(asOf));
  return {
    base: check.currency(entry['base'], `${place}.base`),
    quote: check.currency(entry['quote'], `${place}.quote`),
    value,
    source: check.text(entry['source'], `${place}.source`, 'where the rate is from, such as "ecb.europa.eu"'),
    asOf,
  };
}

function budgetAt(check: Check, raw: unknown, place: string): Budget | undefined {
  const entry = check.object(raw, place, ['limit', 'per', 'provider']);
  if (!entry) return undefined;
  const { provider } = entry;
  const text = check.text(entry['limit'], `${place}.limit`, 'an amount such as "5USD"');
  const limit = text ? check.try(() => parseMoney(text, `${place}.limit`)) : undefined;
  const perMs = check.span(entry['per'], `${place}.per`);
  const of =
    provider === undefined
      ? {}
      : { provider: check.text(provider, `${place}.provider`, 'the id of a provider') };
  return limit && { limit, perMs, ...of };
}
