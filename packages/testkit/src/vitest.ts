import { beforeAll, describe, test } from 'vitest';
import { cases } from './conformance/cases/index.ts';
import { smokeCase } from './conformance/cases/smoke.ts';
import type { Subject } from './conformance/stage/subject.ts';
import { type CaseResult, checkSubject, verifyCase } from './conformance/verify.ts';

/** Room for a case that is tried again, on a machine that is busy. */
const TIMEOUT_MS = 60_000;

/** One vitest test for each case of the kit; what the provider cannot do is skipped. */
export function verifyProvider(name: string, subject: Subject): void {
  describe(name, { concurrent: true }, () => {
    let smoke: Promise<CaseResult> | undefined;
    beforeAll(() => checkSubject(subject));
    for (const one of cases) {
      test(`${one.clause} ${one.id}: ${one.title}`, { timeout: TIMEOUT_MS }, async ({ skip }) => {
        smoke ??= verifyCase(subject, smokeCase);
        const first = await smoke;
        if (one !== smokeCase && first.verdict === 'fail') skip(`nothing works yet: see ${smokeCase.id}`);
        const { verdict, note, trace = [] } = one === smokeCase ? first : await verifyCase(subject, one);
        if (verdict === 'fail') throw new Error([`${one.clause} ${one.id}: ${note}`, ...trace].join('\n  '));
        if (verdict !== 'pass') skip(note);
      });
    }
  });
}
