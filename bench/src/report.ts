export interface Figure {
  readonly what: string;
  readonly ratio: number;
  readonly goal: string;
  readonly met: boolean;
  readonly detail: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * Runs two works in turn, so that whatever else the machine does hits both.
 *
 * @param rest After each pair: what a work has left behind comes to its end.
 */
export async function paired(
  rounds: number,
  work: () => Promise<unknown>,
  baseline: () => Promise<unknown>,
  rest: () => Promise<unknown> = async () => undefined,
): Promise<{ readonly work: number; readonly baseline: number; readonly ratio: number }> {
  const works: number[] = [];
  const baselines: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) works.push(await timed(work));
    baselines.push(await timed(baseline));
    if (round % 2 === 1) works.push(await timed(work));
    await rest();
  }
  const [mine, theirs] = [median(works), median(baselines)];
  return { work: mine, baseline: theirs, ratio: mine / theirs };
}

export const ms = (value: number): string => `${value.toFixed(1)} ms`;

export function print(figure: Figure): void {
  const { what, ratio, goal, met, detail } = figure;
  console.log(`${met ? 'met   ' : 'MISSED'}  ${ratio.toFixed(3)}  (goal ${goal})  ${what}: ${detail}`);
}
