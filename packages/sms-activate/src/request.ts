import type { RequestDescription } from '@numroute/http';
import type { Task } from './profile.ts';
import type { Site } from './site.ts';

const LIST_BYTES = 33_554_432;

/** A GET with everything in the query: one site refuses POST, none refuses GET (quirk 5). */
export function describeRequest(
  { profile, currency, handler }: Pick<Site, 'profile' | 'currency' | 'handler'>,
  task: Task,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): RequestDescription {
  const named = profile.currencyParameter;
  const priced = task === 'balance' || task === 'offers' || task === 'purchase';
  const value = named && (priced || named.in === 'all') ? named.values[currency] : undefined;
  return {
    ...(handler !== undefined && { path: handler }),
    query: {
      action,
      ...parameters,
      ...(named && value !== undefined && { [named.name]: value }),
    },
    ...(task === 'offers' && { maxBytes: LIST_BYTES }),
    ...(task === 'active' && { maxBytes: 1_048_576 }),
  };
}
