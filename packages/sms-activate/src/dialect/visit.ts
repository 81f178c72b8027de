import type { Shop, WireReply } from '@numroute/core';
import type { Codes } from '../codes.ts';
import type { Profile } from '../profile.ts';
import { type Listed, listedOf } from './codes.ts';
import type { Manners } from './manners.ts';
import type { Memory } from './memory.ts';
import type { Parameters } from './parameters.ts';

/** One request of a customer who was let in. */
export interface Visit {
  readonly profile: Profile;
  readonly codes: Codes;
  readonly manners: Manners;
  readonly memory: Memory;
  readonly key: string;
  readonly action: string;
  readonly parameters: Parameters;
  readonly shop: Shop;
}

/** Throws what goes wrong: a `Refusal`, or the shop's error. */
export type Answer = (visit: Visit) => Promise<string | WireReply>;

/** What the shop sells, in the site's codes: nothing to whoever wants prices in a currency that it has not. */
export async function look(visit: Visit): Promise<readonly Listed[]> {
  const { profile, codes, shop } = visit;
  return isInCurrency(visit) ? listedOf(profile, codes, await shop.listOffers({})) : [];
}

/** Whether the client means the profile's currency; amounts in another would be read as the wrong ones. */
export function isInCurrency({ profile, parameters }: Pick<Visit, 'profile' | 'parameters'>): boolean {
  const { currency, currencyParameter } = profile;
  if (!currencyParameter) return true;
  const { name, values } = currencyParameter;
  const asked = parameters.get(name);
  return asked === undefined || asked === values[currency];
}
