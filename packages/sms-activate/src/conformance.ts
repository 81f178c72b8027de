import type { Dialect, Provider, ProviderPlugin } from '@numroute/core';
import { type SimulatedSite, simulatedSettings } from '@numroute/http';
import { smsActivateDialect } from './dialect/index.ts';
import { smsActivate } from './plugin.ts';
import { type ProfileName, profiles } from './profiles/index.ts';

interface Goods {
  readonly service: string;
  readonly country: string;
  readonly price: string;
  readonly stock: number;
}

interface ProfileSubject {
  readonly market: { readonly currency: string; readonly offers?: readonly Goods[] };
  readonly settings: { readonly profile: ProfileName; readonly currency: string };
  readonly dialect: () => Dialect;
  readonly create: (site: SimulatedSite) => Provider;
  readonly plugin: ProviderPlugin;
  readonly deviations?: readonly { readonly case: string; readonly reason: string }[];
}

const american: readonly Goods[] = [
  { service: 'telegram', country: 'US', price: '0.105', stock: 5 },
  { service: 'whatsapp', country: 'US', price: '1.3', stock: 7 },
  { service: 'viber', country: 'US', price: '0.2', stock: 0 },
];

const capDeviation = {
  case: 'manifest/price-guard',
  reason: 'no page of the site says that it keeps the cap: it is sent, and nobody relies on it',
};

/** What `numroute verify @numroute/sms-activate` puts to the proof, and this package's own tests. */
const subjects: Readonly<Record<ProfileName, ProfileSubject>> = Object.fromEntries(
  (Object.keys(profiles) as readonly ProfileName[]).map((name) => [name, subjectOf(name)]),
) as Readonly<Record<ProfileName, ProfileSubject>>;

export default subjects;

function subjectOf(name: ProfileName): ProfileSubject {
  const profile = profiles[name];
  const { currency, onlyCountry, purchase, assumed } = profile;
  const isCapAssumed = purchase.maxPrice !== undefined && assumed.includes('purchase.maxPrice');
  return {
    market: { currency, ...(onlyCountry !== undefined && { offers: american }) },
    settings: { profile: name, currency },
    dialect: () => smsActivateDialect(profile),
    plugin: smsActivate,
    ...(isCapAssumed && { deviations: [capDeviation] }),
    create: (site) => smsActivate.create({ profile: name, currency, ...simulatedSettings(site) }),
  };
}
