import { NumrouteError } from '@numroute/core';
import { isLoopback } from '@numroute/http';
import { type ProfileName, profiles } from '@numroute/sms-activate';
import { noneOf } from '../arguments.ts';
import { IN_THE_BOX } from '../config/plugins.ts';

/** A vendor that was chosen, and where its key is. */
export interface Chosen {
  /** Its provider's, unless its plugin says otherwise. */
  readonly id: string;
  readonly plugin: string;
  /** Without the key. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The environment variable of its key. */
  readonly variable: string;
}

const FAMILY = 'sms-activate';

/** No vendor: its settings are the numbers that the user owns. */
const OWN_NUMBERS = 'own-numbers';

const OWN_API = IN_THE_BOX.map((plugin) => plugin.replace('@numroute/', '')).filter(
  (name) => name !== FAMILY && name !== OWN_NUMBERS,
);

/** Those of them that do not tell their currency. */
const UNTOLD = ['onlinesim', 'smsman', 'vaksms'];

/** A site of the sms-activate family that has no profile. */
export const ANOTHER_SITE = 'classic';

/** Vendors by their names, those with an API of their own first: it goes before their server for the family. */
export const vendorNames: readonly string[] = [
  ...OWN_API,
  ...Object.keys(profiles).filter((name) => !OWN_API.includes(name) && name !== ANOTHER_SITE),
  ANOTHER_SITE,
];

/** Those whose key is not enough to log in. */
const WITH_USERNAME = ['textverified'];

/** A setting that has to be asked for. */
export type Needed = 'id' | 'baseUrl' | 'currency' | 'username';

/** What a vendor's settings have to say, because nothing else tells it. */
export function neededOf(name: string): readonly Needed[] {
  if (WITH_USERNAME.includes(name)) return ['username'];
  if (UNTOLD.includes(name)) return ['currency'];
  if (OWN_API.includes(name)) return [];
  const { baseUrl, assumed } = profiles[name as ProfileName];
  if (baseUrl === undefined) return ['id', 'baseUrl', 'currency'];
  return assumed.includes('currency') ? ['currency'] : [];
}

/** `my-shop` is `MY_SHOP_API_KEY`. */
export const keyVariableOf = (id: string): string => `${id.toUpperCase().replaceAll('-', '_')}_API_KEY`;

/** @param more Further settings. */
export function chosen(name: string, more: Readonly<Record<string, unknown>>, variable?: string): Chosen {
  const isOwn = OWN_API.includes(name);
  const id = String(more['id'] ?? name);
  const { baseUrl } = more;
  const url = typeof baseUrl === 'string' ? URL.parse(baseUrl) : null;
  const isLocal = url?.protocol === 'http:' && isLoopback(url);
  return {
    id,
    plugin: `@numroute/${isOwn ? name : FAMILY}`,
    settings: { ...(isOwn ? {} : { profile: name }), ...more, ...(isLocal && { allowInsecureHttp: true }) },
    variable: variable ?? keyVariableOf(id),
  };
}

/**
 * `herosms`, or `classic,id=my-shop,baseUrl=https://…,currency=USD`.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function parseChosen(text: string, variable: string | undefined): Chosen {
  const [name = '', ...parts] = text.split(',');
  if (!vendorNames.includes(name)) {
    throw noneOf('--provider', name, vendorNames);
  }
  const settings = parts.map((part): [string, unknown] => {
    const [, setting, value = ''] = /^([A-Za-z]\w*)=(.+)$/.exec(part) ?? [];
    if (setting === undefined) {
      throw NumrouteError.input('--provider', 'settings such as baseUrl=https://…, parted by commas');
    }
    if (setting === 'apiKey') {
      throw NumrouteError.input('--provider', 'no key: others could read it. --key-env names its variable');
    }
    return [setting, settingOf(value)];
  });
  return chosen(name, Object.fromEntries(settings), variable);
}

function settingOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
