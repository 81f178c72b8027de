import { describe, expect, test } from 'vitest';
import { cases, verify } from '../src/index.ts';
import { mannerMutants } from './mutants/manners.ts';
import { offerMutants } from './mutants/offers.ts';
import { orderMutants } from './mutants/orders.ts';
import { purchaseMutants } from './mutants/purchase.ts';
import { good } from './mutants/subjects.ts';
import { wrapperMutants } from './mutants/wrappers.ts';

const mutants = [...offerMutants, ...purchaseMutants, ...orderMutants, ...mannerMutants, ...wrapperMutants];

describe('each mutant is caught by the case that should', { concurrent: true }, () => {
  test.for(mutants)('$clause $caughtBy: $name', async ({ clause, caughtBy, subject }) => {
    const { results } = await verify(subject, { only: caughtBy, caseLimitMs: 3000 });
    const found = results.find((result) => result.case === caughtBy);
    expect(found).toMatchObject({ clause, verdict: 'fail' });
    // Without its fault it passes, so it is the fault that was found.
    const sound = await verify(good, { only: caughtBy });
    expect(sound.results.find((result) => result.case === caughtBy)?.verdict).toBe('pass');
  });
});

test('every clause has a mutant that breaks it', () => {
  const broken = new Set(mutants.map(({ clause }) => clause));
  const clauses = new Set(cases.map(({ clause }) => clause));
  expect([...clauses].filter((clause) => !broken.has(clause))).toEqual([]);
});
