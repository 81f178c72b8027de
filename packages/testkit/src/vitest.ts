import { beforeAll, describe, test } from 'vitest';
import { cases } from './conformance/cases/index.ts';
import type { Subject } from './conformance/stage/subject.ts';
import { checkSubject, verifyCase } from './conformance/verify.ts';

/** Room for a case that is tried again, on a machine that is busy. */
const TIMEOUT_MS = 60_000;

/** One vitest test for each case of the kit; what the provider cannot do is skipped. */
export function verifyProvider(name: string, subject: Subject): void {
  describe(name, { concurrent: true }, () => {
    beforeAll(() => checkSubject(subject));
    for (const one of cases) {
      test(`${one.clause} ${one.id}: ${one.title}`, { timeout: TIMEOUT_MS }, async ({ skip }) => {
        const { verdict, note } = await verifyCase(subject, one);
        if (verdict === 'fail') throw new Error(`${one.clause} ${one.id}: ${note}`);
        if (verdict !== 'pass') skip(note);
      });
    }
  });
}
