import type { Money } from '@numroute/core';
import {
  convertSpend,
  type JournalReader,
  joinSpend,
  type SpendBy,
  type SpendRow,
  spendOf,
} from '@numroute/journal';
import { createRates, type Rate } from '@numroute/router';
import { currencyOf } from '../arguments.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { printSpend } from '../printing/spend-table.ts';
import { type PastFlags, pastOf } from '../span.ts';

export interface SpendFlags extends PastFlags {
  readonly by?: 'client' | Exclude<SpendBy, 'buyer'>;
  readonly in?: string;
  readonly json?: boolean;
}

interface SpendAsked {
  readonly filter: ReturnType<typeof pastOf>;
  readonly by: SpendFlags['by'];
  readonly zone: string;
  readonly currency: string | undefined;
  readonly json: boolean;
}

/** @throws {NumrouteError} INVALID_INPUT */
export function parseSpend(flags: SpendFlags): SpendAsked {
  const { by, zone = 'UTC', json = false } = flags;
  return { filter: pastOf(flags), by, zone, currency: currencyOf(flags.in), json };
}

/** What was charged, and what of it came back, is promised or is missing. */
export async function spend(
  io: Io,
  journal: JournalReader,
  rates: readonly Rate[],
  { filter, by, zone, currency, json }: SpendAsked,
): Promise<number> {
  const charged = await spendOf(journal, filter, { zone, ...(by && { by: by === 'client' ? 'buyer' : by }) });
  const rows = currency === undefined ? charged : convertSpend(charged, ratesTo(currency, rates));
  const totals = joinSpend(rows.map(({ group: _each, ...row }) => row));
  const used = currency === undefined ? [] : usedOf(rates, charged, rows);
  if (json) {
    const { sentSince, sentUntil, ...only } = filter;
    const asked = { by: by ?? null, since: timeOf(sentSince), until: timeOf(sentUntil), zone, ...only };
    const said = { currency: currency ?? null, rows: rows.map(documentOf), totals: totals.map(documentOf) };
    printJson(io, { ...asked, ...said, rates: used });
  } else printSpend(io, { by, zone, currency, rows, totals, rates: used });
  return EXIT.ok;
}

function ratesTo(currency: string, rates: readonly Rate[]): (amount: Money) => Money | undefined {
  const { convert } = createRates(rates);
  return (amount) => convert(amount, currency);
}

/** The rates of what is no longer in its own currency. */
function usedOf(
  rates: readonly Rate[],
  charged: readonly SpendRow[],
  rows: readonly SpendRow[],
): readonly Rate[] {
  const left = new Set(rows.map(({ net }) => net.currency));
  const gone = new Set(charged.map(({ net }) => net.currency).filter((one) => !left.has(one)));
  return rates.filter(({ base, quote }) => gone.has(base) || gone.has(quote));
}

const timeOf = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();

function documentOf({ group, perCode, ...row }: SpendRow): object {
  const share = row.over === 0 ? null : row.codes / row.over;
  return { group: group ?? null, ...row, share, perCode: perCode ?? null };
}
