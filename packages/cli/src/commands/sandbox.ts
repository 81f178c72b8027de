import { resolve } from 'node:path';
import { findCountry, NumrouteError } from '@numroute/core';
import { wholeOf } from '../arguments.ts';
import { ENV_NAME } from '../config/env-file.ts';
import { CONFIG_NAME } from '../config/find.ts';
import { EXIT } from '../exit-codes.ts';
import { aborted, type Io, printEvent, printJson } from '../io.ts';
import { type BehaviourFlags, behavioursOf, deviationsOf, smsSentence } from '../sandbox/behaviour.ts';
import { configOf, environmentOf, writeConfig } from '../sandbox/config-of.ts';
import { faultLines, vendorFaults } from '../sandbox/faults.ts';
import { arzancell, marketVendors } from '../sandbox/market.ts';
import { packageStandIn } from '../sandbox/packages.ts';
import { type Playing, playAll } from '../sandbox/playing.ts';
import { siteNamed } from '../sandbox/sites.ts';
import type { StandIn } from '../sandbox/stand-in.ts';

export interface SandboxFlags extends BehaviourFlags {
  /** One vendor of every kind. */
  readonly all?: boolean;
  readonly port: string;
  /** Which site of the sms-activate family to stand in for; absent: ArzanCell. */
  readonly profile?: string;
  readonly key?: string;
  /** The folder to write the config into. */
  readonly write?: string;
  /** Only list the kinds. */
  readonly faults?: boolean;
  readonly json?: boolean;
}

/** Whose vendor to stand in for: a package that exports `./conformance`, and one of its subjects. */
interface SandboxTarget {
  readonly target: string | undefined;
  readonly name: string | undefined;
}

/** Of one vendor alone; those of a market do as their offers do. */
const USUAL_SMS_MS = 3_000;

/** Simulated vendors for trying things out, until Ctrl-C. */
export async function sandbox(io: Io, wanted: SandboxTarget, flags: SandboxFlags): Promise<number> {
  if (flags.faults === true) {
    if (flags.json) printJson(io, { faults: vendorFaults.map(({ name, does }) => ({ name, does })) });
    else io.stdout.write(faultLines());
    return EXIT.ok;
  }
  const isMarket = flags.all === true;
  const vendors = isMarket ? marketOf(wanted, flags) : [await vendorOf(io, wanted, flags)];
  const port = wholeOf(flags.port, '--port', 0, 65_536 - vendors.length);
  await using playing = await playAll(vendors, {
    behaviourOf: behavioursOf(flags, vendors, isMarket ? undefined : USUAL_SMS_MS),
    port,
    ...(flags.key !== undefined && { key: keyOf(flags.key) }),
    onLine: (line) => io.stderr.write(`${line}\n`),
  });
  const folder = flags.write === undefined ? undefined : resolve(io.cwd, flags.write);
  if (folder !== undefined) await writeConfig(folder, playing);
  if (flags.json === true) {
    const listening = playing.map(({ id, url }) => ({ id, url }));
    const config = { config: configOf(playing), env: environmentOf(playing) };
    printEvent(io, 'listening', { vendors: listening, ...config });
  } else {
    const shown = isMarket ? marketText(playing) : playing.map(vendorText).join('');
    io.stdout.write(shown + (folder === undefined ? pasteText(playing) : writtenText(playing, folder)));
  }
  await aborted(io);
  io.stderr.write('Sandbox closed.\n');
  return EXIT.ok;
}

function marketOf({ target }: SandboxTarget, { profile }: SandboxFlags): readonly StandIn[] {
  if (target === undefined && profile === undefined) return marketVendors();
  throw NumrouteError.input('--all', 'no package and no --profile beside it: it has its vendors');
}

async function vendorOf(
  { cwd }: Io,
  { target, name }: SandboxTarget,
  { profile }: SandboxFlags,
): Promise<StandIn> {
  if (target === undefined) return profile === undefined ? arzancell() : siteNamed(profile);
  if (profile === undefined) return await packageStandIn(target, name, cwd);
  throw NumrouteError.input('--profile', 'no package beside it: a package has its vendors by name');
}

/** It travels in addresses and headers of every dialect. */
function keyOf(text: string): string {
  if (/^[\w-]{4,100}$/.test(text)) return text;
  throw NumrouteError.input('--key', '4 to 100 letters, digits, - or _');
}

function vendorText({ vendor, url, world, behaviour }: Playing): string {
  const goods = world.offers.map(({ service, country, pool, price, stock }) => {
    const where = findCountry(country)?.name ?? country;
    const left = stock === 0 ? ', sold out' : '';
    return `  ${service} in ${where}${pool === undefined ? '' : ` (${pool})`}: ${price} ${vendor.currency}${left}\n`;
  });
  const others = deviationsOf({ ...behaviour, sms: undefined });
  return `SIMULATED ${vendor.title} at ${url}
It sells for play money:
${goods.join('')}${smsSentence(behaviour)} Ctrl-C ends it all.
${others.length === 0 ? '' : `It misbehaves: ${others.join(', ')}.\n`}`;
}

function marketText(playing: readonly Playing[]): string {
  const width = Math.max(...playing.map(({ vendor }) => vendor.name.length)) + 2;
  const rows = playing.map(({ vendor, url, behaviour }) => {
    const deviations = deviationsOf(behaviour);
    const said = deviations.length === 0 ? '' : `\n  ${''.padEnd(width)}${deviations.join(', ')}`;
    return `  ${vendor.name.padEnd(width)}${vendor.currency}  ${url}${said}\n`;
  });
  return `SIMULATED MARKET of ${playing.length} vendors, for play money:
${rows.join('')}SMS come as they do at such prices: the cheapest numbers are mostly dead.
Ctrl-C ends it all.
`;
}

function pasteText(playing: readonly Playing[]): string {
  const exported = Object.entries(environmentOf(playing)).map(([name, key]) => `  export ${name}=${key}\n`);
  const [first] = playing;
  const only = playing.length === 1 ? first : undefined;
  const query = only?.vendor.tryOut?.(only.key);
  const curl = query === undefined ? '' : `  curl '${only?.url}?${query}'\n`;
  return `
In another terminal:

${exported.join('')}${curl}
${curl === '' ? 'and' : 'or'} put this into ${CONFIG_NAME} and run \`numroute ${firstCommand(playing)}\`:

${JSON.stringify(configOf(playing), null, 2)}

`;
}

function writtenText(playing: readonly Playing[], folder: string): string {
  return `
${CONFIG_NAME} and the keys in ${ENV_NAME} are in ${folder}. In another terminal:

  cd ${folder}
  numroute ${firstCommand(playing)}

`;
}

/** What is worth a try: a purchase, where there is nobody to compare with. */
function firstCommand([one, ...others]: readonly Playing[]): string {
  if (!one || others.length > 0) return 'compare telegram';
  const { offers, currency } = one.world;
  const inStock = offers.filter(({ stock }) => stock > 0).map(({ service }) => service);
  const service = inStock.includes('telegram') ? 'telegram' : inStock[0];
  const dearest = Math.ceil(Math.max(...offers.map(({ price }) => Number(price))));
  return `buy ${service} --max ${dearest}${currency}`;
}
