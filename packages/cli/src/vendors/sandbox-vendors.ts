import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import { type Dialect, NumrouteError } from '@numroute/core';
import { type ProfileName, profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Subject, type World, type WorldOffer } from '@numroute/testkit';
import { CONFIG_NAME } from '../config/find.ts';
import { entryOf, resolveBeside } from '../config/installed.ts';
import { isPath, loadSubjects, namedOf } from './conformance.ts';
import { arzancellSample } from './demo-market.ts';

/** One vendor to stand in for, and how a config would name it. */
export interface SandboxVendor {
  readonly name: string;
  readonly world: World;
  readonly dialect: Dialect;
  readonly plugin: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The query of a first try, where it is known. */
  readonly balance?: string;
}

export function arzancellVendor(): SandboxVendor {
  const world = createWorld({ currency: 'IRT', funds: '500000', offers: arzancellSample });
  return {
    name: 'ArzanCell',
    world,
    dialect: arzancellDialect(),
    plugin: '@numroute/arzancell',
    settings: {},
    balance: `api=${world.secret}&action=get_balance`,
  };
}

/** @throws {NumrouteError} INVALID_INPUT No profile has the name. */
export function siteVendor(text: string): SandboxVendor {
  const names = Object.keys(profiles) as ProfileName[];
  const name = names.find((one) => one === text);
  if (!name) throw NumrouteError.input('--profile', `one of ${names.join(', ')}`, JSON.stringify(text));
  const profile = profiles[name];
  const { assumed, baseUrl, currency, onlyCountry } = profile;
  const { currencyParameter: named } = profile;
  const inEveryRequest = named?.in === 'all' ? `&${named.name}=${named.values[currency]}` : '';
  const mustSay = baseUrl === undefined || assumed.includes('currency');
  const offers = goodsIn(onlyCountry === undefined ? ['EE', 'GB'] : ['US']);
  const world = createWorld({ currency, funds: '100', offers });
  return {
    name,
    world,
    dialect: smsActivateDialect(profile),
    plugin: '@numroute/sms-activate',
    settings: { profile: name, ...(mustSay && { currency }) },
    balance: `api_key=${world.secret}&action=getBalance${inEveryRequest}`,
  };
}

/**
 * Whatever a package puts to the proof: its vendor's words over its market.
 *
 * @param target A package that exports `./conformance`, or its folder.
 * @param name Which of its subjects. @default the first
 * @throws {NumrouteError} INVALID_INPUT
 */
export async function packageVendor(
  target: string,
  name: string | undefined,
  cwd: string,
): Promise<SandboxVendor> {
  const plugin = await pluginOf(target, cwd);
  const [found] = namedOf(await loadSubjects(target, cwd), name);
  const { dialect: given, market = {}, settings = {} }: Partial<Subject> = found?.subject ?? {};
  if (!given) throw NumrouteError.input('package', 'a subject with a dialect', JSON.stringify(target));
  const dialect = typeof given === 'function' ? given() : given;
  const { currency = 'USD', decimals, offers = goodsIn(['EE', 'GB'], decimals) } = market;
  return { name: dialect.id, world: createWorld({ currency, offers }), dialect, plugin, settings };
}

/** @param decimals How many the amounts may have. */
function goodsIn(countries: readonly string[], decimals: number = 2): readonly WorldOffer[] {
  const priced = (cents: number): string => (decimals < 2 ? String(cents) : `0.${cents}`);
  return countries.flatMap((country, n) => [
    { service: 'telegram', country, price: priced(12 + n * 9), stock: 9 },
    { service: 'whatsapp', country, price: priced(31 + n * 9), stock: 140 },
  ]);
}

/** What a config in the directory names to load the plugin. A package that is not installed there is a file. */
async function pluginOf(target: string, cwd: string): Promise<string> {
  if (!isPath(target)) return target;
  const folder = resolve(cwd, target);
  const manifest: unknown = await readFile(join(folder, 'package.json'), 'utf8').then(JSON.parse, () => {
    throw NumrouteError.input('package', 'a package, or its folder', JSON.stringify(target));
  });
  const { name } = manifest as { readonly name?: unknown };
  if (typeof name === 'string' && (await resolveBeside(name, join(cwd, CONFIG_NAME)))) return name;
  return join(folder, entryOf(manifest, '.') ?? 'index.js');
}
