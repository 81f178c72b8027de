import { print } from '../report.ts';
import { byValue } from './by-value.ts';
import { timeOfADecision } from './decision.ts';
import { type Regime, regimes } from './markets.ts';
import type { Policy } from './policy.ts';
import { byRequestSuccess, byToldRates, clairvoyant, naive, nextCheapest } from './rivals.ts';
import { type Score, simulate } from './simulate.ts';
import { wantsOf } from './wants.ts';
import { World } from './world.ts';

const WANTS = 10_000;
const SEEDS = [1, 2];

/** Each policy meets the same luck. */
const policies: readonly ((world: World) => Policy)[] = [
  clairvoyant,
  byValue,
  naive,
  nextCheapest,
  byToldRates,
  byRequestSuccess,
];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function scoresOf(regime: Regime): ReadonlyMap<string, Score> {
  const all = SEEDS.map((seed) => {
    const world = new World(regime, seed);
    const wants = wantsOf(regime, seed, WANTS);
    return policies.map((create) => {
      const policy = create(world);
      return { name: policy.name, score: simulate(world, wants, policy) };
    });
  });
  const names = all[0]?.map(({ name }) => name) ?? [];
  return new Map(
    names.map((name, at) => {
      const of = (figure: keyof Score): number =>
        mean(all.map((seed) => seed[at]?.score[figure] ?? Number.NaN));
      return [
        name,
        {
          cost: of('cost'),
          moneyPerCode: of('moneyPerCode'),
          failed: of('failed'),
          secondsToCode: of('secondsToCode'),
          numbersPerCode: of('numbersPerCode'),
          fromFirst: of('fromFirst'),
        },
      ];
    }),
  );
}

let isMet = true;
function bound(what: string, ratio: number, most: number, detail: string): void {
  const met = ratio <= most;
  isMet &&= met;
  print({ what, ratio, goal: `<= ${most.toFixed(2)}`, met, detail });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What a delivered code costs by `value`, in eight simulated markets, against whoever knows everything, and nothing. */
export function costOfACode(): void {
  const ratios: number[] = [];
  for (const regime of regimes) {
    const scores = scoresOf(regime);
    const of = (name: string): Score => {
      const score = scores.get(name);
      if (!score) throw new Error(`no policy ${name}`);
      return score;
    };
    const [mine, best, worst] = [of('value'), of('clairvoyant'), of('naive')];
    const cost = mine.cost / best.cost;
    ratios.push(cost);
    const others = ['next cheapest', 'told rates', 'request success'].map(
      (name) => `${name} ${(of(name).cost / best.cost).toFixed(2)}`,
    );
    const what = `a code in the market "${regime.name}"`;
    bound(`${what}: cost vs the clairvoyant's`, cost, 1.1, others.join(', '));
    const times = [best, mine, worst].map(({ secondsToCode }) => Math.round(secondsToCode)).join(', ');
    bound(
      `${what}: cost vs the naive's`,
      mine.cost / worst.cost,
      0.75,
      `clairvoyant, value, naive wait ${times} s`,
    );
    const numbers = `${mine.numbersPerCode.toFixed(1)} numbers a code`;
    bound(`${what}: money vs the clairvoyant's`, mine.moneyPerCode / best.moneyPerCode, 1.1, numbers);
    const failed = [mine, best, worst].map((score) => percent(score.failed)).join(', ');
    const points = 100 * (mine.failed - best.failed);
    bound(`${what}: points more of wants without one`, points, 0.5, `value, clairvoyant, naive: ${failed}`);
    if (regime.dead)
      bound(`${what}: purchases of dead numbers`, mine.fromFirst, 0.06, 'a share, after the first 500 wants');
  }
  bound(
    "a code: cost vs the clairvoyant's, mean of eight markets",
    mean(ratios),
    1.06,
    `${WANTS} wants, two seeds`,
  );
  const { p50, p99, cheapest } = timeOfADecision();
  bound('a decision over 1,000 offers, median in ms', p50, 1, `cheapest alone ${cheapest.toFixed(2)} ms`);
  bound('a decision over 1,000 offers, 99th percentile in ms', p99, 1, 'each the least of twelve');
  if (!isMet) process.exitCode = 1;
}
