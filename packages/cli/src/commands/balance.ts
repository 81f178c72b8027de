import { can, type Money, NumrouteError } from '@numroute/core';
import type { Prices } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson } from '../io.ts';
import { exact } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { headOf, type Silence, withoutName } from '../printing/silence.ts';

interface Line {
  readonly provider: string;
  readonly balance?: Money;
  readonly error?: Silence['error'];
}

export async function balance(io: Io, { market }: Prices, json: boolean): Promise<number> {
  const lines = await Promise.all(
    market.providers.map(async (provider): Promise<Line> => {
      const { id } = provider.manifest;
      if (!can(provider, 'fetchBalance')) return { provider: id };
      try {
        return { provider: id, balance: await market.balance(id, { signal: io.signal }) };
      } catch (error) {
        if (!NumrouteError.is(error)) throw error;
        return { provider: id, error: { code: error.code, message: error.message } };
      }
    }),
  );
  if (json) printJson(io, { balances: lines });
  else printLines(io, linesOf(lines, painter(io)));
  return lines.every(({ error }) => error) ? EXIT.allSilent : EXIT.ok;
}

function linesOf(lines: readonly Line[], paint: ReturnType<typeof painter>): string[] {
  const width = Math.max(...lines.map(({ provider }) => provider.length));
  return lines.map(({ provider, balance: money, error }) => {
    const name = provider.padEnd(width);
    if (money) return `${name}  ${exact(money)}`;
    if (error) {
      const why = `${headOf(error.code)}: ${withoutName(provider, error.message)} (${error.code})`;
      return paint('yellow', `${name}  ${why}`);
    }
    return `${name}  (this provider cannot be asked for its balance)`;
  });
}
