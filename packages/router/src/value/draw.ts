const PRIME = 0x01000193;

/**
 * A standard normal number that a seed and some names have: the same ones have the same number. Two
 * uniforms of mulberry32, seeded by FNV-1a of the text, by Box and Muller.
 */
export function normalOf(seed: string, names: readonly string[]): number {
  let state = 0x811c9dc5;
  const add = (text: string): void => {
    for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), PRIME);
  };
  add(seed);
  for (const [at, name] of names.entries()) {
    if (at > 0) add('\n');
    add(name);
  }
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A gamma number of mean 1 as a normal one makes it, by Wilson and Hilferty. Good from a shape of 1. */
export function gammaOf(normal: number, shape: number): number {
  const step = 1 / (9 * Math.max(shape, 0.2));
  return Math.max(1e-3, 1 - step + normal * Math.sqrt(step)) ** 3;
}
