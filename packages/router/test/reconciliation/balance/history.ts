import { type Money, money } from '@numroute/core';
import type { Checkpoint } from '@numroute/journal';
import { carryPast } from '../../../src/reconciliation/balance/carry.ts';
import { takeCheckpoint } from '../../../src/reconciliation/balance/checkpoint.ts';
import { mayStillBeRefunded } from '../../../src/reconciliation/balance/deadlines.ts';
import { audit, learnPrices, unpriced } from '../../../src/reconciliation/balance/explain.ts';
import {
  entriesSince,
  type Reading,
  rangeOf,
  type Statement,
  type StatementEntry,
} from '../../../src/reconciliation/balance/statement.ts';
import { solve, type Verdict } from '../../../src/reconciliation/balance/verdicts.ts';
import { OVER, SETTLED, timing } from './account.ts';
import type { Fate, Step, Vendor } from './steps.ts';

interface VendorOrder {
  readonly fate: Fate;
  readonly charge: number;
  readonly chargedAt: number;
  endsAt: number;
  end: 'cancelled' | 'expired' | 'kept';
  refundAt: number;
  readonly smsAt: number;
}

type Mutable = { -readonly [K in keyof StatementEntry]: StatementEntry[K] };

export const counted = [
  'absent',
  'lost',
  'returned',
  'missing',
  'disputed',
  'undecided',
  'checkpoint',
  'learned',
  'top-up',
  'mismatch',
] as const;
export type Counts = Record<(typeof counted)[number], number>;

const NEVER = Number.POSITIVE_INFINITY;
const OPENING = 100_000;
const tenths = (amount: number): Money => money(`${Math.trunc(amount / 10)}.${amount % 10}`, 'USD');

