import type { DatabaseSync } from 'node:sqlite';
import { Slices } from '@numroute/core';
import { type CellRow, cellsOf } from './cells.ts';
import type { Database } from './database.ts';
import type { PriceFilter, PriceSpan } from './history.ts';
import type { Sample } from './sample.ts';

/** So many spans of one cell are read in one turn. */
const SPANS = 512;

interface ListRow {
  readonly id: number;
  readonly service: string;
  readonly provider: string;
  readonly currency: string;
  readonly looked: number;
}

interface SpanRow extends Sample {
  readonly id: number;
  readonly since: number;
  readonly until: number;
}

interface LookedCell extends CellRow {
  /** When its country alone was looked at. */
  readonly looked: number | null;
}

const LOOKED = `, (SELECT looked FROM country_look
  WHERE country_look.list = cell.list AND country_look.country = cell.country) AS looked`;

/** Reads spans, of one cell after the other, in slices. */
export class Reading {
  readonly #database: Database;
  readonly #cells: ReturnType<typeof cellsOf<LookedCell>>;
  readonly #sql: ReturnType<typeof statements>;

  constructor(database: Database) {
    this.#database = database;
    this.#cells = cellsOf(database.sqlite, LOOKED);
    this.#sql = statements(database.sqlite);
  }

  async *spans({ service, countries, providers, pool, since = 0 }: PriceFilter): AsyncGenerator<PriceSpan[]> {
    const slices = new Slices();
    const from = Math.floor(since / 1000);
    for (const list of await this.#ask<ListRow>(this.#sql.lists, service ?? null, service ?? null)) {
      if (providers && !providers.includes(list.provider)) continue;
      for (const country of countries ?? [undefined]) {
        const read = this.#cells(list.id, country);
        const next = async () => await this.#database.whenFree(read);
        for (let cells = await next(); cells; cells = await next()) {
          const meant = pool === undefined ? cells : cells.filter((cell) => cell.pool === (pool ?? ''));
          for (const cell of meant) {
            for await (const spans of this.#spansOf(list, cell, from)) yield spans;
            if (slices.isOver) await slices.next();
          }
        }
      }
    }
  }

  async *#spansOf(list: ListRow, cell: LookedCell, from: number): AsyncGenerator<PriceSpan[]> {
    let after = 0;
    for (;;) {
      const page = await this.#ask<SpanRow>(this.#sql.spans, cell.id, after, from, SPANS);
      const last = page.at(-1);
      const isLast = page.length < SPANS || !last;
      const found = page.map((row) => spanOf(list, cell, row, false));
      if (isLast && cell.since !== null) {
        const until = Math.max(cell.since, list.looked, cell.looked ?? 0);
        if (until >= from) found.push(spanOf(list, cell, { ...cell, since: cell.since, until }, true));
      }
      if (found.length > 0) yield found;
      if (isLast) return;
      after = last.id;
    }
  }

  async #ask<Row>(statement: { all(...values: unknown[]): unknown }, ...values: unknown[]): Promise<Row[]> {
    return await this.#database.whenFree(() => statement.all(...values) as Row[]);
  }
}

function spanOf(
  { service, provider, currency }: ListRow,
  { country, pool }: CellRow,
  { since, until, price, stock, rate }: SpanRow,
  stands: boolean,
): PriceSpan {
  return {
    provider,
    service,
    country,
    ...(pool !== '' && { pool }),
    price: { amount: price, currency },
    stock,
    ...(rate !== null && { successRate: rate / 100 }),
    since: since * 1000,
    until: until * 1000,
    stands,
  };
}

function statements(sqlite: DatabaseSync) {
  return {
    lists: sqlite.prepare(
      `SELECT id, service, provider, currency, looked FROM list
       WHERE ? IS NULL OR service = ? ORDER BY service, provider, currency`,
    ),
    spans: sqlite.prepare(
      'SELECT id, since, until, price, stock, rate FROM span WHERE cell = ? AND id > ? AND until >= ? ORDER BY id LIMIT ?',
    ),
  };
}
