import {
  type AnyNumrouteError,
  decimalOf,
  type ErrorDetails,
  NumrouteError,
  type OrderRef,
  type TriedNumber,
} from '@numroute/core';
import type { Mistakes } from '../config/check.ts';
import { CONFIG_NAME } from '../config/find.ts';
import { type Io, printEvent, tame } from '../io.ts';
import { refundWords } from './entry-line.ts';
import { exitCodeOf } from './exit-code-of.ts';
import { exact, nameOf, plural } from './format.ts';
import { hiddenText } from './hidden-offers.ts';
import { printLines } from './lines.ts';
import { headOf, withoutName } from './silence.ts';
import { reasonOf } from './table.ts';

/**
 * Says what went wrong and what to do, and picks the exit code.
 *
 * @param stopped Of a command that Ctrl-C has ended.
 */
export function report(io: Io, error: unknown, json: boolean, stopped: number): number {
  if (io.signal.aborted && error === io.signal.reason) {
    io.stderr.write('Stopped.\n');
    if (json) printStop(io, stopped);
    return stopped;
  }
  const code = exitCodeOf(error);
  printLines(io, linesOf(error, io), io.stderr);
  if (json) printEvent(io, 'end', { error: { ...factsOf(error), exitCode: code } });
  return code;
}

/** Ctrl-C came before anything was bought or asked for. */
export function printStop(io: Io, exitCode: number): void {
  const error = { code: 'STOPPED', message: 'stopped by a signal', moneyMayHaveMoved: false, details: {} };
  printEvent(io, 'end', { error: { ...error, exitCode } });
}

function factsOf(error: unknown): object {
  if (NumrouteError.is(error)) return error.toJSON();
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
}

function linesOf(error: unknown, { env }: Io): string[] {
  if (!NumrouteError.is(error)) {
    const text =
      error instanceof Error ? ((env['NUMROUTE_DEBUG'] && error.stack) ?? error.message) : String(error);
    return [`numroute failed unexpectedly: ${text}`];
  }
  // A provider's name may stand before a message twice.
  const said = tame(error.message, 600).replace(/^([\w-]+: )\1+/, '$1');
  switch (error.code) {
    case 'INVALID_INPUT':
      return mistakeLines(error.details as Partial<Mistakes>) ?? [said];
    case 'OUTCOME_UNKNOWN': {
      const { offer } = error.details;
      const where = offer ? `${offer.provider} (${exact(offer.price)})` : 'the vendor';
      return [
        said,
        `Money may have moved at ${where}. Look at your orders and balance there before you buy again; an order that nobody uses usually expires and is refunded.`,
      ];
    }
    case 'NO_OFFER':
      return [said, ...noOfferLines(error.details)];
    case 'NO_CODE':
      return noCodeLines(error.details, error.cause);
    case 'BUDGET_EXCEEDED':
      return [
        said,
        'A promised refund counts as spent until the balance shows it, which takes a minute or longer: `numroute recover` looks.',
      ];
    default:
      return [said, ...soldLines(error)];
  }
}

/** Undefined where it is about no config, or about one mistake in the config of this folder. */
function mistakeLines({ file, mistakes = [] }: Partial<Mistakes>): string[] | undefined {
  if (file === undefined || (mistakes.length === 1 && file === CONFIG_NAME)) return undefined;
  return [
    `${plural(mistakes.length, 'mistake')} in ${file}:`,
    ...mistakes.map(({ message }) => `  ${tame(message, 600)}`),
  ];
}

function noOfferLines({ attempts, excluded, hidden }: ErrorDetails['NO_OFFER']): string[] {
  const tried = attempts.flatMap(({ offer, error }) => [
    `${offer.provider}, ${exact(offer.price)}: ${withoutName(offer.provider, error.message)}`,
    ...soldLines(error),
  ]);
  const left = excluded.map(({ provider, why, count }) => {
    const reason = reasonOf(why);
    return reason === undefined ? `${provider}: ${headOf(why)} (${why})` : `${provider}: ${count} ${reason}`;
  });
  const isInDoubt = excluded.some(({ why }) => why === 'account-unresolved');
  return [
    ...[...tried, ...left].map((line) => `  ${line}`),
    ...(isInDoubt
      ? [
          'Nothing is bought at an account while a purchase there may have been charged and is not settled: `numroute orders` shows it, `numroute recover` looks for it.',
        ]
      : []),
    ...hidden.map(hiddenText),
  ];
}

const reasons: Readonly<Record<TriedNumber['why'], string>> = {
  late: 'no code in',
  unfit: 'the service did not take it, after',
  ended: 'its vendor ended it without a code, after',
};

function noCodeLines({ tried, spent, promised }: ErrorDetails['NO_CODE'], cause: unknown): string[] {
  const service = tried[0]?.offer.service;
  const numbers = tried.map(({ order, offer, why, afterMs, refund }) => {
    const money = refundWords[refund] ?? 'its money is not back';
    return `${nameOf(order)}, ${exact(offer.price)}: ${reasons[why]} ${Math.round(afterMs / 1000)} s; ${money}`;
  });
  const isPromised = decimalOf(promised).units > 0n;
  const rest = isPromised ? `, ${exact(promised)} promised back: \`numroute recover\` looks for it` : '';
  return [
    `No code${service === undefined ? '' : ` for ${service}`}; ${plural(tried.length, 'number')} tried.`,
    ...numbers.map((line) => `  ${line}`),
    ...(cause instanceof Error ? [`It ended because: ${tame(cause.message, 600)}`] : []),
    `Spent ${exact(spent)}${rest}.`,
  ];
}

/** What a vendor sold that the buyer did not agree to, and where its money is. */
function soldLines({ code, details }: AnyNumrouteError): string[] {
  if (code === 'NOT_AS_OFFERED') {
    const what =
      details.what === 'country'
        ? 'The vendor sold a number of another country than it offered.'
        : 'The vendor sold an order whose phone number cannot be read.';
    return [`${what} ${orderText(details.order, details.refund)}`];
  }
  if (code === 'PRICE_ABOVE_LIMIT' && details.order) return [orderText(details.order, details.refund)];
  return [];
}

function orderText(order: OrderRef, refund: 'promised' | undefined): string {
  const name = nameOf(order);
  return refund
    ? `Order ${name} was charged and is cancelled, and its refund is promised: \`numroute recover\` looks for it.`
    : `Order ${name} was charged and is not cancelled yet: \`numroute cancel ${name} --wait\` asks until it is over.`;
}
