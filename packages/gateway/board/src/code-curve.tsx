import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import type { CurvePoint } from './resources.ts';
import { useMedia } from './use-media.ts';

interface CodeCurveProps {
  readonly measured: readonly CurvePoint[];
  readonly expected: readonly CurvePoint[];
  /** What it shows, for whoever hears the page. */
  readonly said: string;
}

const SECOND_MS = 1_000;
const LONGEST_MS = 1_200 * SECOND_MS;
/** Most codes come within a minute: the first seconds have as much room as the last minutes. */
const STRETCH_MS = 10 * SECOND_MS;
const SHARES = [0, 0.25, 0.5, 0.75, 1];
const LEFT = 44;
const TOP = 10;
const BOTTOM = 26;
/** Too narrow for all of them, a phone has every other one. */
const wide = { width: 640, height: 250, ticks: [0, 10, 30, 60, 120, 300, 600, 1_200] };
const narrow = { width: 320, height: 210, ticks: [0, 30, 120, 600] };

/** By which age which share of the codes had come: as it was, and as it is expected now. */
export function CodeCurve({ measured, expected, said }: CodeCurveProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { width, height, ticks } = useMedia('(min-width: 46rem)') ? wide : narrow;
  const along = (ms: number): number => {
    const part = Math.log1p(ms / STRETCH_MS) / Math.log1p(LONGEST_MS / STRETCH_MS);
    return LEFT + part * (width - LEFT - 22);
  };
  const up = (share: number): number => TOP + (1 - share) * (height - TOP - BOTTOM);
  const line = (points: readonly CurvePoint[]): string =>
    points.map(({ afterMs, share }) => `${along(afterMs).toFixed(1)},${up(share).toFixed(1)}`).join(' ');
  return (
    <figure class="curve">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
        {SHARES.map((share) => (
          <g key={share}>
            <line class="grid" x1={LEFT} x2={width - 8} y1={up(share)} y2={up(share)} />
            <text x={LEFT - 8} y={up(share) + 4} text-anchor="end">
              {formats.share(share)}
            </text>
          </g>
        ))}
        {ticks.map((seconds) => (
          <text key={seconds} x={along(seconds * SECOND_MS)} y={height - 6} text-anchor="middle">
            {formats.countdown(seconds * SECOND_MS)}
          </text>
        ))}
        <polyline class="expected" points={line(expected)} />
        {measured.length > 0 && <polyline class="measured" points={line(measured)} />}
      </svg>
      <figcaption class="facts small">
        {measured.length > 0 && <span class="key is-measured">{words.curveMeasured}</span>}
        <span class="key is-expected">{words.curveExpected}</span>
      </figcaption>
    </figure>
  );
}
