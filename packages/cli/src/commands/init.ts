import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { NumrouteError } from '@numroute/core';
import type { Rate } from '@numroute/router';
import { currencyOf } from '../arguments.ts';
import type { Call } from '../call.ts';
import { isObject } from '../config/check.ts';
import { type Config, checkConfig } from '../config/config.ts';
import { ENV_NAME } from '../config/env-file.ts';
import { CONFIG_NAME, type FoundConfig } from '../config/find.ts';
import { findReader } from '../config/open-reader.ts';
import { type Account, idsOf, loadAccounts } from '../config/plugins.ts';
import { lackingRates } from '../doctor/rates.ts';
import { EXIT } from '../exit-codes.ts';
import { parseChosen } from '../init/choices.ts';
import { ignore, writeKeys } from '../init/files.ts';
import { askVendors, type Tried } from '../init/questions.ts';
import { askCurrency, askRates, parseRate } from '../init/rates.ts';
import { entryOf, tryVendor } from '../init/trial.ts';
import { type Io, printJson } from '../io.ts';
import { unsettled } from '../orders/live-orders.ts';
import { plural } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';

export interface InitFlags {
  readonly provider?: readonly string[];
  readonly keyEnv?: readonly string[];
  readonly currency?: string;
  readonly rate?: readonly string[];
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What is to be written. */
interface Setup {
  readonly tried: readonly Tried[];
  readonly currency: string | undefined;
  readonly rates: readonly Rate[];
}

/**
 * Writes a config, and the keys that were typed into a `.env` beside it.
 *
 * @throws {NumrouteError} INVALID_INPUT One is there already, a flag is wrong, or nobody can be asked.
 */
export async function init(call: Call, flags: InitFlags): Promise<number> {
  const found = await targetOf(call);
  const before = await configBefore(found, flags.force === true);
  const io: Io = { ...call.io, env: await call.environment(dirname(found.file)) };
  const say = (line: string): void => printLines(io, [line], io.stderr);
  const setup = await (flags.yes || flags.provider ? setupBy(io, flags, found) : setupAsked(io, found, say));
  if (setup === undefined) {
    say('Stopped; nothing was written.');
    return EXIT.noCode;
  }
  const { tried, currency, rates } = setup;
  const folder = dirname(found.file);
  const schema = './node_modules/numroute/numroute.schema.json';
  const config = {
    ...(existsSync(join(folder, schema)) && { $schema: schema }),
    ...before,
    providers: tried.map(({ one }) => entryOf(one)),
    rates,
    ...(currency !== undefined && { currency }),
  };
  const typed = new Map(tried.flatMap(({ one, key }) => (key === undefined ? [] : [[one.variable, key]])));
  const stand = Object.fromEntries(tried.map(({ one }) => [one.variable, `unset-${one.variable}`]));
  const env = { ...stand, ...io.env, ...Object.fromEntries(typed) };
  const checked = await checkConfig(config, found, { env });
  const accounts = await loadAccounts(checked);

  await checkCared(checked, accounts);
  const { journal } = checked;
  const files = typeof journal === 'string' ? [`${basename(journal)}*`] : [];
  const ignored = await ignore(folder, [ENV_NAME, ...files]);
  const envFile = join(folder, ENV_NAME);
  if (typed.size > 0) await writeKeys(envFile, typed, flags.force === true);
  await writeConfig(found, config, flags.force === true);
  return told(
    call.io,
    found,
    setup,
    { envFile: typed.size > 0 ? envFile : undefined, ignored },
    flags.json === true,
  );
}

async function targetOf(call: Call): Promise<FoundConfig> {
  const found = await call.findConfig();
  if (found?.by === '--config' || found?.by === 'NUMROUTE_CONFIG') return found;
  return { file: resolve(call.io.cwd, CONFIG_NAME), shown: CONFIG_NAME, by: 'this folder' };
}

/**
 * Without its vendor in the config nobody polls an order, cancels it or looks for its refund.
 *
 * @throws {NumrouteError} INVALID_INPUT A vendor is left out whose orders are open or in doubt.
 */
async function checkCared(config: Config, accounts: readonly Account[]): Promise<void> {
  const reader = await findReader(config);
  if (!reader) return;
  try {
    const kept = await idsOf(accounts);
    const left = (await unsettled(reader)).filter(({ offer }) => !kept.includes(offer.provider));
    const [first] = left;
    if (!first) return;
    const { provider } = first.offer;
    throw NumrouteError.input(
      'init',
      `every provider whose orders are open or in doubt, such as ${provider}; \`numroute orders\` shows ${plural(left.length, 'order')} of providers that would be left out`,
    );
  } finally {
    await reader.close();
  }
}

/** What a config that is there says beside what is asked for: a journal that is forgotten is money that is. */
async function configBefore(
  { file, shown }: FoundConfig,
  mayReplace: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(file)) return {};
  if (!mayReplace) {
    throw NumrouteError.input(
      'init',
      `no ${shown} to be there yet; --force replaces its providers, rates and currency, and keeps the rest`,
    );
  }
  const raw: unknown = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
  if (!isObject(raw)) {
    throw NumrouteError.input(
      'init',
      `JSON in ${shown}, whose journal has to be kept; repair it or move it away`,
    );
  }
  const { providers: _providers, rates: _rates, currency: _currency, ...rest } = raw;
  return rest;
}

