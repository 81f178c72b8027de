import type { DatabaseSync } from 'node:sqlite';
import { Slices } from '@numroute/core';
import { pragma } from '@numroute/journal/sqlite';
import { type Database, unusable } from './database.ts';

/** So many spans are looked at in one turn. */
const PAGE = 512;

/** Of what is older one span stays in each so long. Seconds, the oldest first. */
const GRAINS = [
  { age: 8 * 86_400, each: 86_400 },
  { age: 86_400, each: 3_600 },
];

/** So often all is thinned, and so many pages of it with each look: nobody waits long for it. */
const THIN_EVERY_S = 6 * 3_600;
const PAGES_A_LOOK = 20;

interface SpanRow {
  readonly cell: number;
  /** Null: of a cell without any. */
  readonly id: number | null;
  readonly since: number;
  readonly until: number;
  /** Of the cell: it is listed no more, or nobody has looked for as long as spans are kept. */
  readonly isGone: 0 | 1;
}

/** Forgets what is old, and keeps the file to its size. */
export class Keeping {
  readonly #database: Database;
  /** Bytes. */
  readonly #most: number;
  /** Seconds. */
  readonly #keep: number;
  readonly #sql: ReturnType<typeof statements>;

  constructor(database: Database, { most, keep }: { readonly most: number; readonly keep: number }) {
    this.#database = database;
    this.#most = most;
    this.#keep = keep;
    this.#sql = statements(database.sqlite);
  }

  /** @throws {NumrouteError} UNAVAILABLE The file is full of prices that stand. */
  async makeRoom(): Promise<void> {
    if (this.#size() > this.#most) await this.#database.write(this.#makeRoom());
  }

  *#makeRoom(): Generator {
    const { forgetFirst, forgetGone } = this.#sql;
    while (this.#size() > this.#most) {
      const gone = Number(forgetFirst.run(PAGE).changes) || Number(forgetGone.run(PAGE).changes);
      const why = `full: ${this.#most} bytes hold no more than the prices that stand`;
      if (gone === 0) throw unusable(this.#database.file, why);
      yield;
    }
  }

  /**
   * @param before In seconds since 1970.
   * @returns How many spans.
   */
  async forget(before: number): Promise<number> {
    return await this.#database.write(this.#forget(before));
  }

  *#forget(before: number): Generator<unknown, number> {
    const { forgetEnded, lastSpan } = this.#sql;
    const last = Number(lastSpan.get()?.['id'] ?? 0);
    let count = 0;
    for (let from = 0; from < last; from += PAGE) {
      count += Number(forgetEnded.run(from, from + PAGE, before).changes);
      yield;
    }
    return count;
  }

  /** Gives pages that nothing is in back to the disk. */
  async shrink(): Promise<void> {
    const { sqlite } = this.#database;
    const slices = new Slices();
    for (let free = this.#free(); free > 0; ) {
      await this.#database.whenFree(() => sqlite.exec('PRAGMA incremental_vacuum(64)'));
      const left = this.#free();
      if (left >= free) return;
      free = left;
      if (slices.isOver) await slices.next();
    }
  }

  /** A few pages of it; the next look goes on from there. @param now In seconds since 1970. */
  async thin(now: number): Promise<void> {
    await this.#database.write(this.#thin(now));
  }

  *#thin(now: number): Generator {
    for (let pages = 0; pages < PAGES_A_LOOK && !this.#thinPage(now); pages += 1) yield;
  }

  /** Whether all is thinned. */
  #thinPage(now: number): boolean {
    const { reached, reach, walk, drop, dropCell } = this.#sql;
    const from = reached.get() as unknown as { cell: number; span: number; began: number };
    const isFresh = from.cell === 0 && from.span === 0;
    if (isFresh && now - from.began < THIN_EVERY_S) return true;
    const oldest = now - this.#keep;
    const rows = walk.all(oldest, from.cell, from.cell, from.span, PAGE) as unknown as readonly SpanRow[];
    const last = rows.at(-1);
    const isLast = rows.length < PAGE || !last;
    for (const { cell, id, isGone } of rows) if (id === null && isGone) dropCell.run(cell);
    for (const id of tooMany(rows, now, oldest)) drop.run(id);
    if (isLast) reach.run(0, 0, now);
    else reach.run(last.cell, last.id ?? 0, from.began);
    return isLast;
  }

  #size(): number {
    const { sqlite } = this.#database;
    return (Number(pragma(sqlite, 'page_count')) - this.#free()) * Number(pragma(sqlite, 'page_size'));
  }

  #free(): number {
    return Number(pragma(this.#database.sqlite, 'freelist_count'));
  }
}

/** What is too old, and of each grain of a cell all but the one that stood longest. */
function tooMany(rows: readonly SpanRow[], now: number, oldest: number): readonly number[] {
  const best = new Map<string, SpanRow & { readonly id: number }>();
  const dropped: number[] = [];
  for (const row of rows) {
    const { cell, id, since, until } = row;
    if (id === null) continue;
    if (until < oldest) {
      dropped.push(id);
      continue;
    }
    const grain = GRAINS.find(({ age }) => now - until > age);
    if (!grain) continue;
    const name = `${cell} ${grain.each} ${Math.floor(until / grain.each)}`;
    const rival = best.get(name);
    if (rival && rival.until - rival.since > until - since) dropped.push(id);
    else {
      if (rival) dropped.push(rival.id);
      best.set(name, { ...row, id });
    }
  }
  return dropped;
}

function statements(sqlite: DatabaseSync) {
  return {
    forgetFirst: sqlite.prepare('DELETE FROM span WHERE id IN (SELECT id FROM span ORDER BY id LIMIT ?)'),
    forgetGone: sqlite.prepare(
      'DELETE FROM cell WHERE id IN (SELECT id FROM cell WHERE since IS NULL LIMIT ?)',
    ),
    forgetEnded: sqlite.prepare('DELETE FROM span WHERE id > ? AND id <= ? AND until < ?'),
    lastSpan: sqlite.prepare('SELECT max(id) AS id FROM span'),
    reached: sqlite.prepare('SELECT cell, span, began FROM thinning'),
    reach: sqlite.prepare('UPDATE thinning SET cell = ?, span = ?, began = ?'),
    walk: sqlite.prepare(
      `SELECT cell.id AS cell, span.id AS id, span.since, span.until,
         cell.since IS NULL OR max(list.looked, ifnull(country_look.looked, 0)) < ? AS isGone
       FROM cell JOIN list ON list.id = cell.list
         LEFT JOIN country_look ON country_look.list = cell.list AND country_look.country = cell.country
         LEFT JOIN span ON span.cell = cell.id
       WHERE cell.id >= ? AND (cell.id > ? OR span.id > ?)
       ORDER BY cell.id, span.id LIMIT ?`,
    ),
    drop: sqlite.prepare('DELETE FROM span WHERE id = ?'),
    dropCell: sqlite.prepare('DELETE FROM cell WHERE id = ?'),
  };
}
