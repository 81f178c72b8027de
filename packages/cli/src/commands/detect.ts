import { join } from 'node:path';
import arzancell from '@numroute/arzancell';
import { NumrouteError } from '@numroute/core';
import fivesim from '@numroute/fivesim';
import numberland from '@numroute/numberland';
import onlinesim from '@numroute/onlinesim';
import smsActivate from '@numroute/sms-activate';
import smsman from '@numroute/smsman';
import smspool from '@numroute/smspool';
import smspva from '@numroute/smspva';
import textverified from '@numroute/textverified';
import vaksms from '@numroute/vaksms';
import { currencyOf } from '../arguments.ts';
import { loadPlugin } from '../config/plugins.ts';
import { EXIT } from '../exit-codes.ts';
import { keyVariableOf } from '../init/choices.ts';
import { type Io, isRewritable, painter, printJson, rewrite, tame } from '../io.ts';
import { plural } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { detect as ask, type Candidate, type Detection, type Found } from '../vendors/detection.ts';

export interface DetectFlags {
  readonly key?: string;
  readonly currency?: string;
  readonly plugin?: readonly string[];
  readonly allowInsecureHttp?: boolean;
  readonly json?: boolean;
}

interface Entry {
  readonly plugin: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Which dialect a host speaks, how sure that is, and what to put into the config. */
export async function detect(io: Io, address: string, flags: DetectFlags): Promise<number> {
  const key = keyOf(flags.key, io);
  const currency = currencyOf(flags.currency, '--currency');
  const candidates = await candidatesOf(io, flags.plugin ?? []);
  const isTty = isRewritable(io, io.stderr) && flags.json !== true;
  const seen = await ask({
    address: addressOf(address),
    candidates,
    ...(key && { key: key.value }),
    allowInsecureHttp: flags.allowInsecureHttp === true,
    signal: io.signal,
    onProbe: (asked) => isTty && rewrite(io.stderr, `Asking: question ${asked} …`),
  }).finally(() => isTty && rewrite(io.stderr));
  const entries = seen.found.map((found) => entryOf(found, key?.name, currency));
  if (flags.json) printJson(io, jsonOf(seen, entries, currency));
  else printLines(io, linesOf(io, address, seen, entries, { currency, hasKey: key !== undefined }));
  return seen.found.length > 0 ? EXIT.ok : EXIT.noOffer;
}

/** A key on the command line would be in the shell's history, and in every list of processes. */
function keyOf(text: string | undefined, { env }: Io): { name: string; value: string } | undefined {
  if (text === undefined) return undefined;
  const name = /^env\/([A-Za-z_]\w{0,99})$/.exec(text)?.[1];
  if (name === undefined) {
    throw NumrouteError.input('--key', 'env/NAME, the environment variable that holds the key');
  }
  const value = env[name]?.trim();
  if (value) return { name, value };
  throw NumrouteError.input('--key', `the environment variable ${name} to be set; it is empty or missing`);
}

function addressOf(text: string): string {
  if (URL.canParse(text)) return text;
  // A host alone is what people have at hand; over https or not at all.
  if (/^[\w-]+(?:\.[\w-]+)+(?:[:/?]\S*)?$/.test(text)) return addressOf(`https://${text}`);
  throw NumrouteError.input('<base-url>', 'an address such as https://shop.example/stubs/handler_api.php');
}

async function candidatesOf({ cwd }: Io, names: readonly string[]): Promise<readonly Candidate[]> {
  const more = names.map(async (name) => {
    const plugin = await loadPlugin(name, join(cwd, 'numroute.config.json'), '--plugin');
    if (plugin.recognition) return { name, plugin };
    throw NumrouteError.input('--plugin', 'a plugin that can recognise its hosts', JSON.stringify(name));
  });
  return [
    { name: '@numroute/sms-activate', plugin: smsActivate },
    { name: '@numroute/arzancell', plugin: arzancell },
    { name: '@numroute/fivesim', plugin: fivesim },
    { name: '@numroute/smspool', plugin: smspool },
    { name: '@numroute/numberland', plugin: numberland },
    { name: '@numroute/smsman', plugin: smsman },
    { name: '@numroute/smspva', plugin: smspva },
    { name: '@numroute/onlinesim', plugin: onlinesim },
    { name: '@numroute/vaksms', plugin: vaksms },
    { name: '@numroute/textverified', plugin: textverified },
    ...(await Promise.all(more)),
  ];
}

function entryOf(found: Found, variable: string | undefined, currency: string | undefined): Entry {
  const { plugin, name, url, settings, missing = [] } = found;
  const env = variable ?? keyVariableOf(name);
  const own = missing.filter((field) => field !== 'currency' || currency === undefined);
  return {
    plugin,
    settings: {
      ...settings,
      apiKey: { env },
      ...Object.fromEntries(own.map((field) => [field, ''])),
      ...(missing.includes('currency') && currency !== undefined && { currency }),
      ...(url.startsWith('http:') && { allowInsecureHttp: true }),
    },
  };
}

function missingOf({ missing = [] }: Found, currency: string | undefined): readonly string[] {
  return missing.filter((field) => field !== 'currency' || currency === undefined);
}

function jsonOf(
  { found, asked, instead }: Detection,
  entries: readonly Entry[],
  currency: string | undefined,
) {
  return {
    asked,
    found: found.map((one, at) => ({
      plugin: one.plugin,
      name: one.name,
      sureness: one.sureness,
      url: one.url,
      evidence: one.evidence,
      notes: one.notes ?? [],
      missing: missingOf(one, currency),
      entry: entries[at],
    })),
    ...(found.length === 0 && { instead: instead.map((text) => tame(text)) }),
  };
}

function linesOf(
  io: Io,
  address: string,
  { found, asked, instead }: Detection,
  entries: readonly Entry[],
  { currency, hasKey }: { readonly currency: string | undefined; readonly hasKey: boolean },
): string[] {
  const paint = painter(io);
  const [first, ...others] = found;
  const entry = entries[0];
  if (!first || !entry) {
    return [
      `Nothing recognised at ${tame(address)} after ${plural(asked, 'question')}. It answered:`,
      ...instead.slice(0, 5).map((text) => `  ${tame(text)}`),
      'Is the path right? The usual ones are /stubs/handler_api.php, /api/handler.php and /v2.php.',
    ];
  }
  const missing = missingOf(first, currency);
  return [
    first.url,
    paint('bold', `${first.name} (${first.plugin}): ${inWords[first.sureness]}.`),
    ...first.evidence.map((text) => `  ${tame(text)}`),
    ...(first.notes ?? []).map((text) => tame(text)),
    ...rivalsOf(first, others),
    '',
    'For the providers of numroute.config.json:',
    '',
    ...JSON.stringify(entry, null, 2).split('\n'),
    '',
    ...missing.map((field) => `Fill in ${field}: the host does not tell it.`),
    ...(first.sureness !== 'sure' && !hasKey ? ['A key would tell more: --key env/NAME.'] : []),
  ];
}

const inWords = {
  sure: 'sure',
  likely: 'likely',
  possible: 'possible, and not sure',
} as const;

function rivalsOf({ sureness }: Found, others: readonly Found[]): readonly string[] {
  if (others.length === 0) return [];
  const names = others.map((other) => `${other.name} (${other.sureness})`).join(', ');
  if (sureness !== 'possible') return [`Not ruled out: ${names}.`];
  return [
    `Cannot be told apart by these answers: ${names}. They differ in how a price cap is sent: find out which it is before you buy.`,
  ];
}
