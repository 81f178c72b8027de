import { blows, wireFaults } from './faults.ts';
import { habits } from './habits/index.ts';
import type { Tally } from './tally.ts';

/** Below, chance alone may leave something out. */
const BIG = 20_000;

/** What a big run must have gone through: event, state before, state after. The rarest come once in some thousand orders. */
const transitions = [
  'intent none-sending',
  'refused sending-refused',
  'unheard sending-unknown',
  'bought sending-open',
  'bought unknown-open',
  'absent unknown-absent',
  'lost unknown-lost',
  'disputed unknown-disputed',
  'reported open-delivered',
  'reported open-expired',
  'reported open-gone',
  'reported delivered-finished',
  'cancel-wanted open-open',
  'cancel-asked open-open',
  'cancel-refused open-open',
  'cancel-confirmed open-cancelled',
  'cancel-confirmed cancelled-cancelled',
  'finish-asked delivered-delivered',
  'another-asked delivered-delivered',
  'another-confirmed delivered-delivered',
  'charge-seen open-open',
  'charge-seen delivered-delivered',
  'charge-seen finished-finished',
  'refund-seen cancelled-cancelled',
  'refund-seen expired-expired',
  'refund-seen gone-gone',
  'refund-seen lost-lost',
  'refund-missing cancelled-cancelled',
  'refund-missing expired-expired',
  'refund-missing gone-gone',
  'refund-missing lost-lost',
  'used open-open',
];

/** What callers who want a code must have met. */
const codes = [
  'codes: got',
  'codes: got, after numbers without one',
  'codes: a number handed out',
  'codes: a number handed out again',
  'codes: the caller hung up',
  'errors: getCode NO_CODE',
  'errors: getCode OUTCOME_UNKNOWN',
  'scenarios: a strategy that ranks at random',
];

/** Whatever a big run should have met and has not: then it has shown nothing of it. */
export function neverHappened(tally: Tally, orders: number): readonly string[] {
  if (orders < BIG) return [];
  return [
    'crashes',
    'reboots',
    'journals: files, after a crash',
    'orders: adopted',
    ...habits.map((name) => `habit: ${name}`),
    ...[...wireFaults.keys(), ...blows].map((name) => `fault: ${name}`),
    ...codes,
    ...transitions.map((name) => `transition: ${name}`),
  ].filter((name) => tally.count(name) === 0);
}
