import { stripVTControlCharacters, styleText } from 'node:util';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** All that a command sees of the process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export type Style = Parameters<typeof styleText>[0];

/** Colours for a person at a terminal; the plain text for everybody else. */
export function painter({ stdout, env }: Io): (style: Style, text: string) => string {
  const colourful = stdout.isTTY === true && !env['NO_COLOR'];
  return (style, text) => (colourful ? styleText(style, text, { validateStream: false }) : text);
}

/** A vendor's words are data: no escapes, no new lines, not endless. */
export function tame(text: string, length = 200): string {
  const line = stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** The one document of a command that answers once. */
export function printJson({ stdout }: Io, value: unknown): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** One thing that happened, on one line; the last of a command is its `end`. */
export function printEvent({ stdout }: Io, event: string, document: object): void {
  stdout.write(`${JSON.stringify({ event, at: new Date().toISOString(), ...document })}\n`);
}
