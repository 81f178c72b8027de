import { failure, isPassing } from './errors.ts';

export type Row = Readonly<Record<string, unknown>>;
type Value = string | number | boolean | null | readonly (string | number)[];

/** What is used of a `Pool` of `pg`. */
export interface PostgresPool {
  /** A connection of its own until it is released; `true` ends it. */
  connect(): Promise<PostgresClient>;
  /** Ends all connections. */
  end(): Promise<void>;
}

/** What is used of a client of `pg`. */
export interface PostgresClient {
  /** Asks one question. */
  query(question: {
    readonly text: string;
    readonly values: unknown[];
    readonly query_timeout: number;
  }): Promise<{ readonly rows: readonly Row[] }>;
  /** Gives the connection back; `true` ends it. */
  release(end?: boolean): void;
  /** An error that nobody hears ends the process. */
  on(event: 'error', tell: () => void): unknown;
}

const heard = new WeakSet<PostgresClient>();

/** A connection that may break at any time: whoever asks it something hears of it, and nobody else has to. */
export async function checkOut<T extends PostgresClient>(pool: PostgresPool): Promise<T> {
  const client = (await pool.connect()) as T;
  if (!heard.has(client)) client.on('error', () => undefined);
  heard.add(client);
  return client;
}

/** With the time that a connection takes, a caller hears within five seconds that the database is away. */
const WRITE_MS = 3_000;
/** A report may read a hundred thousand entries. */
const READ_MS = 60_000;

export type Ask = (text: string, values?: readonly Value[]) => Promise<readonly Row[]>;

/** Questions to one database. No session is relied on, so a pooler may be between. */
export class Database {
  readonly #pool: PostgresPool;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  /** @throws {NumrouteError} UNAVAILABLE */
  async read(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    try {
      return await this.#turn(READ_MS, (ask) => ask(text, values));
    } catch (error) {
      throw failure(error, 'read');
    }
  }

  /**
   * One statement, which is durable when this resolves.
   *
   * @throws PostgreSQL's own error.
   */
  async write(text: string, values: readonly Value[] = []): Promise<readonly Row[]> {
    return await this.#turn(WRITE_MS, (ask) => ask(text, values));
  }

  /**
   * Several statements, all of them or none. Done again where PostgreSQL gave way to another transaction.
   *
   * @param ms How long one statement may take.
   * @throws PostgreSQL's own error.
   */
  async transaction<T>(
    work: (ask: Ask) => Promise<T>,
    { begin = 'BEGIN', ms = WRITE_MS }: { readonly begin?: string; readonly ms?: number } = {},
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#turn(ms, async (ask) => {
          await ask(begin);
          const result = await work(ask).catch(async (error: unknown) => {
            await ask('ROLLBACK');
            throw error;
          });
          await ask('COMMIT');
          return result;
        });
      } catch (error) {
        if (tries >= 5 || !isPassing(error)) throw error;
      }
    }
  }

  /** Questions that are all asked of one state of the database. */
  async snapshot<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return await this.transaction(work, {
      begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      ms: READ_MS,
    }).catch((error: unknown) => {
      throw failure(error, 'read');
    });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #turn<T>(ms: number, work: (ask: Ask) => Promise<T>): Promise<T> {
    const client = await checkOut(this.#pool);
    let isSound = true;
    try {
      return await work(async (text, values = []) => {
        try {
          return (await client.query({ text, values: [...values], query_timeout: ms })).rows;
        } catch (error) {
          // A connection on which a question was given up, or that broke, is of no further use.
          isSound &&= (error as { severity?: unknown }).severity === 'ERROR';
          throw error;
        }
      });
    } finally {
      client.release(!isSound);
    }
  }
}
