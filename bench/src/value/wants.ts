import { luck } from './luck.ts';
import { DAYS, HOUR, type Regime } from './markets.ts';

export interface Want {
  readonly id: number;
  readonly at: number;
  readonly service: number;
  /** Undefined: any. */
  readonly country: number | undefined;
  /** The site sends it no code, whatever is bought. */
  readonly isDead: boolean;
}

/** In the order of their times. */
export function wantsOf(
  { services, countries, bursts }: Regime,
  seed: number,
  count: number,
): readonly Want[] {
  const span = DAYS * 24 * HOUR;
  const times: number[] = [];
  for (let burst = 0; times.length < count; burst += 1) {
    const size = bursts ? 30 + Math.floor(71 * luck(seed, 25, burst)) : 1;
    const at = span * luck(seed, 26, burst);
    for (let n = 0; n < size && times.length < count; n += 1) times.push(at + 500 * n);
  }
  return times
    .sort((a, b) => a - b)
    .map((at, id) => ({
      id,
      at,
      // A few services are asked for much more than the others.
      service: Math.floor(services * luck(seed, 27, id) ** 2),
      country: luck(seed, 28, id) < 0.5 ? undefined : Math.floor(countries * luck(seed, 29, id)),
      isDead: luck(seed, 30, id) < 0.04,
    }));
}
