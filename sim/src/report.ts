import type { Tally } from './tally.ts';
import type { Told } from './worker.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

export interface Totals {
  readonly tally: Tally;
  readonly scenarios: number;
  readonly wishes: number;
  readonly orders: number;
  readonly tookMs: number;
}

/** What happened, by group, as lines for people. */
export function summary({ tally, scenarios, wishes, orders, tookMs }: Totals): string {
  const rate = orders / Math.max(tookMs / 1_000, 0.001);
  const lines = [
    `${whole(orders)} orders for ${whole(wishes)} wants in ${whole(scenarios)} scenarios, ${whole(
      tally.count('crashes'),
    )} crashes, ${(tookMs / 1_000).toFixed(1)} s, ${whole(rate)} orders/s`,
  ];
  for (const [title, group] of [
    ['scenarios', 'scenarios'],
    ['journals', 'journals'],
    ['attempts ended', 'attempts'],
    ['orders', 'orders'],
    ['money', 'money'],
    ['prices', 'prices'],
    ['codes', 'codes'],
    ['callers', 'callers'],
    ['events', 'event'],
    ['transitions', 'transition'],
    ['errors met', 'errors'],
    ['excused', 'excused'],
    ['unjudged', 'unjudged'],
    ['router', 'router'],
    ['habits that showed', 'habit'],
    ['faults that fired', 'fault'],
    ['harms to one of two lives', 'harm'],
  ] as const) {
    const counts = tally.group(group);
    if (counts.length === 0) continue;
    lines.push(`${title}: ${counts.map(([name, times]) => `${name} ${whole(times)}`).join(', ')}`);
  }
  return lines.join('\n');
}

export function lineOf({ rule, what, seed, killAt }: Told, twoLives: boolean): string {
  const point = killAt === undefined ? '' : `, crash point ${killAt}`;
  const kind = twoLives ? '--two-lives' : '--orders';
  return `${rule}: ${what} (replay: pnpm sim ${kind} 1 --trace --seed ${seed}${point})`;
}
