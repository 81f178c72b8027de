import {
  findCountry,
  money,
  NumrouteError,
  type ProviderPlugin,
  parseDecimal,
  parseService,
} from '@numroute/core';
import {
  type Checks,
  type CommonSettings,
  checkSettings,
  commonChecks,
  count,
  currencyCheck,
  objectOf,
  oneOf,
  refusePlainHttp,
  text,
} from '@numroute/http';
import { folderInbox } from './folder-inbox.ts';
import type { Inbox } from './inbox.ts';
import type { OwnNumber } from './numbers.ts';
import { createOwnNumbers } from './provider.ts';
import { twilioInbox } from './twilio-inbox.ts';

/** A number as a config has it. */
export interface NumberSetting {
  /** E.164 with its plus. */
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** A plain decimal in `currency`. @default '0' */
  readonly price?: string;
  /** Slugs, or `<id>:<name>` for a service of your own. @default every service that has a slug */
  readonly services?: readonly string[];
  /** @default true at Twilio, false in a folder */
  readonly virtual?: boolean;
  readonly pool?: string;
}

/** What a config says of one's own numbers. */
export interface OwnNumbersSettings
  extends Pick<CommonSettings, 'apiKey' | 'id' | 'baseUrl' | 'limits' | 'allowInsecureHttp' | 'timeoutMs'> {
  /** ISO 4217, of every price. */
  readonly currency: string;
  readonly numbers: readonly NumberSetting[];
  /** The file of leases; its folder must be there. */
  readonly leases: string;
  readonly inbox: 'twilio' | 'folder';
  /** Of Twilio. */
  readonly accountSid?: string;
  /** Of Twilio, where `apiKey` is the secret of an API key and not the auth token. */
  readonly keySid?: string;
  /** Of the folder. */
  readonly folder?: string;
  /** @default 1_200_000 */
  readonly lifetimeMs?: number;
  /** 1000 or more. @default 60_000 */
  readonly restMs?: number;
}

const { id, baseUrl, limits, allowInsecureHttp, timeoutMs } = commonChecks;
const milliseconds = 'milliseconds, a whole number above 0';
const PATH = /^[^\p{C}]{1,1000}$/u;

const checks: Checks<OwnNumbersSettings> = {
  id,
  baseUrl,
  limits,
  allowInsecureHttp,
  timeoutMs,
  // A folder has no key.
  apiKey: (value) => (value === undefined ? '' : commonChecks.apiKey(value)),
  currency: currencyCheck,
  numbers: readNumbers,
  leases: (value) => text(value, 'leases', 'the path of a file, such as ./own-numbers.sqlite', PATH),
  inbox: (value) => oneOf(value ?? null, 'inbox', ['twilio', 'folder']),
  accountSid: (value) => text(value, 'accountSid', 'AC and 32 signs', /^AC\w{32}$/),
  keySid: (value) => text(value, 'keySid', 'SK and 32 signs', /^SK\w{32}$/),
  folder: (value) => text(value, 'folder', 'the path of a folder', PATH),
  lifetimeMs: (value) => count(value, 'lifetimeMs', milliseconds),
  restMs: (value) => {
    const expected = 'milliseconds, a whole number of 1000 or more';
    const given = count(value, 'restMs', expected);
    if (given >= 1000) return given;
    throw NumrouteError.input('restMs', expected);
  },
};

/** One's own numbers, as a config or a router takes them. */
export const ownNumbers: ProviderPlugin<OwnNumbersSettings> = {
  id: 'own-numbers',
  apiVersion: 1,
  parseSettings(raw) {
    const settings = checkSettings(raw, checks, ['currency', 'numbers', 'leases', 'inbox']);
    refusePlainHttp(settings);
    inboxNeeds(settings);
    for (const [index, one] of settings.numbers.entries()) servicesIn(one, index, settings.id ?? 'own');
    return settings;
  },
  create(settings) {
    const { currency, leases, numbers } = settings;
    const { id: name = 'own', lifetimeMs: lives, restMs: rests, limits: limited } = settings;
    return createOwnNumbers({
      id: name,
      currency,
      leases,
      inbox: inboxOf(settings),
      numbers: numbers.map((one, index) => ownNumberOf(one, index, settings, name)),
      ...(settings.inbox === 'folder' && { pollMs: 250 }),
      ...(lives !== undefined && { lifetimeMs: lives }),
      ...(rests !== undefined && { restMs: rests }),
      ...(limited && { limits: limited }),
    });
  },
};

