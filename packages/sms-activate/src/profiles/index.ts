import type { Profile } from '../profile.ts';
import { classic } from './classic.ts';
import { daisysms } from './daisysms.ts';
import { fivesim } from './fivesim.ts';
import { grizzly } from './grizzly.ts';
import { herosms } from './herosms.ts';
import { onlinesim } from './onlinesim.ts';
import { privatesms } from './privatesms.ts';
import { smsMan } from './sms-man.ts';
import { smsOnlinePro } from './sms-online-pro.ts';
import { smsVerificationNumber } from './sms-verification-number.ts';
import { smsbower } from './smsbower.ts';
import { smshub } from './smshub.ts';
import { tiger } from './tiger.ts';
import { vak } from './vak.ts';

/** The sites whose ways are known. */
export type ProfileName =
  | 'classic'
  | 'herosms'
  | 'smsbower'
  | 'tiger'
  | 'grizzly'
  | 'smshub'
  | 'daisysms'
  | 'vak'
  | 'sms-online-pro'
  | 'privatesms'
  | 'sms-verification-number'
  | 'sms-man'
  | 'onlinesim'
  | 'fivesim';

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
  'sms-online-pro': smsOnlinePro,
  privatesms,
  'sms-verification-number': smsVerificationNumber,
  'sms-man': smsMan,
  onlinesim,
  fivesim,
};
