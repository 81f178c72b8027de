import type { RequestDescription } from '@numroute/http';
import { numberOfCurrency } from './failure.ts';
import type { Profile, Task } from './profile.ts';

const LIST_BYTES = 33_554_432;

/** A GET with everything in the query: one site refuses POST, none refuses GET (quirk 5). */
export function describeRequest(
  { profile, currency }: { readonly profile: Profile; readonly currency: string },
  task: Task,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): RequestDescription {
  const { currencyParameter } = profile;
  const priced = task === 'balance' || task === 'offers' || task === 'purchase';
  const number = numberOfCurrency(currency);
  return {
    query: {
      action,
      ...parameters,
      ...(currencyParameter && priced && number !== undefined && { [currencyParameter]: number }),
    },
    ...(task === 'offers' && { maxBytes: LIST_BYTES }),
    ...(task === 'active' && { maxBytes: 1_048_576 }),
  };
}
