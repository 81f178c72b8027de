import { NumrouteError } from '@numroute/core';
import type { Fault, WorldOptions } from '@numroute/testkit';
import { noneOf } from '../arguments.ts';

/** One way for a vendor to misbehave, by the word that the command line knows it by. */
export interface VendorFault {
  readonly name: string;
  readonly does: string;
  /** Hits every request that it fits. */
  readonly wire?: Omit<Fault, 'times'>;
  readonly terms?: (options: WorldOptions) => Partial<WorldOptions>;
}

/** So much longer a cancel is refused than the vendor says. */
const LOCKED_MS = 15_000;
const SLOW_MS = 2_000;

const afterCharge = { when: 'after', operation: 'purchase' } as const;

export const vendorFaults: readonly VendorFault[] = [
  {
    name: 'cut-after-charge',
    does: 'sells and charges, then tears the connection instead of answering',
    wire: { ...afterCharge, kind: 'reset' },
  },
  {
    name: 'half-after-charge',
    does: 'sells and charges; half of the answer arrives',
    wire: { ...afterCharge, kind: 'truncated' },
  },
  {
    name: 'error-after-charge',
    does: 'sells and charges; the answer is HTTP 500',
    wire: { ...afterCharge, kind: 'http-500' },
  },
  {
    name: 'error-before-charge',
    does: 'sells nothing; the answer to a purchase is HTTP 500',
    wire: { when: 'before', kind: 'http-500', operation: 'purchase' },
  },
  {
    name: 'phantom',
    does: 'has nothing of what it lists',
    wire: {
      when: 'before',
      kind: 'refusal',
      operation: 'purchase',
      refusal: new NumrouteError('OUT_OF_STOCK', 'No number is left.', {}),
    },
  },
  { name: 'no-money', does: 'the account there is empty', terms: () => ({ funds: '0' }) },
  {
    name: 'cut-list',
    does: 'half of each price list arrives',
    wire: { when: 'after', kind: 'truncated', operation: 'listOffers' },
  },
  {
    name: 'slow',
    does: `every answer comes ${SLOW_MS / 1000} s late`,
    wire: { when: 'after', kind: 'slow', delayMs: SLOW_MS },
  },
  { name: 'hang', does: 'hears everything and answers nothing', wire: { when: 'before', kind: 'timeout' } },
  { name: 'down', does: 'every answer is HTTP 500', wire: { when: 'before', kind: 'http-500' } },
  { name: 'block-page', does: 'every answer is an HTML page', wire: { when: 'before', kind: 'html' } },
  { name: 'garbage', does: 'every answer is no text at all', wire: { when: 'before', kind: 'garbage' } },
  {
    name: 'cancel-too-early',
    does: `refuses a cancel ${LOCKED_MS / 1000} s longer than it says`,
    terms: ({ cancelAfterMs = 0 }) => ({ cancelAfterMs: cancelAfterMs + LOCKED_MS }),
  },
  {
    name: 'no-refund',
    does: 'cancels, and never pays back',
    terms: () => ({ refundLagMs: Number.POSITIVE_INFINITY }),
  },
  {
    name: 'deny-order',
    does: 'sells, and then knows no such order',
    wire: {
      when: 'before',
      kind: 'refusal',
      operation: 'fetchOrder',
      refusal: new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id: '' }),
    },
  },
];

/** @throws {NumrouteError} INVALID_INPUT */
export function faultNamed(text: string): VendorFault {
  const found = vendorFaults.find(({ name }) => name === text);
  if (found) return found;
  const names = vendorFaults.map(({ name }) => name);
  throw noneOf('--fault', text, names);
}

/** `cut-after-charge    sells and charges, …`, a line each. */
export function faultLines(): string {
  const width = Math.max(...vendorFaults.map(({ name }) => name.length)) + 2;
  return vendorFaults.map(({ name, does }) => `${name.padEnd(width)}${does}\n`).join('');
}
