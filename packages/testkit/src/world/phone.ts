import { findCountry } from '@numroute/core';

/** Calling codes are prefix-free and 7919 shares no factor with 10^8, so no number comes twice. */
export function phoneOf(country: string, n: number): string {
  const callingCode = findCountry(country)?.callingCode ?? '888';
  const local = String((n * 7919 + 12_345_678) % 100_000_000).padStart(8, '0');
  return `+${callingCode}${callingCode.length === 1 ? '55' : '5'}${local}`;
}
