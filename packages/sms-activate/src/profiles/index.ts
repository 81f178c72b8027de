import type { Profile } from '../profile.ts';
import { classic } from './classic.ts';
import { daisysms } from './daisysms.ts';
import { grizzly } from './grizzly.ts';
import { herosms } from './herosms.ts';
import { smsbower } from './smsbower.ts';
import { smshub } from './smshub.ts';
import { tiger } from './tiger.ts';
import { vak } from './vak.ts';

export type ProfileName =
  | 'classic'
  | 'herosms'
  | 'smsbower'
  | 'tiger'
  | 'grizzly'
  | 'smshub'
  | 'daisysms'
  | 'vak';

/** The sites by the name that settings use. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  classic,
  herosms,
  smsbower,
  tiger,
  grizzly,
  smshub,
  daisysms,
  vak,
};
