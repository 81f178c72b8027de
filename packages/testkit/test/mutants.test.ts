import { describe, expect, test } from 'vitest';
import { cases, type Subject, verify } from '../src/index.ts';
import { findingMutants } from './mutants/finding.ts';
import { historyMutants } from './mutants/history.ts';
import { mannerMutants } from './mutants/manners.ts';
import { offerMutants } from './mutants/offers.ts';
import { orderMutants } from './mutants/orders.ts';
import { pageMutants } from './mutants/pages.ts';
import { priceGuardMutants } from './mutants/price-guard.ts';
import { purchaseMutants } from './mutants/purchase.ts';
import { rejectingMutants } from './mutants/rejecting.ts';
import { replyMutants } from './mutants/replies.ts';
import { settingsMutants } from './mutants/settings.ts';
import { strangeValueMutants } from './mutants/strange-values.ts';
import { timeMutants } from './mutants/times.ts';
import { traitMutants } from './mutants/traits.ts';
import { wrapperMutants } from './mutants/wrappers.ts';

const mutants = [
  ...offerMutants,
  ...purchaseMutants,
  ...orderMutants,
  ...replyMutants,
  ...strangeValueMutants,
  ...priceGuardMutants,
  ...pageMutants,
  ...findingMutants,
  ...historyMutants,
  ...rejectingMutants,
  ...timeMutants,
  ...traitMutants,
  ...mannerMutants,
  ...settingsMutants,
  ...wrapperMutants,
];

const proven = new Map<Subject, Map<string, Promise<string | undefined>>>();

/** What a case says of an adapter without a fault, found out once. */
function soundness(sound: Subject, only: string): Promise<string | undefined> {
  const known = proven.get(sound) ?? new Map<string, Promise<string | undefined>>();
  proven.set(sound, known);
  const found =
    known.get(only) ??
    verify(sound, { only }).then(({ results }) => results.find((one) => one.case === only)?.verdict);
  known.set(only, found);
  return found;
}

describe('each mutant is caught by the case that should', { concurrent: true }, () => {
  test.for(mutants)('$clause $caughtBy: $name', async ({ clause, caughtBy, subject, sound }) => {
    const { results } = await verify(subject, { only: caughtBy, caseLimitMs: 3000 });
    const found = results.find((result) => result.case === caughtBy);
    expect(found).toMatchObject({ clause, verdict: 'fail' });
    // Without its fault it passes, so it is the fault that was found.
    expect(await soundness(sound, caughtBy)).toBe('pass');
  });
});

test('no two mutants are alike, and there are many', () => {
  const names = mutants.map(({ name }) => name);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  expect(mutants.length).toBeGreaterThanOrEqual(130);
});

test('every clause has a mutant that breaks it', () => {
  const broken = new Set(mutants.map(({ clause }) => clause));
  const clauses = new Set(cases.map(({ clause }) => clause));
  expect([...clauses].filter((clause) => !broken.has(clause))).toEqual([]);
});