/** @returns Undefined: whoever was asked has stopped. */
async function setupAsked(
  io: Io,
  found: FoundConfig,
  say: (line: string) => void,
): Promise<Setup | undefined> {
  const terminal = io.terminal?.();
  if (!terminal) {
    throw NumrouteError.input(
      'init',
      'a terminal to ask at, or --yes with --provider, such as `numroute init --yes --provider arzancell --key-env ARZANCELL_API_KEY`',
    );
  }
  const { askerAt, Stopped } = await import('../init/ask.ts');
  const asker = askerAt(terminal, io.signal);
  try {
    const tried = await askVendors(io, asker, found, say);
    const currencies = currenciesOf(tried);
    const currency = await askCurrency(asker, currencies);
    return { tried, currency, rates: await askRates(asker, currency, currencies) };
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  }
}

async function setupBy(io: Io, flags: InitFlags, found: FoundConfig): Promise<Setup> {
  const { provider = [], keyEnv = [], rate = [] } = flags;
  if (provider.length === 0) throw NumrouteError.input('--provider', 'a vendor, such as arzancell');
  if (keyEnv.length > 0 && keyEnv.length !== provider.length) {
    throw NumrouteError.input(
      '--key-env',
      `one for each --provider, or none; there are ${keyEnv.length} for ${provider.length}`,
    );
  }
  const wrong = keyEnv.find((name) => !/^[A-Za-z_]\w{0,99}$/.test(name));
  // It may be the key itself.
  if (wrong !== undefined)
    throw NumrouteError.input('--key-env', 'the name of an environment variable, not a key');
  const rates = rate.map(parseRate);
  const tried: Tried[] = [];
  for (const [at, text] of provider.entries()) {
    const one = parseChosen(text, keyEnv[at]);
    const isSet = Boolean(io.env[one.variable]);
    const trial = isSet
      ? await tryVendor(io, found, one, io.env)
      : { id: text.split(',')[0] ?? '', message: `was not asked: ${one.variable} is not set` };
    if ('failed' in trial && trial.failed === 'UNAUTHORIZED') {
      throw NumrouteError.input(
        '--key-env',
        `a key in ${one.variable} that ${trial.id} takes; it ${trial.message}`,
      );
    }
    tried.push({ one, trial });
  }
  return { tried, currency: currencyOf(flags.currency, '--currency'), rates };
}

const currenciesOf = (tried: readonly Tried[]): readonly string[] => [
  ...new Set(tried.flatMap(({ trial }) => trial.balance?.currency ?? [])),
];

async function writeConfig({ file, shown }: FoundConfig, config: object, mayReplace: boolean): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { flag: mayReplace ? 'w' : 'wx' });
  } catch (error) {
    throw NumrouteError.input(
      'init',
      `${shown} to be a file that can be written`,
      String((error as NodeJS.ErrnoException).code),
    );
  }
}

function told(
  io: Io,
  { file }: FoundConfig,
  { tried, currency, rates }: Setup,
  { envFile, ignored }: { readonly envFile: string | undefined; readonly ignored: string | undefined },
  json: boolean,
): number {
  const short = (path: string): string => relative(io.cwd, path) || path;
  if (json) {
    const providers = tried.map(({ one, trial }) => ({
      id: trial.id,
      plugin: one.plugin,
      variable: one.variable,
      message: trial.message,
      balance: trial.balance ?? null,
      failed: trial.failed ?? null,
    }));
    printJson(io, {
      config: file,
      env: envFile ?? null,
      gitignore: ignored ?? null,
      currency: currency ?? null,
      rates,
      providers,
    });
    return EXIT.ok;
  }
  const left = currency === undefined ? [] : lackingRates(currency, rates, currenciesOf(tried));
  printLines(io, [
    `Wrote ${short(file)}:`,
    ...tried.map(({ one, trial }) => `  ${trial.id}, whose key is in ${one.variable}: ${trial.message}`),
    ...left.map((one) => `  Offers in ${one} are left out until a rate leads from it to ${currency}.`),
    ...(envFile === undefined ? [] : [`Wrote the keys into ${short(envFile)}, which you alone can read.`]),
    ...(ignored === undefined ? [] : [`${short(ignored)} keeps ${ENV_NAME} and the journal out of git.`]),
    'Next: `numroute doctor`, then `numroute compare telegram`.',
  ]);
  return EXIT.ok;
}
