const LEVELS = '▁▂▃▄▅▆▇█';

/** A line of blocks: the least is the lowest, what is undefined is a blank. One level alone is drawn low. */
export function sparkline(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const step = (most - least) / (LEVELS.length - 1) || 1;
  return values
    .map((value) => (value === undefined ? ' ' : LEVELS[Math.round((value - least) / step)]))
    .join('');
}
