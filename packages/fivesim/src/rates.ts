import type { SuccessRate } from '@numroute/core';

/** The windows that count here, in hours, by the name of their field. */
export const windows = { rate24: 24, rate168: 168, rate720: 720 } as const;

export type Rates = { -readonly [W in keyof typeof windows]?: number | undefined };

/**
 * The window that tells most of what a pool does now. A window that is left out had no order in it; an
 * explicit 0 had some, and all failed. The month outlives a dead pool by weeks, so it speaks only where
 * the week is silent.
 */
export function successRateOf({ rate24, rate168, rate720 }: Rates): Omit<SuccessRate, 'source'> | undefined {
  if (rate24) return rateOf(rate24, 'rate24');
  if (rate168 !== undefined) return rateOf(rate168, 'rate168');
  return rate720 === undefined ? undefined : rateOf(rate720, 'rate720');
}

/** Above a hundred percent, or no number at all, is no rate. */
export function readPercent(text: string): number | undefined {
  const percent = /^\d{1,3}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
  return percent !== undefined && percent <= 100 ? percent : undefined;
}

function rateOf(percent: number, window: keyof Rates): Omit<SuccessRate, 'source'> {
  return { value: percent / 100, windowHours: windows[window] };
}
