import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../../../test/support/runs.ts';
import { Timeline } from '../../../src/buying/limits/timeline.ts';

interface One {
  readonly sentAt: number;
  worth: number;
}

/** Small times, so that they meet each other and the ends of the windows. */
const time = fc.nat(12);
const steps = fc.oneof(
  fc.record({ kind: fc.constant('add'), sentAt: time }),
  fc.record({ kind: fc.constantFrom('remove', 'change'), which: fc.nat(9) }),
  fc.record({ kind: fc.constant('slide'), now: time }),
  fc.record({ kind: fc.constant('drop'), by: fc.nat(3) }),
);

test('property: a window holds what was sent in its span, whichever way it slides', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (life) => {
      const line = new Timeline<One>();
      const spans = [1, 3, 7];
      const sums = spans.map(() => 0);
      for (const [position, perMs] of spans.entries()) {
        line.open({
          perMs,
          count: (one, by) => {
            sums[position] = (sums[position] ?? 0) + by * one.worth;
          },
        });
      }
      const all: One[] = [];
      let now = Number.POSITIVE_INFINITY;
      let dropped = Number.NEGATIVE_INFINITY;
      for (const step of life) {
        if (step.kind === 'add') {
          const one = { sentAt: step.sentAt, worth: all.length + 1 };
          all.push(one);
          line.add(one);
        } else if (step.kind === 'slide') {
          now = Math.max(step.now, dropped + 7);
          line.slideTo(now);
        } else if (step.kind === 'drop' && Number.isFinite(now)) {
          // Only what every window has slid past.
          dropped = Math.max(dropped, now - 7 - step.by);
          for (const one of line.dropBefore(dropped)) all.splice(all.indexOf(one), 1);
          expect(all.every(({ sentAt }) => sentAt >= dropped)).toBe(true);
        } else if (step.kind === 'remove' || step.kind === 'change') {
          const one = all[step.which];
          if (!one) continue;
          if (step.kind === 'remove') {
            all.splice(step.which, 1);
            line.remove(one);
          } else {
            line.change(one, () => {
              one.worth *= 2;
            });
          }
        }
        const from = (perMs: number): number =>
          Number.isFinite(now) ? now - perMs : Number.NEGATIVE_INFINITY;
        const expected = spans.map((perMs) =>
          all.filter(({ sentAt }) => sentAt >= from(perMs)).reduce((sum, { worth }) => sum + worth, 0),
        );
        expect(sums).toEqual(expected);
        expect(line.items.map(({ sentAt }) => sentAt)).toEqual(
          all.map(({ sentAt }) => sentAt).sort((a, b) => a - b),
        );
      }
    }),
    { numRuns: runs(200) },
  );
});
