import type { Readable, Writable } from 'node:stream';
import { stripVTControlCharacters, styleText } from 'node:util';

/** Where a command writes to, such as `process.stdout`. */
export interface Output {
  /** Text, with its line ends. */
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Characters in a line of a terminal, as wide as it is now. */
  readonly columns?: number | undefined;
  /** Of a terminal: hears when its window was resized. */
  on?(event: 'resize', heard: () => void): unknown;
  /** Ends what `on` began. */
  off?(event: 'resize', heard: () => void): unknown;
}

/** A keyboard and a screen. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** All that a command sees of the process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /**
   * From this call on SIGHUP calls `heard`; before, and where nothing calls this, it is Ctrl-C. A terminal that is
   * closed ends the command all the same, at the next word that it cannot take.
   */
  readonly onHangup?: (heard: () => void) => void;
  /** Where somebody can be asked; absent or undefined: nowhere. */
  readonly terminal?: () => Terminal | undefined;
  /** Absent: colours for a person at a terminal, unless the environment says otherwise. */
  readonly color?: 'always' | 'never';
}

export type Style = Parameters<typeof styleText>[0];

/** Paints what is written to `output`; without colours it is the plain text. */
export function painter(io: Io, output: Output = io.stdout): (style: Style, text: string) => string {
  const colourful = isColourful(io, output);
  return (style, text) => (colourful ? styleText(style, text, { validateStream: false }) : text);
}

/** The option wins over the environment, `NO_COLOR` over what forces colours: https://no-color.org. */
function isColourful({ env, color }: Io, output: Output): boolean {
  if (color !== undefined) return color === 'always';
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'] ?? env['CLICOLOR_FORCE'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isRewritable({ env }, output);
}

/** Whether a line that stands there can be written over: on a terminal that knows escapes. */
export function isRewritable({ env }: Pick<Io, 'env'>, output: Output): boolean {
  return output.isTTY === true && env['TERM'] !== 'dumb';
}

/** Puts a text in place of the line that stands there; without one, the line is gone. */
export function rewrite(output: Output, text: string = ''): void {
  output.write(`\r\u001b[2K${text}`);
}

/** Of a terminal that does not say how wide it is. */
const USUAL_WIDTH = 80;

/**
 * So many characters fit into a line of this output: of a terminal, what `COLUMNS` says, else its own width
 * at this moment. A file or a pipe has no end of a line, so that whoever reads it gets everything.
 */
export function widthOf({ env, stdout }: Pick<Io, 'env' | 'stdout'>, output: Output = stdout): number {
  if (output.isTTY !== true) return Number.POSITIVE_INFINITY;
  const wanted = /^[1-9]\d{0,4}$/.test(env['COLUMNS'] ?? '') ? Number(env['COLUMNS']) : output.columns;
  return wanted || USUAL_WIDTH;
}

/** A vendor's words are data: no escapes, no new lines, not endless. */
export function tame(text: string, length = 200): string {
  const line = stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return short(line, length);
}

export function short(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** The one document of a command that answers once. */
export function printJson({ stdout }: Io, value: unknown): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** One thing that happened, on one line; the last of a command is its `end`. */
export function printEvent({ stdout }: Io, event: string, document: object): void {
  stdout.write(`${JSON.stringify({ event, at: new Date().toISOString(), ...document })}\n`);
}

/** Resolves with Ctrl-C. */
export function aborted({ signal }: Pick<Io, 'signal'>): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