function inboxNeeds({ inbox, apiKey, accountSid, folder }: OwnNumbersSettings): void {
  if (inbox === 'folder' && folder === undefined) checks.folder(folder);
  if (inbox === 'twilio' && accountSid === undefined) checks.accountSid(accountSid);
  if (inbox === 'twilio' && apiKey === '') commonChecks.apiKey(undefined);
}

function inboxOf(settings: OwnNumbersSettings): Inbox {
  const { inbox, folder = '', accountSid = '' } = settings;
  return inbox === 'folder' ? folderInbox(folder) : twilioInbox({ ...settings, accountSid });
}

function ownNumberOf(
  given: NumberSetting,
  index: number,
  { currency, inbox }: OwnNumbersSettings,
  provider: string,
): OwnNumber {
  const { number, country, price = '0', virtual = inbox === 'twilio', pool } = given;
  const services = servicesIn(given, index, provider);
  return {
    number,
    country,
    price: money(price, currency),
    ...(services && { services }),
    ...(virtual && { virtual: true as const }),
    ...(pool !== undefined && { pool }),
  };
}

function servicesIn(
  { services }: NumberSetting,
  index: number,
  provider: string,
): readonly string[] | undefined {
  return services?.map((one) => {
    const field = `numbers[${index}].services`;
    const service = parseService(one, field);
    if (!service.includes(':') || service.startsWith(`${provider}:`)) return service;
    throw NumrouteError.input(field, `slugs, or ${provider}:<name> for a service of your own`);
  });
}

function readNumbers(value: unknown): readonly NumberSetting[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw NumrouteError.input('numbers', 'a list of {"number": "+15550001111", "country": "US"}');
  }
  const numbers = value.map((one: unknown, index) => readNumber(one, `numbers[${index}]`));
  const twice = numbers.findIndex(({ number }, at) =>
    numbers.some((one, n) => n < at && one.number === number),
  );
  // Two entries would be two numbers to lend.
  if (twice >= 0) throw NumrouteError.input(`numbers[${twice}].number`, 'each number once');
  return numbers;
}

function readNumber(value: unknown, field: string): NumberSetting {
  const given = new Map(objectOf(value, field, 'an object with number and country'));
  const known = ['number', 'country', 'price', 'services', 'virtual', 'pool'];
  for (const name of given.keys()) {
    if (!known.includes(name)) throw NumrouteError.input(field, `no more than ${known.join(', ')}`);
  }
  const [price, services, virtual, pool] = ['price', 'services', 'virtual', 'pool'].map((name) =>
    given.get(name),
  );
  return {
    number: text(given.get('number'), `${field}.number`, 'E.164 with its plus', /^\+[1-9]\d{6,14}$/),
    country: readCountry(given.get('country'), `${field}.country`),
    ...(price !== undefined && { price: readPrice(price, `${field}.price`) }),
    ...(services !== undefined && { services: readServices(services, `${field}.services`) }),
    ...(virtual !== undefined && { virtual: readFlag(virtual, `${field}.virtual`) }),
    ...(pool !== undefined && {
      pool: text(pool, `${field}.pool`, 'letters, digits, dashes', /^[\w-]{1,40}$/),
    }),
  };
}

function readCountry(value: unknown, field: string): string {
  const country = typeof value === 'string' ? findCountry(value) : undefined;
  if (country) return country.code;
  throw NumrouteError.input(field, 'a country such as US');
}

/** Text, because a float would round it. */
function readPrice(value: unknown, field: string): string {
  const decimal = typeof value === 'string' ? parseDecimal(value) : undefined;
  if (typeof value === 'string' && decimal && decimal.units >= 0n) return value;
  throw NumrouteError.input(field, 'a plain decimal of 0 or more as text, such as "0.25"');
}

function readServices(value: unknown, field: string): readonly string[] {
  if (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')) return value;
  throw NumrouteError.input(field, 'a list of services, or to be left out for all');
}

function readFlag(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw NumrouteError.input(field, 'true or false');
}
