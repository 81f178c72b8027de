import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Api } from './api.ts';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { BOARD_PLACE } from './place.ts';
import { PriceChanges } from './price-changes.tsx';
import { lookOf, PriceChart } from './price-chart.tsx';
import { linesOf, type PriceLine } from './price-lines.ts';
import { ProblemNote } from './problem-note.tsx';
import type { PriceHistory } from './resources.ts';
import { useLoaded } from './use-loaded.ts';
import { VendorLink } from './vendor-link.tsx';

interface PricesPageProps {
  readonly api: Api;
  readonly service: string;
  readonly country: string;
  readonly currency: string;
}

const DAY_MS = 86_400_000;
const AGAIN_MS = 60_000;
const spans = [1, 7, 30, 90] as const;

/** What a service has cost in a country: a line for each vendor that the reader may know, and the same as a table. */
export function PricesPage({ api, service, country, currency }: PricesPageProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { wishName } = useNames();
  const [days, setDays] = useState<number>(7);
  const since = useMemo(() => new Date(Date.now() - days * DAY_MS).toISOString(), [days]);
  const query = new URLSearchParams({ service, country, currency, since });
  const { value, problem, isLoading } = useLoaded<PriceHistory>(api, `prices/history?${query}`, AGAIN_MS);
  const lines = useMemo(() => (value ? linesOf(value) : []), [value]);
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever followed the link goes on from here.
  useEffect(() => title.current?.focus({ preventScroll: true }), [service, country]);
  const name = wishName({ service, country });
  return (
    <section aria-labelledby="history-title">
      <p>
        <a href={BOARD_PLACE}>{words.allPrices}</a>
      </p>
      <h2 id="history-title" ref={title} tabIndex={-1}>
        {words.pricesOver(name)}
      </h2>
      <div class="pickers is-one">
        <label>
          {words.time}
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {spans.map((one) => (
              <option key={one} value={one}>
                {words.lastDays(formats.count(one))}
              </option>
            ))}
          </select>
        </label>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {/* Always there, because a reader hears what comes into it. */}
      <p class={problem || lines.length > 0 ? 'unseen' : 'empty'} role="status">
        {isLoading && !value && words.loading}
        {value && lines.length === 0 && words.noPriceKept}
      </p>
      {value && lines.length > 0 && (
        <>
          <figure class="curve panel is-long">
            <PriceChart
              lines={lines}
              since={Date.parse(value.since)}
              until={Date.parse(value.until)}
              said={words.chartSaid(name, formats.currency(currency))}
            />
            <figcaption>
              <ul class="legend">
                {lines.map((line, nth) => (
                  <Legend key={line.vendor} line={line} look={lookOf(nth)} currency={currency} />
                ))}
              </ul>
            </figcaption>
          </figure>
          <PriceChanges lines={lines} currency={currency} />
        </>
      )}
    </section>
  );
}

interface LegendProps {
  readonly line: PriceLine;
  readonly look: string;
  readonly currency: string;
}

/** Whose line it is, its price now, and the least and the most of the span. */
function Legend({ line: { vendor, stands }, look, currency }: LegendProps): JSX.Element {
  const { words, formats } = useSpeech();
  const money = (amount: string): string => formats.money({ amount, currency });
  const prices = stands
    .flatMap(({ price }) => (price === undefined ? [] : [price]))
    .sort((left, right) => Number(left) - Number(right));
  const now = stands.at(-1)?.price;
  return (
    <li>
      <svg class="key-line" viewBox="0 0 28 6" aria-hidden="true">
        <path class={look} d="M0 3H28" />
      </svg>
      <span>{vendor === undefined ? words.price : <VendorLink id={vendor} />}</span>
      <strong>
        <Apart>{now === undefined ? words.noPrice : money(now)}</Apart>
      </strong>
      <span class="small muted">
        <Apart>{words.fromTo(money(prices[0] ?? '0'), money(prices.at(-1) ?? '0'))}</Apart>
      </span>
    </li>
  );
}
