import { type Call, type ErrorCode, NumrouteError } from '@numroute/core';
import { type Exchange, exchange, type Reply } from './good-wire.ts';

export interface GoodSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly currency: string;
}

export type Fields = Readonly<Record<string, unknown>>;
export type Parameters = Readonly<Record<string, string>>;

const refusals: ReadonlyMap<unknown, ErrorCode> = new Map<unknown, ErrorCode>([
  ['SOLD_OUT', 'OUT_OF_STOCK'],
  ['TOO_DEAR', 'PRICE_ABOVE_LIMIT'],
  ['NO_MONEY', 'INSUFFICIENT_FUNDS'],
  ['BAD_KEY', 'UNAUTHORIZED'],
]);

/** How the good provider asks its vendor, and which words refuse. It knows no offers and no orders. */
export abstract class GoodClient {
  readonly #key: string;
  protected readonly settings: Omit<GoodSettings, 'apiKey'>;
  protected closed = false;

  constructor({ apiKey, ...settings }: GoodSettings) {
    this.#key = apiKey;
    this.settings = settings;
  }

  /** Our own key, for mutants that cannot keep it to themselves. */
  protected reveal(): string {
    return this.#key;
  }

  protected url(action: string, parameters: Parameters): URL {
    const url = new URL(this.settings.baseUrl);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    url.searchParams.set('do', action);
    url.searchParams.set('key', this.#key);
    return url;
  }

  protected send(url: URL, signal?: AbortSignal): Promise<Exchange> {
    return exchange(url, { timeoutMs: this.settings.timeoutMs, ...(signal && { signal }) });
  }

  protected begin({ signal }: Call): void {
    if (this.closed) throw new NumrouteError('CLOSED', 'The provider was closed.', {});
    signal.throwIfAborted();
  }

  /** A read: its fields, or an error. */
  protected async ask(action: string, call: Call, parameters: Parameters = {}): Promise<Fields> {
    this.begin(call);
    const result = await this.send(this.url(action, parameters), call.signal);
    call.signal.throwIfAborted();
    if (result.kind !== 'reply') throw this.unavailable();
    const fields = this.parse(result.reply);
    if (fields?.['ok'] === true) return fields;
    throw this.refusal(result.reply, fields, parameters['id'] ?? parameters['name'] ?? '');
  }

  protected unavailable(): NumrouteError {
    return new NumrouteError('UNAVAILABLE', 'plain: no whole reply.', {});
  }

  protected refusal({ status }: Reply, fields: Fields | undefined, id: string): NumrouteError {
    const word = fields?.['ok'] === false ? fields['error'] : undefined;
    if (word === 'NO_ORDER') return new NumrouteError('UNKNOWN_ORDER', 'plain: no such order.', { id });
    if (word === 'NOT_NOW') return new NumrouteError('WRONG_STATE', 'plain: refused in this state.', {});
    return (
      this.refusalIn(fields) ??
      new NumrouteError(status === 200 ? 'UNREADABLE' : 'UNAVAILABLE', `plain: HTTP ${status}.`, {})
    );
  }

  /** The refusals that prove that nothing was bought. */
  protected refusalIn(fields: Fields | undefined): NumrouteError | undefined {
    const code = fields?.['ok'] === false ? refusals.get(fields['error']) : undefined;
    return code && new NumrouteError<ErrorCode>(code, `plain: refused, ${code}.`, {});
  }

  protected parse({ status, text }: Reply): Fields | undefined {
    if (status !== 200) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value))
        : undefined;
    } catch {
      return undefined;
    }
  }

  protected unreadable(): NumrouteError {
    return new NumrouteError('UNREADABLE', 'plain: the reply is not understood.', {});
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
