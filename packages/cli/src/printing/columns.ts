import { type Io, painter } from '../io.ts';

/** Rows under their titles, in columns as wide as they need; the last ones give way to 80 columns. */
export function printColumns(io: Io, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const paint = painter(io);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
      .slice(0, 80);
  io.stdout.write(`${[paint('bold', line(head)), ...rows.map(line)].join('\n')}\n`);
}

export function short(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
