import { formatMoney, NumrouteError, type TriedNumber } from '@numroute/core';
import type { Want } from '../quoting/want.ts';
import type { Spending } from './spending.ts';

const reasons: Readonly<Record<TriedNumber['why'], string>> = {
  late: 'no code in time',
  unfit: 'of no use to its user',
  ended: 'ended without a code',
};

/** What was tried for a code, and what it cost, in words for a person. */
export function noCode(
  { service }: Want,
  tried: readonly TriedNumber[],
  { spent, promised }: Spending,
  failure?: { readonly cause?: unknown },
): NumrouteError<'NO_CODE'> {
  const numbers = tried.map(
    ({ order, why, afterMs }) =>
      `${order.provider} ${order.id}: ${reasons[why]} (${Math.round(afterMs / 1000)} s)`,
  );
  const parts = [
    `${tried.length} ${tried.length === 1 ? 'number' : 'numbers'} tried`,
    ...numbers,
    `spent ${formatMoney(spent)}, promised back ${formatMoney(promised)}`,
    ...(failure?.cause instanceof Error ? [failure.cause.message] : []),
  ];
  return new NumrouteError(
    'NO_CODE',
    `no code for ${service}: ${parts.join('; ')}`,
    { tried, spent, promised },
    failure && 'cause' in failure ? { cause: failure.cause } : undefined,
  );
}
