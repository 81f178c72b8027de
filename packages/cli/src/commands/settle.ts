import { NumrouteError } from '@numroute/core';
import type { Settlement } from '@numroute/router';
import { wholeOf } from '../arguments.ts';
import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson } from '../io.ts';
import { find } from '../orders/named.ts';
import { entryLine } from '../printing/entry-line.ts';
import { printLines } from '../printing/lines.ts';
import { entryJson } from '../printing/order-json.ts';

export interface SettleFlags {
  readonly absent?: boolean;
  readonly lost?: boolean;
  readonly refunded?: boolean;
  readonly notRefunded?: boolean;
  readonly found?: string;
  readonly phone?: string;
  readonly evidence?: string;
  readonly json?: boolean;
}

interface Settling {
  /** The attempt's. */
  readonly number: number;
  readonly settlement: Settlement;
  readonly json: boolean;
}

/** @throws {NumrouteError} INVALID_INPUT No number, not exactly one finding, or one without what it needs. */
export function parseSettlement(text: string, flags: SettleFlags): Settling {
  const number = wholeOf(text.replace(/^#/, ''), '<number>', 1, 999_999_999);
  return { number, settlement: settlementOf(flags), json: flags.json === true };
}

function settlementOf(flags: SettleFlags): Settlement {
  const kinds = (['absent', 'lost', 'refunded', 'notRefunded'] as const).filter((kind) => flags[kind]);
  const [kind, ...others] = kinds;
  if (flags.found !== undefined && kind === undefined) {
    const { found: id, phone } = flags;
    if (phone !== undefined && !/^\+\d{5,15}$/.test(phone)) {
      throw NumrouteError.input(
        '--phone',
        "the order's number in full, such as +3725550001, or left out: the vendor is asked for it",
        JSON.stringify(phone),
      );
    }
    return { kind: 'found', id, ...(phone !== undefined && { phone }) };
  }
  if (kind === undefined || others.length > 0 || flags.found !== undefined) {
    throw NumrouteError.input(
      'settle',
      'one of --absent, --lost, --refunded, --not-refunded or --found <id>',
    );
  }
  const { evidence = '' } = flags;
  if (evidence.trim() === '') {
    throw NumrouteError.input(
      '--evidence',
      'what you saw and where, for the record, such as "order history of 2026-11-24: empty"',
    );
  }
  return { kind: kind === 'notRefunded' ? 'not-refunded' : kind, evidence };
}

/** Writes down what a person found out on the vendor's site. */
export async function settle(io: Io, app: App, { number, settlement, json }: Settling): Promise<number> {
  const before = await find(app.journal, { number });
  // What an earlier process was sending is in doubt, and can be settled once that is written down.
  if (before.state === 'sending') await app.router.recover({ signal: io.signal });
  const entry = await app.router.settle(number, settlement);
  if (json) printJson(io, entryJson(entry));
  else printLines(io, [entryLine(entry, painter(io))]);
  return EXIT.ok;
}
