/** A number from 0 to 1 that some whole numbers name: whoever asks in whatever order has the same luck. */
export function luck(...names: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const name of names) {
    state = Math.imul(state ^ name, 0x85ebca6b);
    state ^= state >>> 13;
    state = Math.imul(state, 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return (state >>> 0) / 2 ** 32;
}

/** A standard normal number by the same names. */
export function normal(...names: readonly number[]): number {
  const [one, two] = [luck(...names, 1), luck(...names, 2)];
  return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * two);
}

/** The share of a standard normal number's values below: Abramowitz and Stegun 26.2.17. */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const share = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return z > 0 ? 1 - share : share;
}

/** The other way round of `normalShare`, by halving. */
export function quantile(share: number): number {
  let [low, high] = [-6, 6];
  for (let n = 0; n < 40; n += 1) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
