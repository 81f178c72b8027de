import { type ProfileName, profiles, smsActivateDialect } from '@numroute/sms-activate';
import { noneOf } from '../arguments.ts';
import type { Goods, StandIn } from './stand-in.ts';
import { usualGoods } from './usual-goods.ts';

/** @throws {NumrouteError} INVALID_INPUT No profile has the name. */
export function siteNamed(text: string): StandIn {
  const names = Object.keys(profiles) as ProfileName[];
  const name = names.find((one) => one === text);
  if (name) return siteOf(name);
  throw noneOf('--profile', text, names);
}

/** A site of the sms-activate family. It is locked, and its orders end, as its profile says. */
export function siteOf(name: ProfileName, goods?: readonly Goods[], funds = '100'): StandIn {
  const profile = profiles[name];
  const { assumed, baseUrl, currency, onlyCountry, currencyParameter: named } = profile;
  const { cancelAfterMs, lifetimeMs } = profile;
  const inEveryRequest = named?.in === 'all' ? `&${named.name}=${named.values[currency]}` : '';
  const mustSay = baseUrl === undefined || assumed.includes('currency');
  return {
    name,
    title: name,
    dialect: smsActivateDialect(profile),
    plugin: '@numroute/sms-activate',
    settings: { profile: name, ...(mustSay && { currency }) },
    currency,
    funds,
    goods: goods ?? usualGoods(onlyCountry === undefined ? ['EE', 'GB'] : ['US'], currency),
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...(lifetimeMs !== undefined && { lifetimeMs }),
    tryOut: (key) => `api_key=${key}&action=getBalance${inEveryRequest}`,
  };
}
