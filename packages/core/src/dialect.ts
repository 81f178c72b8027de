import type { Door } from './shop.ts';

/** A request as a server saw it. */
export interface WireRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a simulated vendor answers on the wire. */
export interface WireReply {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** A long body in parts: to join them, as `body` does when it is asked for, holds everybody up. */
  readonly parts?: readonly string[];
}

/** How many characters a part has, or a few more. */
const PART = 65_536;

/** A long text in the making. */
export class TextParts {
  readonly #parts: string[] = [];
  #pieces: string[] = [];
  #length = 0;

  /** Appends a piece of text. */
  add(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length >= PART) this.#close();
  }

  /** Nothing more comes. One part at least. */
  end(): readonly string[] {
    if (this.#length > 0 || this.#parts.length === 0) this.#close();
    return this.#parts;
  }

  #close(): void {
    this.#parts.push(this.#pieces.join(''));
    this.#pieces = [];
    this.#length = 0;
  }
}

/** A reply whose body is given in parts. One part alone becomes a plain `body`. */
export function replyInParts(head: Omit<WireReply, 'body' | 'parts'>, parts: readonly string[]): WireReply {
  const [first = '', ...more] = parts;
  if (more.length === 0) return { ...head, body: first };
  let whole: string | undefined;
  return {
    ...head,
    parts,
    get body() {
      whole ??= parts.join('');
      return whole;
    },
  };
}

/**
 * The decoded steps of a path below another: `['check', '7']` of `/v1/check/7` below `/v1`. Empty steps
 * count for nothing.
 *
 * @returns Undefined: it is not below, or cannot be decoded.
 */
export function stepsBelow(root: string, path: string): readonly string[] | undefined {
  const [above, all] = [root, path].map((text) => text.split('/').filter((step) => step !== ''));
  if (!above || !all || above.some((step, n) => step !== all[n])) return undefined;
  try {
    return all.slice(above.length).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** The server half of a wire format: it turns a request into calls on a shop, and answers in its words. */
export interface Dialect {
  readonly id: string;
  /** Where this dialect listens by default, such as `/api/handler.php`: everything at and below it is its own. */
  readonly path: string;
  /** Where else it listens, for a vendor with two APIs: everything at and below each is its own, too. */
  readonly beside?: readonly string[];
  /**
   * What the shop refuses, and what is wrong with the request, is answered as the vendor would answer it.
   * Only a mistake of the dialect itself rejects: it is then seen, and not taken for a word of the vendor.
   */
  respond(request: WireRequest, door: Door): Promise<WireReply>;
}
