import type { SuccessRate } from '@numroute/core';

/** The windows that count here, in hours, by the name of their field. */
const windows = { rate24: 24, rate168: 168, rate720: 720 } as const;

export type Window = keyof typeof windows;

export const windowNames = Object.keys(windows) as readonly Window[];

/**
 * The window that tells most of what a pool does now. A window that is left out had no order in it; an
 * explicit 0 had some, and all failed. The month outlives a dead pool by weeks, so it speaks only where
 * the week is silent.
 */
export function successRateOf(
  percents: Readonly<Partial<Record<Window, number | undefined>>>,
): Omit<SuccessRate, 'source'> | undefined {
  const told = windowNames.find(
    (one) => percents[one] !== undefined && (one !== 'rate24' || percents[one] > 0),
  );
  return told && { value: (percents[told] ?? 0) / 100, windowHours: windows[told] };
}

/** Above a hundred percent, or no number at all, is no rate. */
export function readPercent(text: string): number | undefined {
  const percent = /^\d{1,3}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
  return percent !== undefined && percent <= 100 ? percent : undefined;
}
