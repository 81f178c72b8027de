import { stripVTControlCharacters } from 'node:util';
import { type Io, type Output, widthOf } from '../io.ts';

/** Sentences and rows, each on a line of its own, or on several where a terminal is narrower. */
export function printLines(io: Io, lines: readonly string[], output: Output = io.stdout): void {
  const width = widthOf(io, output);
  output.write(`${wrapped(lines, width)}\n`);
}

const lengthOf = (text: string): number => stripVTControlCharacters(text).length;

export const wrapped = (lines: readonly string[], width: number): string =>
  lines.flatMap((line) => wrap(line, width)).join('\n');

/** Stands for a blank that no line ends at, in a word that is being wrapped. */
const HELD = '\u00a0';

/**
 * Breaks a text at blanks, so that no line is longer; what goes on stands two further in. An amount is not
 * parted from its currency, and no command in backquotes is broken that fits into a line.
 */
function wrap(text: string, width: number): string[] {
  if (lengthOf(text) <= width) return [text];
  const [indent = ''] = /^ */.exec(text) ?? [];
  const room = width - indent.length - 2;
  const words = text
    .slice(indent.length)
    .replace(/(\d) (?=[A-Z]{3}\b)/g, `$1${HELD}`)
    .replace(/`[^`]+`/g, (command) => (command.length <= room ? command.replaceAll(' ', HELD) : command))
    .split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(indent + word);
    else if (lengthOf(last) + 1 + lengthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== '') lines.push(`${indent}  ${word}`);
  }
  return lines.map((line) => line.replaceAll(HELD, ' ').trimEnd());
}
