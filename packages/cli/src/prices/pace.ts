import type { Provider } from '@numroute/core';
import { duration, plural } from '../printing/format.ts';

/** How often a round is asked, and what that costs. */
export interface Pace {
  readonly everyMs: number;
  readonly words: string;
  /** Where rounds take much of what a vendor allows. */
  readonly warning?: string;
}

const LEAST_MS = 5_000;
/** Unless somebody says otherwise, rounds take no more than this share of a vendor's limit. */
const SHARE = 0.1;
const MUCH = 0.5;

/**
 * A round asks each vendor for a list of each service, at least: some need several requests for it.
 *
 * @param everyMs As it was asked for.
 */
export function paceOf(
  providers: readonly Pick<Provider, 'manifest'>[],
  services: number,
  everyMs: number | undefined,
): Pace {
  const costs = providers.map(({ manifest: { id, limits } }) => ({
    id,
    limits,
    // So long the vendor's limit needs for a round.
    ms: (services * limits.perMs) / limits.requests,
  }));
  const [slowest] = costs.toSorted((a, b) => b.ms - a.ms);
  const seconds = Math.ceil((slowest?.ms ?? 0) / SHARE / 1000) * 1000;
  const every = everyMs ?? Math.max(LEAST_MS, seconds);
  if (!slowest) return { everyMs: every, words: '' };
  const share = slowest.ms / every;
  const { requests, perMs } = slowest.limits;
  const allowed = `${Math.max(1, Math.round(share * 100))}% of what ${slowest.id} allows (${plural(requests, 'request')} in ${duration(perMs)})`;
  return {
    everyMs: every,
    words: `A round asks ${plural(providers.length, 'provider')} for ${plural(services, 'list')} each: ${allowed}.`,
    ...(share > MUCH && {
      warning: `--every ${duration(every)} takes ${allowed}: what is bought there meanwhile waits, and a vendor may shut out whoever asks so often.`,
    }),
  };
}
