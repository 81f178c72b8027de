import type { Money } from '@numroute/core';
import type { Checkpoint } from '@numroute/journal';
import { addSpans, holds, NOTHING, type Span, type Spans, spansOfAll } from './spans.ts';
import { rangeOf, type StatementEntry } from './statement.ts';

/**
 * How much the balance may have moved beside the attempts: what its unexplained reading leaves, or less, for
 * some of that may be paid back by now. Undefined where there are too many sums.
 */
export function strayMoney(
  { unexplained, held, overdue = [] }: Checkpoint,
  entries: readonly StatementEntry[],
  units: (money: Money) => bigint,
): Span | undefined {
  const wasHeld = new Set([...held, ...overdue]);
  const among = new Set(unexplained?.among);
  const moved = unexplained ? units(unexplained.moved) : 0n;
  let sums: Spans = NOTHING;
  for (const { id, price } of entries) {
    if (!among.has(id)) continue;
    const { least, most } = rangeOf(price);
    const span = wasHeld.has(id)
      ? { low: units(least), high: units(most) }
      : { low: -units(most), high: -units(least) };
    const more = addSpans(sums, spansOfAll([...NOTHING, span]));
    if (!more) return undefined;
    sums = more;
  }
  // By what is known now, these attempts explain it.
  if (sums.some((sum) => holds(sum, moved))) return { low: 0n, high: 0n };
  const least = moved - (sums.at(-1)?.high ?? 0n);
  const most = moved - (sums[0]?.low ?? 0n);
  return { low: least < 0n ? least : 0n, high: most > 0n ? most : 0n };
}
