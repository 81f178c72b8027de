import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NumrouteError } from '@numroute/core';
import type { Subject } from '@numroute/testkit';
import { CONFIG_NAME } from '../config/find.ts';
import { entryOf, resolveBeside } from '../config/installed.ts';
import { isPath, loadSubjects, namedOf } from '../vendors/conformance.ts';
import type { StandIn } from './stand-in.ts';
import { usualGoods } from './usual-goods.ts';

/**
 * Whatever a package puts to the proof: its vendor's words over its market.
 *
 * @param target A package that exports `./conformance`, or its folder.
 * @param name Which of its subjects. @default the first
 * @throws {NumrouteError} INVALID_INPUT
 */
export async function packageStandIn(
  target: string,
  name: string | undefined,
  cwd: string,
): Promise<StandIn> {
  const plugin = await pluginOf(target, cwd);
  const [found] = namedOf(await loadSubjects(target, cwd), name);
  const { dialect: given, market = {}, settings = {} }: Partial<Subject> = found?.subject ?? {};
  if (!given) throw NumrouteError.input('package', 'a subject with a dialect', JSON.stringify(target));
  const dialect = typeof given === 'function' ? given() : given;
  const { currency = 'USD', decimals, offers = usualGoods(['EE', 'GB'], currency, decimals) } = market;
  const { charges, refundsOnCancel } = market;
  return {
    name: dialect.id,
    title: dialect.id,
    dialect,
    plugin,
    settings,
    currency,
    funds: '1000000',
    goods: offers,
    money: { ...(charges && { charges }), ...(refundsOnCancel !== undefined && { refundsOnCancel }) },
  };
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
