/** Chance that replays: the same seed gives the same life. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Another stream, the same for the same seed and number, whatever was drawn from this one. */
  apart(number: number): Random;
  /** How often it was asked. */
  readonly drawn: number;
}

/** Neighbouring seeds have nothing in common: the seed is stirred first (splitmix32). */
export function seeded(seed: number): Random {
  let state = stir(seed >>> 0) ^ stir(Math.trunc(seed / 2 ** 32) + 0x51ed270b);
  let drawn = 0;
  const next = (): number => {
    drawn += 1;
    state = (state + 0x9e3779b9) | 0;
    return stir(state) / 2 ** 32;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    between: (least, most) => least + next() * (most - least),
    chance: (share) => next() < share,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('There is nothing to pick from.');
      return items[whole(0, items.length - 1)] as (typeof items)[number];
    },
    apart: (number) => seeded(seed + (number + 1) * 2 ** 40),
    get drawn() {
      return drawn;
    },
  };
}

function stir(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
