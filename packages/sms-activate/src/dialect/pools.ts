import type { Offer } from '@numroute/core';
import { poolOf } from './codes.ts';
import type { Parameters } from './parameters.ts';
import type { Visit } from './visit.ts';
import { Refusal } from './words.ts';

/** Whether an offer is of a pool that the client wants. */
type PoolFits = (offer: Offer) => boolean;

/** A filter by the parameter `operator`, which names one pool or several. Undefined: any pool is taken. */
export function operatorsWanted(parameters: Parameters): PoolFits | undefined {
  const wanted = namesIn(parameters.get('operator'));
  return wanted.length === 0 ? undefined : (offer) => wanted.includes(poolOf(offer));
}

/**
 * A filter by `operator` and, at sites that have ids of providers, by those. Undefined: any pool is taken. The
 * original sells from another operator where there is none of that name; here a pool is never exchanged.
 *
 * @throws {Refusal} BAD_OPERATOR The site knows no ids of providers: what they were to choose, nobody can tell.
 */
export function poolsWanted({ manners, parameters }: Visit): PoolFits | undefined {
  const byOperator = operatorsWanted(parameters);
  const wanted = namesIn(parameters.get('providerIds'));
  const banned = namesIn(parameters.get('exceptProviderIds'));
  if (wanted.length + banned.length === 0) return byOperator;
  if (!manners.providerIds) {
    const field = wanted.length > 0 ? 'providerIds' : 'exceptProviderIds';
    throw new Refusal('BAD_OPERATOR', { field });
  }
  return (offer) => {
    const pool = poolOf(offer);
    const isWanted = wanted.length === 0 || wanted.includes(pool);
    return isWanted && !banned.includes(pool) && (byOperator?.(offer) ?? true);
  };
}

function namesIn(text: string | undefined): readonly string[] {
  const names = (text ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && name !== 'any');
}
