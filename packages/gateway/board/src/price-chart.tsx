import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import { type PriceLine, type Stand, ticksOf } from './price-lines.ts';
import { useMedia } from './use-media.ts';

interface PriceChartProps {
  readonly lines: readonly PriceLine[];
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  /** What it shows, for whoever hears the page. */
  readonly said: string;
}

const LEFT = 64;
const RIGHT = 24;
const TOP = 12;
const BOTTOM = 26;
const DAY_MS = 86_400_000;
const wide = { width: 960, height: 320, times: 6 };
const narrow = { width: 320, height: 230, times: 2 };

/** As many looks as a chart can keep apart; colours and dashes come again after that. */
const LOOKS = 12;
export const lookOf = (nth: number): string => `line is-${nth % LOOKS}`;

/** Prices over time, a stepped line for each vendor. Amounts are numbers here only to be drawn. */
export function PriceChart({ lines, since, until, said }: PriceChartProps): JSX.Element {
  const { formats } = useSpeech();
  const { width, height, times } = useMedia('(min-width: 46rem)') ? wide : narrow;
  const prices = lines.flatMap(({ stands }) =>
    stands.flatMap(({ price }) => (price === undefined ? [] : [Number(price)])),
  );
  const ticks = ticksOf(
    prices.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY),
    prices.reduce((most, one) => Math.max(most, one), 0),
  );
  const [bottom, top] = [Number(ticks[0]), Number(ticks.at(-1))];
  const along = (at: number): number => LEFT + ((at - since) / (until - since)) * (width - LEFT - RIGHT);
  const up = (price: number): number =>
    TOP + (1 - (price - bottom) / (top - bottom)) * (height - TOP - BOTTOM);
  const moments = Array.from({ length: times + 1 }, (_, nth) => since + ((until - since) * nth) / times);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={LEFT} x2={width - RIGHT} y1={up(Number(tick))} y2={up(Number(tick))} />
          <text x={LEFT - 8} y={up(Number(tick)) + 4} text-anchor="end">
            {formats.decimal(tick)}
          </text>
        </g>
      ))}
      {moments.map((at, nth) => (
        <text key={at} x={along(at)} y={height - 6} text-anchor={nth === times ? 'end' : 'middle'}>
          {until - since > 2 * DAY_MS ? formats.shortDay(at) : formats.clock(new Date(at).toISOString())}
        </text>
      ))}
      {lines.map(({ vendor, stands }, nth) => (
        <path key={vendor} class={lookOf(nth)} d={pathOf(stands, along, up)} />
      ))}
    </svg>
  );
}

function pathOf(
  stands: readonly Stand[],
  along: (at: number) => number,
  up: (price: number) => number,
): string {
  let path = '';
  let isOn = false;
  for (const { from, to, price } of stands) {
    if (price !== undefined) {
      const [left, right, height] = [along(from), along(to), up(Number(price))].map((one) => one.toFixed(1));
      path += isOn ? `V${height}H${right}` : `M${left} ${height}H${right}`;
    }
    isOn = price !== undefined;
  }
  return path;
}
