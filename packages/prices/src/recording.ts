import type { DatabaseSync } from 'node:sqlite';
import { type CellRow, cellsOf } from './cells.ts';
import type { Database } from './database.ts';
import type { PriceLook } from './history.ts';
import { cellName, isAlike, type Sample, type Samples, samplesOf } from './sample.ts';

/** Nobody looked for so long: what stood before is not said to have stood meanwhile. Seconds. */
const GAP_S = 86_400;

interface List {
  readonly id: number;
  readonly currency: string;
  /** When all of it was last looked at. */
  readonly looked: number;
}

/** Compares a look with what was seen last, and writes what differs. */
export class Recording {
  readonly #database: Database;
  readonly #cells: ReturnType<typeof cellsOf>;
  readonly #sql: ReturnType<typeof statements>;

  constructor(database: Database) {
    this.#database = database;
    this.#cells = cellsOf(database.sqlite);
    this.#sql = statements(database.sqlite);
  }

  async record({ service, countries, providers, offers, at }: PriceLook): Promise<void> {
    const asked = countries && new Set(countries);
    const answered = new Set(providers);
    const samples = await samplesOf(
      offers,
      (offer) =>
        offer.service === service && answered.has(offer.provider) && (!asked || asked.has(offer.country)),
    );
    await this.#database.write(this.#compareAll(service, answered, samples, asked, Math.floor(at / 1000)));
  }

  *#compareAll(
    service: string,
    providers: Iterable<string>,
    samples: readonly Samples[],
    countries: ReadonlySet<string> | undefined,
    now: number,
  ): Generator {
    const { addList, lists } = this.#sql;
    for (const provider of providers) {
      const mine = samples.filter((list) => list.provider === provider);
      // A new list has nothing that could have stood before.
      for (const { currency } of mine) addList.run(service, provider, currency, now);
      for (const list of lists.all(service, provider) as unknown as readonly List[]) {
        const seen = mine.find(({ currency }) => currency === list.currency)?.cells;
        yield* this.#compare(list, new Map(seen), countries, now);
      }
    }
  }

  /** What is found again is taken out of `seen`. */
  *#compare(
    list: List,
    seen: Samples['cells'],
    countries: ReadonlySet<string> | undefined,
    now: number,
  ): Generator {
    const { countryLooks, looked, lookedAtCountry, addCell } = this.#sql;
    const looks = new Map(countryLooks.all(list.id).map((row) => [row['country'], Number(row['looked'])]));
    const lastLook = (country: string): number => Math.max(list.looked, looks.get(country) ?? 0);
    for (const country of countries ?? [undefined]) {
      const next = this.#cells(list.id, country);
      for (let page = next(); page; page = next()) {
        for (const cell of page) {
          const name = cellName(cell.country, cell.pool);
          this.#change(cell, seen.get(name), lastLook(cell.country), now);
          seen.delete(name);
        }
        yield;
      }
    }
    for (const { country, pool, price, stock, rate } of seen.values()) {
      addCell.run(list.id, country, pool, now, price, stock, rate);
      yield;
    }
    if (countries) for (const country of countries) lookedAtCountry.run(list.id, country, now);
    else looked.run(now, list.id);
    yield;
  }

  #change(cell: CellRow, sample: Sample | undefined, looked: number, now: number): void {
    const { close, set } = this.#sql;
    const stood = cell.since;
    // Another process has looked later.
    if (stood !== null && stood > now) return;
    if (stood === null && !sample) return;
    if (stood !== null) {
      if (sample && now - looked <= GAP_S && isAlike(cell, sample)) return;
      close.run(cell.id, stood, Math.max(stood, looked), cell.price, cell.stock, cell.rate);
    }
    set.run(sample ? now : null, sample?.price ?? null, sample?.stock ?? null, sample?.rate ?? null, cell.id);
  }
}

function statements(sqlite: DatabaseSync) {
  return {
    lists: sqlite.prepare('SELECT id, currency, looked FROM list WHERE service = ? AND provider = ?'),
    addList: sqlite.prepare(
      'INSERT INTO list (service, provider, currency, looked) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    looked: sqlite.prepare('UPDATE list SET looked = max(looked, ?) WHERE id = ?'),
    countryLooks: sqlite.prepare('SELECT country, looked FROM country_look WHERE list = ?'),
    lookedAtCountry: sqlite.prepare(
      `INSERT INTO country_look VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET looked = max(looked, excluded.looked)`,
    ),
    addCell: sqlite.prepare(
      `INSERT INTO cell (list, country, pool, since, price, stock, rate) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ),
    set: sqlite.prepare('UPDATE cell SET since = ?, price = ?, stock = ?, rate = ? WHERE id = ?'),
    close: sqlite.prepare(
      'INSERT INTO span (cell, since, until, price, stock, rate) VALUES (?, ?, ?, ?, ?, ?)',
    ),
  };
}
