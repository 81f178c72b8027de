import { compareMoney } from '@numroute/core';
import { type Cheapest, CheapestOverTime } from '@numroute/prices';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson, widthOf } from '../io.ts';
import { stepChart, valuesOf } from '../printing/chart.ts';
import { decimalsFor, minuteOf, readable } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { countryName, sellerOf } from '../printing/table.ts';
import { convertingOf, type KeptHistory, nothingKept, type PastPrices, spanJson } from './price-history.ts';

const HEIGHT = 10;
/** Of a pipe, and of a terminal that is wider than anybody looks at. */
const WIDTH = 80;
const MOST_WIDTH = 200;
/** So much is left for the prices beside it. */
const LABELS = 18;
const POINTS = 120;

/** What the cheapest that fits has cost, from the first look that is kept, or `--since`, until the last. */
export async function chart(io: Io, kept: KeptHistory, asked: PastPrices): Promise<number> {
  const { filter, json } = asked;
  const converting = await convertingOf(kept, asked);
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for await (const spans of kept.history.spans(filter)) {
    for (const { since, until } of spans) [first, last] = [Math.min(first, since), Math.max(last, until)];
    io.signal.throwIfAborted();
  }
  if (last === 0) return nothingKept(io, kept, asked);
  const from = filter.since ?? first;
  const width = Math.min(io.stdout.isTTY ? widthOf(io) : WIDTH, MOST_WIDTH);
  const time = new CheapestOverTime(from, last, json ? POINTS : valuesOf(Math.max(width - LABELS, 8)));
  for await (const spans of kept.history.spans(filter)) {
    for (const span of spans) {
      const price = converting.of(span);
      if (price) time.add(span, price);
    }
    io.signal.throwIfAborted();
  }
  const known = time.parts.filter((part) => part !== undefined);
  if (known.length === 0) return nothingKept(io, kept, asked);
  if (json) {
    const points = time.parts.map((part, at) => ({
      at: new Date(from + ((at + 0.5) * (time.to - from)) / POINTS).toISOString(),
      price: part?.price ?? null,
      ...(part ? { offer: spanJson(part.span) } : { offer: null }),
    }));
    printJson(io, { service: filter.service, currency: converting.currency, points });
    return EXIT.ok;
  }
  draw(io, time, known, converting.leftOut);
  return EXIT.ok;
}

function draw(io: Io, time: CheapestOverTime, known: readonly Cheapest[], leftOut: string | undefined): void {
  const paint = painter(io);
  const sorted = known.toSorted((a, b) => compareMoney(a.price, b.price));
  const [lowest, highest, last] = [sorted[0], sorted.at(-1), known.at(-1)];
  if (!lowest || !highest || !last) return;
  const decimals = decimalsFor(known.map(({ price }) => price));
  const textOf = ({ price }: Cheapest): string => readable(price, decimals);
  const rows = stepChart(
    time.parts.map((part) => part && Number(part.price.amount)),
    HEIGHT,
  );
  const isFlat = textOf(lowest) === textOf(highest);
  const labels = new Map(
    isFlat
      ? [[Math.floor(HEIGHT / 2), textOf(lowest)]]
      : [
          [0, textOf(highest)],
          [HEIGHT - 1, textOf(lowest)],
        ],
  );
  const width = Math.max(...[...labels.values()].map((label) => label.length));
  const lines = rows.map((row, at) =>
    `${(labels.get(at) ?? '').padStart(width)} ┤${paint('green', row)}`.trimEnd(),
  );
  const [start, end] = [minuteOf(time.from), minuteOf(time.to)];
  const across = Math.ceil(time.parts.length / valuesOf(1)) + 1;
  lines.push(
    `${' '.repeat(width + 1)}${start}${end.padStart(Math.max(across - start.length, end.length + 2))}`,
    '',
  );
  const whereOf = ({ span }: Cheapest): string => `${countryName(span.country)}, ${sellerOf(span)}`;
  printLines(io, [
    ...lines,
    `Last ${textOf(last)} (${whereOf(last)}); lowest ${textOf(lowest)} (${whereOf(lowest)}, ${minuteOf(lowest.span.since)}); highest ${textOf(highest)}. Times are UTC.`,
    ...(leftOut === undefined ? [] : [`Left out: ${leftOut}`]),
  ]);
}
