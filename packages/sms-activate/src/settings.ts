import { type Limits, NumrouteError } from '@numroute/core';
import {
  type Checks,
  checkSettings,
  commonChecks,
  count,
  currencyCheck,
  hintOf,
  refusePlainHttp,
} from '@numroute/http';
import { type CodeOverrides, parseCountries, parseServices } from './overrides.ts';
import { type ProfileName, profiles } from './profiles/index.ts';

/** A site by its profile, or one of your own on `classic`, with its `baseUrl` and `currency`. */
export interface SmsActivateSettings extends CodeOverrides {
  /** @default 'classic' */
  readonly profile?: ProfileName;
  readonly apiKey: string;
  /** @default the profile's */
  readonly id?: string;
  /** With its path. Required for `classic`. @default the profile's */
  readonly baseUrl?: string;
  /** Of prices and balance. Required for `classic`, and where the profile only assumes one. @default the profile's */
  readonly currency?: string;
  /** @default the profile's */
  readonly limits?: Limits;
  /** Never ask for one order more often; where the site itself names a pause, not below that. @default the profile's */
  readonly pollMs?: number;
  /** Lets an `http:` base URL through; the key and every code are then readable on the way. @default false */
  readonly allowInsecureHttp?: boolean;
  readonly proxy?: string;
  readonly proxyAuth?: string;
  readonly timeoutMs?: number;
  readonly purchaseTimeoutMs?: number;
}

const checks: Checks<SmsActivateSettings> = {
  ...commonChecks,
  profile: (value) => {
    const names = Object.keys(profiles) as readonly ProfileName[];
    const name = names.find((known) => known === value);
    if (name !== undefined) return name;
    const hint = typeof value === 'string' ? hintOf(value, names) : '';
    throw NumrouteError.input('profile', `one of ${names.join(', ')}${hint}`);
  },
  currency: currencyCheck,
  pollMs: (value) => count(value, 'pollMs', 'milliseconds, a whole number above 0'),
  countries: parseCountries,
  services: parseServices,
};

/** @throws {NumrouteError} INVALID_INPUT Names the setting, never its value. */
export function parseSettings(raw: unknown): SmsActivateSettings {
  const settings = checkSettings(raw, checks);
  checkSite(settings);
  refusePlainHttp(settings);
  return settings;
}

/**
 * What the profile leaves open, the settings have to say.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function checkSite({ profile = 'classic', baseUrl, currency, pollMs }: SmsActivateSettings): {
  readonly baseUrl: string;
} {
  const { baseUrl: usual, assumed, currencyParameter, pollMs: usualPause } = profiles[profile];
  const site = baseUrl ?? usual;
  if (site === undefined) {
    throw NumrouteError.input(
      'baseUrl',
      "the site's address with its path, such as https://…/stubs/handler_api.php",
    );
  }
  // A wrong guess would buy at a price that only looks low.
  if (currency === undefined && (usual === undefined || assumed.includes('currency'))) {
    throw NumrouteError.input('currency', "the ISO 4217 code of the site's prices, which it does not tell");
  }
  if (currencyParameter && currency !== undefined && !Object.hasOwn(currencyParameter.values, currency)) {
    throw NumrouteError.input('currency', Object.keys(currencyParameter.values).join(' or '));
  }
  if (pollMs !== undefined && pollMs < usualPause && !assumed.includes('pollMs')) {
    throw NumrouteError.input('pollMs', `${usualPause} ms or more, as the site says`);
  }
  return { baseUrl: site };
}
