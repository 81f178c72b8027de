import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Offer } from '@numroute/core';
import { openPriceHistory, type PriceLook } from '@numroute/prices';
import { longestTurn } from '../longest-turn.ts';
import { print } from '../report.ts';

const VENDORS = 14;
const SERVICES = 900;
const COUNTRIES = 200;
const ROUNDS = 3;
/** One offer of so many costs something else than a round before. */
const CHANGES = 100;
/** Plain rows are written of so much of the market only. */
const PART = 10;
const HOLD_MS = 20;

interface Cost {
  readonly bytes: number;
  readonly cpuUs: number;
}

/** What is kept of a market of 14 vendors of 180,000 offers, looked at again and again, against a row for each offer. */
export async function pricesOfAMarket(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-bench-prices-'));
  try {
    const kept = path.join(folder, 'kept.sqlite');
    const history = await openPriceHistory({ file: kept, most: 2_000_000_000 });
    const turns: number[] = [];
    const costs: Cost[] = [];
    let samples = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = process.cpuUsage();
      for (let service = 0; service < SERVICES; service += 1) {
        const look = lookAt(service, round);
        samples += VENDORS * COUNTRIES;
        turns.push(await longestTurn(() => history.record(look)));
      }
      const { user, system } = process.cpuUsage(before);
      costs.push({ bytes: statSync(kept).size, cpuUs: (user + system) / (samples / (round + 1)) });
      if (round === 0) longest('of a market seen for the first time', turns.splice(0));
    }
    await history.close();
    longest(`of a market of which each ${CHANGES}th price changed`, turns);
    const plain = plainRows(path.join(folder, 'plain.sqlite'));
    const [first = { bytes: 0, cpuUs: 0 }] = costs;
    const [bytes, later] = [statSync(kept).size, costs.at(-1)?.cpuUs ?? Number.NaN];
    print({
      what: `bytes that ${ROUNDS} looks at 14 vendors of 180,000 offers take vs a row for each offer`,
      ratio: bytes / samples / plain.bytes,
      goal: '<= 0.40',
      met: bytes / samples / plain.bytes <= 0.4,
      detail: `${(bytes / samples).toFixed(1)} vs ${plain.bytes.toFixed(1)} bytes a sample; ${(first.bytes / 1e6).toFixed(0)} MB after the first look, ${((bytes - first.bytes) / 1e6 / (ROUNDS - 1)).toFixed(1)} MB with each further one`,
    });
    print({
      what: 'CPU of a sample that changed nothing or little vs a row for each offer',
      ratio: later / plain.cpuUs,
      goal: 'reported',
      met: true,
      detail: `${later.toFixed(1)} vs ${plain.cpuUs.toFixed(1)} microseconds; ${first.cpuUs.toFixed(1)} when seen first`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The very longest is a collection of garbage, which falls on whom it likes. */
function longest(what: string, turns: readonly number[]): void {
  const sorted = turns.toSorted((a, b) => a - b);
  const most = sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
  print({
    what: `longest turn of the event loop while a look ${what} is kept`,
    ratio: most / HOLD_MS,
    goal: '<= 1.00',
    met: most <= HOLD_MS,
    detail: `${most.toFixed(1)} ms of work in 99 of 100 looks; ${sorted.at(-1)?.toFixed(1)} ms in the worst of ${sorted.length}`,
  });
}

function lookAt(service: number, round: number): PriceLook {
  const providers = Array.from({ length: VENDORS }, (_, n) => `vendor-${n}`);
  const offers = providers.flatMap((provider, vendor) =>
    Array.from({ length: COUNTRIES }, (_, country) => offerOf(provider, service, country, vendor, round)),
  );
  return { service: `service-${service}`, providers, offers, at: Date.now() + round * 60_000 };
}

function offerOf(provider: string, service: number, country: number, vendor: number, round: number): Offer {
  const place = service * 7919 + country * 104_729 + vendor * 1_299_709;
  // The rounds in which its price changed before.
  const changes = Array.from({ length: round }, (_, n) => n + 1).filter((n) => (place + n) % CHANGES === 0);
  return {
    provider,
    service: `service-${service}`,
    country: `${String.fromCharCode(65 + (country % 26))}${String.fromCharCode(65 + Math.floor(country / 26))}`,
    pool: `virtual${place % 60}`,
    price: { amount: `0.${1000 + (place % 8999) + changes.length}`, currency: 'USD' },
    stock: 1 + (place % 5000),
    handle: '',
  };
}

function plainRows(file: string): { readonly bytes: number; readonly cpuUs: number } {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
    CREATE TABLE sample (at INTEGER, provider TEXT, service TEXT, country TEXT, pool TEXT, price TEXT, currency TEXT, stock INTEGER)`);
  const insert = database.prepare('INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  let count = 0;
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let service = 0; service < SERVICES / PART; service += 1) {
      const { at, offers } = lookAt(service, round);
      database.exec('BEGIN');
      for (const { provider, service: name, country, pool, price, stock } of offers) {
        insert.run(at, provider, name, country, pool ?? null, price.amount, price.currency, stock);
        count += 1;
      }
      database.exec('COMMIT');
    }
  }
  const { user, system } = process.cpuUsage(before);
  database.close();
  return { bytes: statSync(file).size / count, cpuUs: (user + system) / count };
}
