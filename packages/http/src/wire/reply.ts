import type { Reply } from '../adapter.ts';

/** A reply as it came off the wire. */
export type RawReply = Omit<Reply, 'at'>;

/** A body of more bytes stays in parts. */
export const LONG = 65_536;
const BEGINNING = 4096;

/**
 * The text of a body, decoded part by part each time that somebody reads it. Fourteen price lists as text
 * would fill the heap, and each collection of garbage would copy them.
 */
export function decoded(chunks: readonly Buffer[]): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      // Drops the byte order mark.
      const decoder = new TextDecoder();
      for (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
      yield decoder.decode();
    },
  };
}

export function joined(parts: Iterable<string>): string {
  return [...parts].join('').trim();
}

/** A reply that stays in parts. */
export function longReply<H extends Omit<RawReply, 'text' | 'parts'>>(
  head: H,
  parts: Iterable<string>,
): H & Pick<RawReply, 'text' | 'parts'> {
  let whole: string | undefined;
  return {
    ...head,
    parts,
    get text() {
      whole ??= joined(parts);
      return whole;
    },
  };
}

/** The first 4096 characters, for an error. */
export function beginningOf(parts: Iterable<string>): string {
  let text = '';
  for (const part of parts) {
    text += part.slice(0, BEGINNING);
    if (text.length >= BEGINNING) break;
  }
  return text.slice(0, BEGINNING).trim();
}