/** Lives one history of one account, judging every verdict by what the vendor knows. */
export function live(steps: readonly Step[], vendor: Vendor, counts: Counts): void {
  let now = 1_000_000;
  const orders = new Map<string, VendorOrder>();
  const entries: Mutable[] = [];
  const topUps: { readonly at: number; readonly amount: number }[] = [];
  let isToppedUp = false;
  let lookedUpAt = now;
  /** By state and price: how many were called refunded too many, and where some are in dispute. */
  const refundedTooMany = new Map<string, number>();
  const inDispute = new Set<string>();
  let checkpoint: Checkpoint = { balance: tenths(OPENING), at: now, held: [], through: 0 };
  let carried = checkpoint;

  const lagOf = ({ refundLag, lateBy }: Fate): number =>
    vendor.keepsPromises ? refundLag : refundLag + lateBy;
  const refundedAt = (order: VendorOrder): number => (order.smsAt < order.endsAt ? NEVER : order.refundAt);
  const balanceAt = (at: number): number => {
    let balance = OPENING;
    for (const { at: when, amount } of topUps) if (when <= at) balance += amount;
    for (const order of orders.values()) {
      if (order.chargedAt <= at) balance -= order.charge;
      if (refundedAt(order) <= at) balance += order.charge;
    }
    return balance;
  };
  const broken = (what: string, about: unknown): never => {
    throw new Error(`${what}: ${JSON.stringify(about)} at ${now}, entries ${JSON.stringify(entries)}`);
  };

  function buy(fate: Fate): void {
    // One purchase at a time, and none while one is unknown.
    if (entries.some(({ state }) => state === 'unknown')) return;
    const drift = vendor.driftsFromQuotes ? fate.drift : 0;
    const charge = fate.price + drift;
    const id = `a${entries.length + 1}`;
    const entry: Mutable = {
      id,
      number: entries.length + 1,
      state: 'unknown',
      price: vendor.driftsFromQuotes
        ? { least: tenths(fate.price - 1), most: tenths(fate.price + 1) }
        : tenths(fate.price),
      sentAt: now,
    };
    entries.push(entry);
    if (fate.reply === 'refused') {
      entry.state = 'refused';
      return;
    }
    const bought = fate.reply === 'bought';
    if (bought || fate.charged) {
      const chargedAt = now + (bought ? fate.chargeAfter % 2_000 : fate.chargeAfter);
      const endsAt = chargedAt + Math.min(fate.endsEarlyAfter ?? NEVER, timing.lifetimeMs);
      orders.set(id, {
        fate,
        charge,
        chargedAt,
        endsAt,
        end: fate.keepsMoney ? 'kept' : 'expired',
        refundAt: fate.keepsMoney ? NEVER : endsAt + lagOf(fate),
        smsAt: bought ? chargedAt + (fate.smsAfter ?? NEVER) : NEVER,
      });
    }
    now += bought ? 2_000 : fate.gaveUpAfter;
    if (bought) entry.state = 'open';
  }

  function poll(entry: Mutable): void {
    const order = orders.get(entry.id);
    if (entry.state !== 'open' || !order) return;
    if (order.smsAt <= now && order.smsAt < order.endsAt)
      entry.state = order.fate.forgets && order.endsAt <= now ? 'gone' : 'delivered';
    else if (order.endsAt > now) return;
    else if (order.end === 'kept' || order.fate.forgets) entry.state = 'gone';
    else entry.state = order.end;
    entry.endedAt = now;
  }

  function cancel(entry: Mutable, replyLost: boolean, after: number): void {
    const order = orders.get(entry.id);
    if (entry.state !== 'open' || !order) return;
    const doneAt = now + (replyLost ? after : 0);
    if (order.smsAt > doneAt && order.endsAt > doneAt) {
      order.endsAt = doneAt;
      order.end = 'cancelled';
      order.refundAt = vendor.keepsPromises || !order.fate.keepsMoney ? doneAt + lagOf(order.fate) : NEVER;
    }
    if (replyLost) entry.cancelAsked = true;
    else poll(entry);
  }

  function read(lookedUpAfter: number): void {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      for (const entry of entries) poll(entry);
      const before = entries.map(({ state }) => state).join();
      now += 5_000;
      const askedAt = now;
      lookedUpAt = now + lookedUpAfter;
      const balance = balanceAt(lookedUpAt);
      now += 2 * lookedUpAfter;
      for (const entry of entries) poll(entry);
      if (entries.map(({ state }) => state).join() === before) {
        judge({ balance: tenths(balance), askedAt, answeredAt: now });
        return;
      }
    }
  }

  function judge(reading: Reading): void {
    const statement = (): Statement => ({
      checkpoint,
      entries: entries.map((one) => ({ ...one })),
      timing,
      exclusive: true,
    });
    compareCarried(statement(), reading);
    const verdicts = solve(statement(), reading);
    for (const one of verdicts) judgeOne(one);
    judgeEnded(verdicts);
    for (const [id, charged] of learnPrices(statement(), reading)) {
      counts.learned += 1;
      const order = orders.get(id);
      if (!order || charged.amount !== tenths(order.charge).amount)
        broken('learned a wrong price', { id, charged });
    }
    const said = audit(statement(), reading);
    if (said.audit === 'top-up' || said.audit === 'mismatch') counts[said.audit] += 1;
    if (vendor.keepsPromises && !isToppedUp && said.audit !== 'ok') broken('false alarm', said);
    if (isToppedUp && said.audit !== 'top-up') broken('a top-up not seen', said);
    for (const one of verdicts) apply(one);
    const next = takeCheckpoint(entries, reading, timing);
    if (!next) return;
    counts.checkpoint += 1;
    judgeHeld(next);
    for (const [id, order] of orders) {
      if (order.chargedAt > lookedUpAt) broken('a checkpoint before a charge', { id, order });
    }
    checkpoint = next;
    carried = next;
    isToppedUp = false;
  }

  /** Carried past all but the latest again and again, the checkpoint tells the same. */
  function compareCarried(plain: Statement, reading: Reading): void {
    const since = entriesSince(carried, plain.entries);
    carried = carryPast(carried, since.slice(0, -1));
    const short = { ...plain, checkpoint: carried, entries: entriesSince(carried, plain.entries) };
    const told = (one: Statement): string =>
      JSON.stringify([
        solve(one, reading).filter(({ id }) => short.entries.some((left) => left.id === id)),
        [...learnPrices(one, reading)],
        audit(one, reading),
        audit(one, reading, 'pessimistic'),
        unpriced(one),
      ]);
    if (told(short) !== told(plain))
      broken('carried, it tells otherwise', { short, told: [told(plain), told(short)] });
  }

  function judgeOne(one: Verdict): void {
    counts[one.verdict] += 1;
    const order = orders.get(one.id);
    if (one.verdict === 'absent' && order && refundedAt(order) > lookedUpAt)
      broken('FALSE ABSENT', { one, order });
    if (one.verdict === 'lost' && vendor.keepsPromises) {
      const held = order && order.chargedAt <= lookedUpAt && refundedAt(order) > lookedUpAt;
      const isWrong = one.charged !== undefined && one.charged.amount !== tenths(order?.charge ?? 0).amount;
      if (!held || isWrong) broken('FALSE LOST', { one, order });
    }
  }

  /** Orders of one price are interchangeable: when all are decided, as many must have come back as did. */
  function judgeEnded(verdicts: readonly Verdict[]): void {
    if (!vendor.keepsPromises || vendor.driftsFromQuotes) return;
    const keyOf = (id: string): string => {
      const { state, price } = entries.find((one) => one.id === id) ?? {};
      return JSON.stringify([state, price]);
    };
    const unclear = new Set<string>();
    for (const { id, verdict } of verdicts) {
      const order = orders.get(id);
      const key = keyOf(id);
      if (verdict === 'undecided') unclear.add(key);
      if (verdict === 'disputed') inDispute.add(key);
      if (!order || (verdict !== 'returned' && verdict !== 'missing')) continue;
      const wrong = Number(verdict === 'returned') - Number(refundedAt(order) <= lookedUpAt);
      refundedTooMany.set(key, (refundedTooMany.get(key) ?? 0) + wrong);
    }
    for (const [key, wrong] of refundedTooMany) {
      if (wrong !== 0 && !unclear.has(key) && !inDispute.has(key)) broken('wrong refunds', { key, wrong });
    }
  }

  /** Of orders that no sum can tell apart, any may be the one that counts as missing: so only the sum is judged. */
  function judgeHeld(next: Checkpoint): void {
    let spare = 0;
    for (const id of [...next.held, ...(next.overdue ?? [])]) {
      const order = orders.get(id);
      const entry = entries.find((one) => one.id === id);
      const isOver = !order || refundedAt(order) <= lookedUpAt;
      if (!entry || (isOver && !mayStillBeRefunded(entry, next.at, timing)))
        broken('a checkpoint that holds what is over', { id, order, next });
      else spare += order?.charge ?? Math.round(Number(rangeOf(entry.price).most.amount) * 10);
    }
    for (const order of orders.values()) {
      const at = refundedAt(order);
      if (order.chargedAt <= lookedUpAt && at !== NEVER && at > lookedUpAt) spare -= order.charge;
    }
    if (spare < 0) broken('a checkpoint that does not know what is held', { spare, next });
  }

  function apply(one: Verdict): void {
    const entry = entries.find(({ id }) => id === one.id);
    if (!entry) return;
    if (one.verdict === 'absent' || one.verdict === 'disputed') entry.state = one.verdict;
    if (one.verdict === 'returned' || one.verdict === 'missing') entry.money = one.verdict;
    if (one.verdict !== 'lost') return;
    entry.state = 'lost';
    if (one.charged) entry.price = one.charged;
  }

  for (const step of steps) {
    const open = entries.filter(({ state }) => state === 'open');
    const chosen = 'which' in step ? open[step.which % Math.max(1, open.length)] : undefined;
    if (step.do === 'buy') buy(step.fate);
    if (step.do === 'wait') now += step.ms;
    if (step.do === 'poll' && chosen) poll(chosen);
    if (step.do === 'cancel' && chosen) cancel(chosen, step.replyLost, step.after);
    if (step.do === 'read') read(step.lookedUpAfter);
    if (step.do === 'top-up') {
      topUps.push({ at: now, amount: 1_000_000 });
      isToppedUp = true;
    }
    now += 10;
  }
  // Everything comes to rest, and nothing may stay undecided.
  for (const ms of [0, SETTLED, OVER, timing.refundLagMs, 0]) {
    now += ms;
    read(20);
  }
  const left = entries.filter(
    ({ state, money }) => ['unknown', 'open'].includes(state) || (['gone', 'lost'].includes(state) && !money),
  );
  if (left.length > 0) broken('undecided for ever', left);
}
