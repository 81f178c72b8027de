import type { Codes } from './codes.ts';
import type { Profile } from './profile.ts';

/** One account's site: what it is, how it names things, and in what it charges. */
export interface Site {
  /** The provider's. */
  readonly id: string;
  readonly profile: Profile;
  readonly codes: Codes;
  readonly currency: string;
  /** Where the classic calls are below the base URL; absent: the base URL itself. */
  readonly handler?: string;
}
