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

export interface WireReply {
  /** @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The server half of a wire format: it turns a request into calls on a shop, and answers in its words. */
export interface Dialect {
  readonly id: string;
  /** Where this dialect listens by default, such as `/api/handler.php`. */
  readonly path: string;
  /** Never rejects: what goes wrong is answered as the vendor would answer it. */
  respond(request: WireRequest, door: Door): Promise<WireReply>;
}
