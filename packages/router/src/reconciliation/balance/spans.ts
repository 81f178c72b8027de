/** Every amount from `low` to `high`. */
export interface Span {
  readonly low: bigint;
  readonly high: bigint;
}

/** The amounts that a sum can have: spans in rising order that do not touch. */
export type Spans = readonly Span[];

/** With more possible sums the answer is "not decidable". No account has so many undecided groups at once. */
const MOST_SPANS = 20_000;

export const NOTHING: Spans = [{ low: 0n, high: 0n }];

export const holds = ({ low, high }: Span, value: bigint): boolean => low <= value && value <= high;

export function spansOfAll(spans: Iterable<Span>): Spans {
  const sorted = [...spans].sort((left, right) => (left.low < right.low ? -1 : left.low > right.low ? 1 : 0));
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (!last || span.low > last.high) merged.push(span);
    else if (span.high > last.high) merged[merged.length - 1] = { low: last.low, high: span.high };
  }
  return merged;
}

/** Every amount of one plus every amount of the other; undefined if there are too many. */
export function addSpans(left: Spans, right: Spans): Spans | undefined {
  if (left.length * right.length > MOST_SPANS * 4) return undefined;
  const spans: Span[] = [];
  for (const a of left) {
    for (const b of right) spans.push({ low: a.low + b.low, high: a.high + b.high });
  }
  const sums = spansOfAll(spans);
  return sums.length > MOST_SPANS ? undefined : sums;
}

const lesser = (left: bigint, right: bigint): bigint => (left < right ? left : right);
const greater = (left: bigint, right: bigint): bigint => (left > right ? left : right);

/** The place of the first span that ends at `value` or above it. */
function firstFrom(sums: Spans, value: bigint): number {
  let from = 0;
  let to = sums.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sums[middle]?.high ?? 0n) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The place after the last span that begins at `value` or below it. */
function lastUntil(sums: Spans, value: bigint): number {
  let from = 0;
  let to = sums.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sums[middle]?.low ?? 0n) <= value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * From the least to the most that one part can have been, within `part`, if it makes `total`
 * together with an amount of each of the two others; undefined if it cannot.
 */
export function shareOf(part: Span, total: bigint, one: Spans, other: Spans): Span | undefined {
  let low: bigint | undefined;
  let high: bigint | undefined;
  for (const span of one) {
    const first = firstFrom(other, total - part.high - span.high);
    const last = lastUntil(other, total - part.low - span.low) - 1;
    const lowest = other[first];
    const highest = other[last];
    if (!lowest || !highest || first > last) continue;
    const upper = lesser(part.high, total - span.low - lowest.low);
    const lower = greater(part.low, total - span.high - highest.high);
    high = greater(upper, high ?? upper);
    low = lesser(lower, low ?? lower);
  }
  return low === undefined || high === undefined ? undefined : { low, high };
}
