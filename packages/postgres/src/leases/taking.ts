import { NumrouteError } from '@numroute/core';
import type { Holder, LeaseTerms } from '@numroute/journal';
import { LEASE_MS } from '@numroute/journal/parts';
import type { Ask, Database, Row } from '../store/database.ts';
import { failure } from '../store/errors.ts';
import { cell, maybeCell, textOf } from '../store/names.ts';

const COLUMNS = `account, provider, house, owner, fence, url,
  extract(epoch FROM since) * 1000 AS since, extract(epoch FROM until) * 1000 AS until`;

/** What was taken. */
export interface Taken {
  readonly fence: number;
  readonly ttlMs: number;
  /** An earlier owner of one of the accounts did not release it. */
  readonly wasLeft: boolean;
  /** So many accounts. */
  readonly count: number;
}

/** @throws {NumrouteError} INVALID_INPUT */
export function checkTerms({ accounts, ttlMs = LEASE_MS }: LeaseTerms): { readonly ttlMs: number } {
  const names = Object.values(accounts);
  if (names.length === 0) throw NumrouteError.input('lease.accounts', 'one account or more');
  if (new Set(names).size < names.length)
    throw NumrouteError.input(
      'lease.accounts',
      'accounts that differ: two providers of one account would both buy there',
    );
  if (!Number.isInteger(ttlMs) || ttlMs < 200 || ttlMs > 3_600_000)
    throw NumrouteError.input('lease.ttlMs', 'whole milliseconds from 200 to 3600000', String(ttlMs));
  return { ttlMs };
}

/** The rows of the leases of one schema. */
export class LeaseTable {
  readonly #database: Database;
  readonly #schema: string;

  constructor(database: Database, schema: string) {
    this.#database = database;
    this.#schema = schema;
  }

  /** One after the other, so that two who ask for overlapping accounts do not wait for each other. */
  async take(terms: LeaseTerms, house: string, owner: string): Promise<Taken | Holder> {
    const { ttlMs } = checkTerms(terms);
    const s = this.#schema;
    const providers = Object.keys(terms.accounts).map(cell);
    const accounts = Object.values(terms.accounts).map(cell);
    return await this.#written(async (ask) => {
      await ask('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`numroute ${s} lease`]);
      const earlier = await ask(
        `SELECT ${COLUMNS}, released, until > clock_timestamp() AS lasts FROM ${s}.lease
         WHERE account = ANY ($1) OR provider = ANY ($2) ORDER BY account FOR UPDATE`,
        [accounts, providers],
      );
      const inTheWay = earlier.find((row) => row['lasts'] === true);
      if (inTheWay) return holderOf(inTheWay);
      await ask(`DELETE FROM ${s}.lease WHERE account = ANY ($1) OR provider = ANY ($2)`, [
        accounts,
        providers,
      ]);
      const [next] = await ask(`SELECT nextval('${s}.fence') AS fence`);
      const fence = Number(next?.['fence']);
      await ask(
        `INSERT INTO ${s}.lease (account, provider, house, owner, fence, since, until, url)
         SELECT account, provider, $3, $4, $5::bigint, clock_timestamp(), clock_timestamp() + $6 * interval '1 millisecond', $7
         FROM unnest($1::text[], $2::text[]) AS named (account, provider)`,
        [accounts, providers, house, owner, fence, ttlMs, maybeCell(terms.url)],
      );
      return {
        fence,
        ttlMs,
        wasLeft: earlier.some((row) => row['released'] !== true),
        count: accounts.length,
      };
    });
  }

  /** Also what ran out and nobody took. Undefined: another process has one of them, and it is over for good. */
  async renew({ fence, ttlMs, count }: Taken): Promise<'held' | 'yield' | undefined> {
    return await this.#written(async (ask) => {
      const rows = await ask(
        `UPDATE ${this.#schema}.lease SET until = clock_timestamp() + $2 * interval '1 millisecond'
         WHERE fence = $1 AND NOT released RETURNING yields`,
        [fence, ttlMs],
      );
      if (rows.length < count) return undefined;
      return rows.some((row) => row['yields'] === true) ? 'yield' : 'held';
    });
  }

  async release({ fence }: Taken): Promise<void> {
    await this.#written((ask) =>
      ask(`UPDATE ${this.#schema}.lease SET until = clock_timestamp(), released = true WHERE fence = $1`, [
        fence,
      ]),
    );
  }

  async askToYield(house: string): Promise<boolean> {
    const rows = await this.#written((ask) =>
      ask(
        `UPDATE ${this.#schema}.lease SET yields = true WHERE house = $1 AND until > clock_timestamp() RETURNING 1`,
        [house],
      ),
    );
    return rows.length > 0;
  }

  async holders(): Promise<readonly Holder[]> {
    const rows = await this.#database.read(
      `SELECT ${COLUMNS} FROM ${this.#schema}.lease WHERE until > clock_timestamp() ORDER BY provider`,
    );
    return rows.map(holderOf);
  }

  async #written<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    try {
      return await this.#database.transaction(work);
    } catch (error) {
      throw failure(error, 'written');
    }
  }
}

function holderOf(row: Row): Holder {
  const { account, provider, house, owner, fence, since, until, url } = row;
  return {
    provider: textOf(provider),
    account: textOf(account),
    house: String(house),
    owner: String(owner),
    fence: Number(fence),
    since: Math.trunc(Number(since)),
    until: Math.trunc(Number(until)),
    ...(url !== null && { url: textOf(url) }),
  };
}
