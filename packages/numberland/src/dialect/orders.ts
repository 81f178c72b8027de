import { codeOf, NumrouteError, type OrderReport } from '@numroute/core';
import { type State, states } from '../words.ts';
import { type Answer, parameterOf, type Visit } from './visit.ts';

export const showStatus: Answer = async (visit) => stateOf(visit, await fetch(visit));

export const cancelNumber: Answer = (visit) => changed(visit, (id) => visit.shop.cancelOrder(id));

export const closeNumber: Answer = (visit) => changed(visit, (id) => visit.shop.finishOrder(id));

export const banNumber: Answer = (visit) =>
  changed(visit, async (id) => {
    const report = await visit.shop.rejectNumber(id, 'refused');
    if (report.status === 'cancelled') visit.memory.ban(visit.key, id);
    return report;
  });

export const repeatNumber: Answer = (visit) =>
  changed(visit, async (id) => {
    const before = await visit.shop.fetchOrder(id);
    const report = await visit.shop.requestAnotherSms(id);
    // What came between the two calls is new.
    visit.memory.awaits(visit.key, before);
    return report;
  });

/** The new state; where the shop refuses, the one that it stays in. */
async function changed(visit: Visit, change: (id: string) => Promise<OrderReport>): Promise<string> {
  try {
    return stateOf(visit, await change(parameterOf(visit, 'id')));
  } catch (error) {
    if (!NumrouteError.is(error, 'WRONG_STATE')) throw error;
    return stateOf(visit, await fetch(visit));
  }
}

const fetch = (visit: Visit): Promise<OrderReport> => visit.shop.fetchOrder(parameterOf(visit, 'id'));

/** Numbers, as in the guide's sample. */
function stateOf({ key, memory }: Visit, report: OrderReport): string {
  const state = stateIn(report, {
    isAwaiting: memory.isAwaiting(key, report),
    isBanned: memory.isBanned(key, report.id),
  });
  return JSON.stringify({ RESULT: Number(state), CODE: codeIn(report), DESCRIPTION: states[state] });
}

function stateIn(
  { status }: OrderReport,
  { isAwaiting, isBanned }: { readonly isAwaiting: boolean; readonly isBanned: boolean },
): State {
  switch (status) {
    case 'open':
      return '1';
    case 'delivered':
      return isAwaiting ? '5' : '2';
    case 'finished':
    case 'gone':
      return '6';
    case 'cancelled':
    case 'expired':
      return isBanned ? '4' : '3';
  }
}

/** The newest one; a text without a code takes its place. */
function codeIn({ messages }: OrderReport): string {
  return messages.map((message) => codeOf(message) ?? message.text).findLast(Boolean) ?? '0';
}
