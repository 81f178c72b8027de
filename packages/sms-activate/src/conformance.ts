import { type SimulatedVendor, simulatedSettings } from '@numroute/http';
import { smsActivateDialect } from './dialect/index.ts';
import { smsActivate } from './plugin.ts';
import { type ProfileName, profiles } from './profiles/index.ts';

const american = [
  { service: 'telegram', country: 'US', price: '0.105', stock: 5 },
  { service: 'whatsapp', country: 'US', price: '1.3', stock: 7 },
  { service: 'viber', country: 'US', price: '0.2', stock: 0 },
];

const capDeviation = {
  case: 'manifest/price-guard',
  reason: 'no page of the site says that it keeps the cap: it is sent, and nobody relies on it',
};

/** What `numroute verify @numroute/sms-activate` puts to the proof, and this package's own tests. */
const subjects: Readonly<Record<ProfileName, SimulatedVendor>> = Object.fromEntries(
  (Object.keys(profiles) as readonly ProfileName[]).map((name) => [name, subjectOf(name)]),
) as Readonly<Record<ProfileName, SimulatedVendor>>;

export default subjects;

function subjectOf(name: ProfileName): SimulatedVendor {
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
