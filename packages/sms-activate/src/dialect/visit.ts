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

/** What the shop sells, in the site's codes. */
export async function look({ profile, codes, shop }: Visit): Promise<readonly Listed[]> {
  return listedOf(profile, codes, await shop.listOffers({}));
}
