import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { NumrouteError, parseDecimal, parseMoney } from '@numroute/core';
import type { Budget, Rate } from '@numroute/router';
import type { Io } from '../io.ts';
import { booleanAt, currencyAt, isObject, listAt, objectAt, onlyKeys, spanAt, textAt } from './check.ts';
import { environmentOf } from './env-file.ts';
import { CONFIG_NAME, type FoundConfig, userConfig } from './find.ts';
import { jsonFault } from './json-position.ts';

const SECRET_NAME = /^(?:x-)?(?:api)?[_-]?key$|^(?:proxy[_-]?)?auth|secret|token|passw/i;

/** Beside the config, where the config names no other. */
const DEFAULT_JOURNAL = 'numroute.sqlite';

/** The config file, checked and with its `{"env": …}` references replaced; plugins are not loaded yet. */
export interface Config {
  readonly file: string;
  readonly providers: readonly {
    readonly plugin: string;
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
  readonly rates: readonly Rate[];
  readonly currency?: string;
  /** The file that remembers orders, absolute. */
  readonly journal: string;
  /** What may be spent, by span. */
  readonly budgets: readonly Budget[];
  /** Providers at whose account somebody else buys, too. */
  readonly sharedAccounts: readonly string[];
  /** Whether several purchases may be under way at one account. */
  readonly sideBySide?: boolean;
  /** So long after their end phones and codes are kept. */
  readonly keepCodesMs?: number;
  /** As it stands in the file: the gateway's own check reads it. */
  readonly gateway?: unknown;
  /** The environment, and what stands in the `.env` beside the file. */
  readonly env: Io['env'];
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
  const env = await environmentOf(io, envFile, dirname(file));
  return checkConfig(parseJson(text.replace(/^\uFEFF/, ''), shown), file, env);
}

function noConfig({ cwd, env }: Pick<Io, 'cwd' | 'env'>): NumrouteError<'INVALID_INPUT'> {
  const user = userConfig(env);
  return NumrouteError.input(
    '--config',
    'a config file (start from the one in the README, or try `numroute demo`)',
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

function checkConfig(raw: unknown, file: string, env: Io['env']): Config {
  const root = objectAt(raw, 'config');
  onlyKeys(root, 'config', [
    '$schema',
    'providers',
    'rates',
    'currency',
    'journal',
    'budgets',
    'sharedAccounts',
    'sideBySide',
    'keepCodes',
    'gateway',
  ]);
  const providers = listAt(root['providers'], 'providers');
  if (providers.length === 0) {
    throw NumrouteError.input(
      'providers',
      'at least one provider, such as {"plugin": "@numroute/arzancell", "settings": {…}}',
    );
  }
  const secrets: string[] = [];
  const currency = root['currency'];
  if (currency !== undefined) currencyAt(currency, 'currency');
  const journal = root['journal'] ?? DEFAULT_JOURNAL;
  return {
    file,
    journal: resolve(dirname(file), textAt(journal, 'journal', 'a file name such as "numroute.sqlite"')),
    providers: apart(providers.map((entry, index) => providerAt(entry, `providers[${index}]`, env, secrets))),
    rates: listAt(root['rates'] ?? [], 'rates').map((entry, index) => rateAt(entry, `rates[${index}]`)),
    budgets: listAt(root['budgets'] ?? [], 'budgets').map((entry, index) =>
      budgetAt(entry, `budgets[${index}]`),
    ),
    sharedAccounts: listAt(root['sharedAccounts'] ?? [], 'sharedAccounts').map((entry, index) =>
      textAt(entry, `sharedAccounts[${index}]`, 'the id of a provider'),
    ),
    ...(root['sideBySide'] !== undefined && { sideBySide: booleanAt(root['sideBySide'], 'sideBySide') }),
    ...(root['keepCodes'] !== undefined && { keepCodesMs: spanAt(root['keepCodes'], 'keepCodes') }),
    ...(typeof currency === 'string' && { currency }),
    ...(root['gateway'] !== undefined && { gateway: root['gateway'] }),
    env,
    secrets,
  };
}

function providerAt(
  raw: unknown,
  path: string,
  env: Io['env'],
  secrets: string[],
): Config['providers'][number] {
  const entry = objectAt(raw, path);
  onlyKeys(entry, path, ['plugin', 'settings']);
  const plugin = textAt(entry['plugin'], `${path}.plugin`, 'a package name such as "@numroute/arzancell"');
  const settings = objectAt(entry['settings'] ?? {}, `${path}.settings`);
  const resolved = Object.entries(settings).map(([name, value]): [string, unknown] => [
    name,
    settingAt(name, value, `${path}.settings.${name}`, env, secrets),
  ]);
  return { plugin, settings: Object.fromEntries(resolved) };
}

/**
 * Two names for one account would take each other's orders for their own, and each other's money.
 *
 * @throws {NumrouteError} INVALID_INPUT Two entries with the same site and the same key.
 */
function apart(providers: Config['providers']): Config['providers'] {
  const seen = new Map<string, string>();
  for (const [index, { plugin, settings }] of providers.entries()) {
    // By which way a site is reached says nothing of whose account it is.
    const { id, profile, baseUrl, proxyAuth: _proxyAuth, ...others } = settings;
    const keys = Object.entries(others).filter(([name]) => SECRET_NAME.test(name));
    if (keys.length === 0) continue;
    const name = String(id ?? profile ?? plugin);
    const site = typeof baseUrl === 'string' ? baseUrl.replace(/\/+$/, '') : [plugin, profile];
    const account = JSON.stringify([site, keys]);
    const twin = seen.get(account);
    // Two of one id are refused by the router, in its own words.
    if (twin !== undefined && twin !== name) {
      throw NumrouteError.input(
        `providers[${index}].settings`,
        `a site or a key of its own: ${twin} and ${name} are one account; leave one of them out`,
      );
    }
    seen.set(account, name);
  }
  return providers;
}

function settingAt(name: string, value: unknown, path: string, env: Io['env'], secrets: string[]): unknown {
  if (isObject(value) && 'env' in value) {
    const variable = textAt(value['env'], `${path}.env`, 'the name of an environment variable');
    const found = env[variable];
    if (!found)
      throw NumrouteError.input(
        path,
        `the environment variable ${variable} to be set; it is empty or missing`,
      );
    secrets.push(found);
    return found;
  }
  if (SECRET_NAME.test(name)) {
    throw NumrouteError.input(
      path,
      `{"env": "NAME"} with the name of an environment variable that holds it; files are copied and committed, keys must not be`,
      'something written into the file',
    );
  }
  if (typeof value === 'string' && holdsSecret(value)) {
    throw NumrouteError.input(
      path,
      `a URL without a key, user name or password in it; ${name === 'proxy' ? 'they belong in "proxyAuth"' : 'the key belongs in "apiKey"'}: {"env": "NAME"}`,
      'a URL that carries one',
    );
  }
  return value;
}

function holdsSecret(text: string): boolean {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, searchParams } = new URL(text);
  return (
    username !== '' || password !== '' || [...searchParams.keys()].some((name) => SECRET_NAME.test(name))
  );
}

function rateAt(raw: unknown, path: string): Rate {
  const entry = objectAt(raw, path);
  onlyKeys(entry, path, ['base', 'quote', 'value', 'source', 'asOf']);
  const value = textAt(entry['value'], `${path}.value`, 'a decimal above zero as text, such as "112000"');
  const decimal = parseDecimal(value);
  if (!decimal || decimal.units <= 0n) {
    throw NumrouteError.input(
      `${path}.value`,
      'a decimal above zero as text, such as "112000"',
      JSON.stringify(value),
    );
  }
  const asOf = textAt(entry['asOf'], `${path}.asOf`, 'the day of the rate, such as "2026-11-20"');
  if (Number.isNaN(Date.parse(asOf))) {
    throw NumrouteError.input(
      `${path}.asOf`,
      'the day of the rate, such as "2026-11-20"',
      JSON.stringify(asOf),
    );
  }
  return {
    base: currencyAt(entry['base'], `${path}.base`),
    quote: currencyAt(entry['quote'], `${path}.quote`),
    value,
    source: textAt(entry['source'], `${path}.source`, 'where the rate is from, such as "ecb.europa.eu"'),
    asOf,
  };
}

function budgetAt(raw: unknown, path: string): Budget {
  const entry = objectAt(raw, path);
  onlyKeys(entry, path, ['limit', 'per', 'provider']);
  const limit = parseMoney(
    textAt(entry['limit'], `${path}.limit`, 'an amount such as "5USD"'),
    `${path}.limit`,
  );
  return {
    limit,
    perMs: spanAt(entry['per'], `${path}.per`),
    ...(entry['provider'] !== undefined && {
      provider: textAt(entry['provider'], `${path}.provider`, 'the id of a provider'),
    }),
  };
}
