/** Dots of a braille character: two columns of four. */
const ACROSS = 2;
const DOWN = 4;
/** Each dot's bit, by its column and by its row from the top. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BLANK = 0x2800;

/** So many values a chart of that width shows. */
export const valuesOf = (width: number): number => width * ACROSS;

/**
 * A line of steps, from left to right, in rows of characters from the top.
 *
 * @param values Two for each character across; undefined: a gap.
 */
export function stepChart(values: readonly (number | undefined)[], height: number): readonly string[] {
  const known = values.filter((value) => value !== undefined);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const rows = height * DOWN - 1;
  const rowOf = (value: number): number =>
    most === least ? Math.round(rows / 2) : Math.round(((most - value) / (most - least)) * rows);
  const cells = Array.from({ length: height }, () =>
    new Array<number>(Math.ceil(values.length / ACROSS)).fill(BLANK),
  );
  let before: number | undefined;
  for (const [at, value] of values.entries()) {
    const row = value === undefined ? undefined : rowOf(value);
    if (row !== undefined) {
      const from = before ?? row;
      for (let dot = Math.min(from, row); dot <= Math.max(from, row); dot += 1) {
        const line = cells[Math.floor(dot / DOWN)];
        const across = Math.floor(at / ACROSS);
        if (line) line[across] = (line[across] ?? BLANK) | (DOTS[at % ACROSS]?.[dot % DOWN] ?? 0);
      }
    }
    before = row;
  }
  return cells.map((line) => String.fromCodePoint(...line).replace(/\u2800+$/, ''));
}
