import { isCurrency } from '@numroute/core';

const spellings: ReadonlyMap<string, string> = new Map([
  ['TOMAN', 'IRT'],
  ['تومان', 'IRT'],
  ['TMN', 'IRT'],
  ['RIAL', 'IRR'],
  ['ریال', 'IRR'],
]);

/** The currency of a vendor's unit; undefined for an unknown one: a guess could be wrong tenfold. */
export function currencyOf(unit: string): string | undefined {
  const word = unit.trim().toUpperCase();
  return spellings.get(word) ?? (isCurrency(word) ? word : undefined);
}

/** The page's spelling of a currency. */
export function unitOf(currency: string): string {
  return currency === 'IRT' ? 'Toman' : currency === 'IRR' ? 'Rial' : currency;
}
