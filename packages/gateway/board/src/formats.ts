import type { Language } from './languages.ts';
import type { Money } from './resources.ts';

/** How a language writes what is no word. Amounts stay text: `Intl` formats a decimal's text exactly. */
export interface Formats {
  money(value: Money): string;
  count(value: number): string;
  /** An exact decimal. */
  decimal(value: string): string;
  share(value: number): string;
  /** "now", "3 minutes ago", "in 4 minutes". */
  relative(ms: number): string;
  /** `4:07`. */
  countdown(ms: number): string;
  clock(time: string): string;
  day(time: string): string;
  /** Day and month. Milliseconds since 1970. */
  shortDay(at: number): string;
  /** Day and time. */
  moment(time: string): string;
  /** Undefined for a vendor's own code. */
  country(code: string): string | undefined;
  currency(code: string): string;
  compare(left: string, right: string): number;
}

const NOW_MS = 5_000;

const steps = [
  ['second', 60, 1_000],
  ['minute', 60, 60_000],
  ['hour', 24, 3_600_000],
  ['day', Number.POSITIVE_INFINITY, 86_400_000],
] as const;

/** Made when it is first needed: all of them at once would hold a page that opens. */
function later<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

export function formatsOf({ tag, toman }: Language): Formats {
  const plain = later(() => new Intl.NumberFormat(tag, { maximumFractionDigits: 18 }));
  const share = later(() => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }));
  const relative = later(() => new Intl.RelativeTimeFormat(tag, { numeric: 'always', style: 'narrow' }));
  const now = later(() => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(0, 'second'));
  const two = later(() => new Intl.NumberFormat(tag, { minimumIntegerDigits: 2, useGrouping: false }));
  // English has many: whoever reads British times finds no PM.
  const local = navigator.languages.find((one) => one.slice(0, 2) === tag) ?? tag;
  const timeIn = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
    later(() => new Intl.DateTimeFormat(local, options));
  const clock = timeIn({ timeStyle: 'short' });
  const moment = timeIn({ dateStyle: 'medium', timeStyle: 'short' });
  const day = timeIn({ dateStyle: 'long' });
  const shortDay = timeIn({ month: 'short', day: 'numeric' });
  const regions = later(() => new Intl.DisplayNames(tag, { type: 'region', fallback: 'none' }));
  const currencies = later(() => new Intl.DisplayNames(tag, { type: 'currency', fallback: 'code' }));
  const collator = later(() => new Intl.Collator(tag));
  const ofCurrency = new Map<string, Intl.NumberFormat>();
  const moneyIn = (currency: string): Intl.NumberFormat => {
    const known = ofCurrency.get(currency);
    if (known) return known;
    const made = new Intl.NumberFormat(tag, { style: 'currency', currency, maximumFractionDigits: 18 });
    ofCurrency.set(currency, made);
    return made;
  };
  return {
    money: ({ amount, currency }) => {
      const exact = amount as Intl.StringNumericLiteral;
      // No standard lists the toman.
      return currency === 'IRT' ? `${plain().format(exact)} ${toman}` : moneyIn(currency).format(exact);
    },
    count: (value) => plain().format(value),
    decimal: (value) => plain().format(value as Intl.StringNumericLiteral),
    share: (value) => share().format(value),
    relative: (ms) => {
      const size = Math.abs(ms);
      if (size < NOW_MS) return now();
      const [unit, , length] = steps.find(([, most, each]) => size < most * each) ?? steps[3];
      return relative().format(Math.trunc(ms / length), unit);
    },
    countdown: (ms) => {
      const seconds = Math.max(0, Math.ceil(ms / 1_000));
      return `${plain().format(Math.trunc(seconds / 60))}:${two().format(seconds % 60)}`;
    },
    clock: (time) => clock().format(new Date(time)),
    moment: (time) => moment().format(new Date(time)),
    day: (time) => day().format(new Date(time)),
    shortDay: (at) => shortDay().format(at),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? regions().of(code) : undefined),
    currency: (code) => (code === 'IRT' ? toman : (currencies().of(code) ?? code)),
    compare: (left, right) => collator().compare(left, right),
  };
}

/** A decimal as a person types it: Persian and Arabic digits and decimal marks made plain. */
export function plainDecimal(typed: string): string {
  return typed
    .trim()
    .replace(/[\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u066B]/, '.');
}
