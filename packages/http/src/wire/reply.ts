import type { Reply } from '../adapter.ts';

/** A reply as it came off the wire. */
export type RawReply = Omit<Reply, 'at'>;

/** What is longer stays in parts. */
export const LONG = 65_536;
const BEGINNING = 4096;

/** A reply of its decoded parts. */
export function replyOf<H extends Omit<RawReply, 'text' | 'parts'>>(
  head: H,
  parts: readonly string[],
): H & Pick<RawReply, 'text' | 'parts'> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length <= LONG) return { ...head, text: parts.join('').trim() };
  let whole: string | undefined;
  return {
    ...head,
    parts,
    get text() {
      whole ??= parts.join('').trim();
      return whole;
    },
  };
}

/** The first 4096 characters, for an error. */
export function beginningOf(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) {
    text += part.slice(0, BEGINNING);
    if (text.length >= BEGINNING) break;
  }
  return text.slice(0, BEGINNING).trim();
}
