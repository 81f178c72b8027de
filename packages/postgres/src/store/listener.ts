import { checkOut, type PostgresClient, type PostgresPool } from './database.ts';

/** Without word from the server one looks so often; a word may get lost. */
const LOOK_MS = 3_000;
/** Where a pooler is between, no word comes at all. */
const LOOK_ALONE_MS = 1_000;
const TEST_MS = 2_000;

/** A client of `pg` that is told of notifications. */
interface ListeningClient extends PostgresClient {
  on(event: 'notification', tell: (note: { readonly payload?: string }) => void): unknown;
  on(event: 'error' | 'end', tell: () => void): unknown;
}

/**
 * Tells when something may have happened at the store: by its notifications, and every few seconds anyway.
 * Nothing rests on them but how soon one looks.
 */
export class Listener {
  readonly #pool: PostgresPool;
  readonly #channel: string;
  readonly #ears = new Set<(word: string | undefined) => void>();
  #client: ListeningClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Undefined: not tried yet. False: a pooler is between, which passes no notification on. */
  hears: boolean | undefined;

  constructor(pool: PostgresPool, channel: string) {
    this.#pool = pool;
    this.#channel = channel;
  }

  /** @param tell Told the first word of each notification; undefined where it is only time to look. */
  listen(tell: (word: string | undefined) => void): () => void {
    this.#ears.add(tell);
    if (!this.#timer) this.#look();
    return () => {
      this.#ears.delete(tell);
      if (this.#ears.size === 0) this.close();
    };
  }

  /** Tells all others; how is nobody's to wait for. */
  async say(word: string): Promise<void> {
    const client = await checkOut(this.#pool);
    let isSound = false;
    try {
      await ask(client, 'SELECT pg_notify($1, $2)', [this.#channel, word]);
      isSound = true;
    } finally {
      client.release(!isSound);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#client?.release(true);
    this.#client = undefined;
  }

  /** For good. */
  end(): void {
    this.#isClosed = true;
    this.#ears.clear();
    this.close();
  }

  #tell(word?: string): void {
    for (const ear of this.#ears) ear(word);
  }

  #look(): void {
    if (this.#isClosed) return;
    // A connection that breaks says so twice.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#tell();
        this.#look();
      },
      this.#client && this.hears !== false ? LOOK_MS : LOOK_ALONE_MS,
    ).unref();
    if (!this.#client && this.hears !== false) this.#connect().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = await checkOut<ListeningClient>(this.#pool);
    if (this.#client || this.#isClosed || this.#ears.size === 0) {
      client.release(true);
      return;
    }
    this.#client = client;
    const broken = (): void => {
      if (this.#client === client) this.close();
      if (this.#ears.size > 0) this.#look();
    };
    client.on('error', broken);
    client.on('end', broken);
    const test = `test ${crypto.randomUUID()}`;
    const heard = new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), TEST_MS).unref();
      client.on('notification', ({ payload = '' }) => {
        if (payload === test) {
          clearTimeout(late);
          resolve(true);
        } else if (!payload.startsWith('test ')) this.#tell(payload);
      });
    });
    try {
      await ask(client, `LISTEN ${this.#channel}`);
      await this.say(test);
    } catch (error) {
      broken();
      throw error;
    }
    this.hears = await heard;
    if (!this.hears && this.#client === client) this.close();
    // What was said before is not heard.
    this.#tell();
    if (!this.#timer && this.#ears.size > 0) this.#look();
  }
}

async function ask(client: PostgresClient, text: string, values: unknown[] = []): Promise<void> {
  await client.query({ text, values, query_timeout: TEST_MS });
}
