import { randomInt } from 'node:crypto';
import { can, NumrouteError } from '@numroute/core';
import { cases } from './cases/index.ts';
import { smokeCase } from './cases/smoke.ts';
import { Absent, type Case, type Clause, Inconclusive } from './stage/case.ts';
import { Broken, show } from './stage/checks.ts';
import { defaultOffers, requireGoods } from './stage/market.ts';
import { openStage } from './stage/stage.ts';
import type { Deviation, Subject } from './stage/subject.ts';

/**
 * - `pass`: the promise holds
 * - `fail`: it does not, or a deviation is stale
 * - `absent`: the provider lacks what the case needs
 * - `deviates`: it does not hold, for a reason that was written down
 */
export type Verdict = 'pass' | 'fail' | 'absent' | 'deviates';

/** What one case has shown. */
export interface CaseResult {
  readonly case: string;
  readonly clause: Clause;
  readonly title: string;
  readonly verdict: Verdict;
  /** What was expected and what came, why it is absent, or the reason of the deviation. */
  readonly note?: string;
  /** Of a case that failed: the last request and its reply, and how many there were. The key is struck out. */
  readonly trace?: readonly string[];
  readonly ms: number;
}

/** What all cases have shown of one provider. */
export interface ConformanceReport {
  /** No case failed. */
  readonly passed: boolean;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly results: readonly CaseResult[];
  readonly ms: number;
}

/** Which cases are run, and who is told. */
export interface VerifyOptions {
  /** Told of each result as it comes. */
  readonly onResult?: (result: CaseResult) => void;
  /** Only the cases whose id begins so. A deviation of another case is then left alone. */
  readonly only?: string;
  /** A case that takes longer has failed. @default 15_000 */
  readonly caseLimitMs?: number;
  /** Of random prices, to repeat a failure that names it. @default another one each time */
  readonly seed?: number;
}

const CASE_LIMIT_MS = 15_000;
const TRIES = 5;
const SEEDS = 1_000_000;

class Late extends Error {}

/**
 * Puts every promise of the contract to the proof. Never rejects because of the provider: what it
 * does wrong is in the report. The smoke case runs first, whatever is asked for; where it fails, its one
 * result is the whole report.
 *
 * @throws {NumrouteError} INVALID_INPUT The market lacks goods, or a deviation names no case or no reason.
 */
export async function verify(subject: Subject, options: VerifyOptions = {}): Promise<ConformanceReport> {
  checkSubject(subject);
  const { only = '', onResult } = options;
  const start = performance.now();
  const results: CaseResult[] = [];
  const tell = (result: CaseResult): void => {
    results.push(result);
    onResult?.(result);
  };
  const chosen = cases.filter(({ id }) => id.startsWith(only));
  const smoke = await verifyCase(subject, smokeCase, options);
  const isDead = smoke.verdict === 'fail';
  if (isDead || chosen.includes(smokeCase)) tell(smoke);
  for (const one of isDead ? [] : chosen)
    if (one !== smokeCase) tell(await verifyCase(subject, one, options));
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  return {
    passed: results.length > 0 && count('fail') === 0,
    counts: {
      pass: count('pass'),
      fail: count('fail'),
      absent: count('absent'),
      deviates: count('deviates'),
    },
    results,
    ms: Math.round(performance.now() - start),
  };
}

/** One case, in a world of its own. */
export async function verifyCase(
  subject: Subject,
  one: Case,
  { caseLimitMs = CASE_LIMIT_MS, seed = randomInt(SEEDS) }: Pick<VerifyOptions, 'caseLimitMs' | 'seed'> = {},
): Promise<CaseResult> {
  const start = performance.now();
  const found = await attempt(() => run(subject, one, caseLimitMs, seed));
  const deviation = subject.deviations?.find((candidate) => candidate.case === one.id);
  const { id, clause, title } = one;
  return {
    case: id,
    clause,
    title,
    ...judge(found, deviation),
    ms: Math.round(performance.now() - start),
  };
}

/** @throws {NumrouteError} INVALID_INPUT The market lacks goods, or a deviation names no case or no reason. */
export function checkSubject({ market, deviations = [] }: Subject): void {
  requireGoods(market?.offers ?? defaultOffers);
  const { decimals = 0 } = market ?? {};
  if (!Number.isSafeInteger(decimals) || decimals < 0 || decimals > 12)
    throw NumrouteError.input('market.decimals', 'a whole number from 0 to 12', String(decimals));
  for (const [n, { case: id, reason }] of deviations.entries()) {
    if (!cases.some((one) => one.id === id))
      throw NumrouteError.input(`deviations[${n}].case`, 'the id of a case', JSON.stringify(id));
    if (reason.trim().split(/\s+/).length < 3)
      throw NumrouteError.input(
        `deviations[${n}].reason`,
        'a sentence that says why',
        JSON.stringify(reason),
      );
    if (deviations.findIndex((other) => other.case === id) !== n)
      throw NumrouteError.input(`deviations[${n}].case`, 'each case once', JSON.stringify(id));
  }
}

interface Finding extends Pick<CaseResult, 'note' | 'trace'> {
  readonly verdict: Exclude<Verdict, 'deviates'>;
}

function judge(
  finding: Finding,
  deviation: Deviation | undefined,
): Pick<CaseResult, 'verdict' | 'note' | 'trace'> {
  if (!deviation) return finding;
  const { verdict } = finding;
  if (verdict === 'fail') return { verdict: 'deviates', note: deviation.reason };
  const now = verdict === 'pass' ? 'passes' : 'is absent';
  return { verdict: 'fail', note: `a stale deviation: the case ${now}; take the deviation out` };
}

async function attempt(tryIt: () => Promise<Finding>): Promise<Finding> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryIt();
    } catch (error) {
      if (error instanceof Absent) return { verdict: 'absent', note: error.message };
      if (error instanceof Inconclusive && tries < TRIES) continue;
      return { verdict: 'fail', note: noteOf(error) };
    }
  }
}

function noteOf(error: unknown): string {
  if (error instanceof Broken || error instanceof Late) return error.message;
  return `an error that nobody expected: ${NumrouteError.is(error) ? `${error.code}, ` : ''}${show(error)}`;
}

async function run(subject: Subject, one: Case, limitMs: number, seed: number): Promise<Finding> {
  if (one.wire && !subject.dialect) return { verdict: 'absent', note: 'the provider has no wire' };
  await using stage = await within(limitMs, openStage(subject, one, seed));
  const lacks = one.needs?.find((capability) => !can(stage.provider, capability));
  if (lacks !== undefined) return { verdict: 'absent', note: `the vendor cannot: ${lacks}` };
  try {
    await within(limitMs, one.run(stage));
  } catch (error) {
    if (error instanceof Absent || error instanceof Inconclusive) throw error;
    return { verdict: 'fail', note: noteOf(error), trace: stage.trace() };
  }
  return { verdict: 'pass' };
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const expected = `nothing came of it within ${limitMs} ms; is timeoutMs passed on?`;
    timer = setTimeout(() => reject(new Late(expected)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
