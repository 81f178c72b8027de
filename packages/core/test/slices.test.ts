import { expect, test } from 'vitest';
import { inSlices, nextTurn, Slices } from '../src/index.ts';

const SLICE_MS = 4;

function* long(slices: number, note: () => void): Generator<void, void> {
  for (let n = 0; n < slices; n += 1) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end);
    note();
    yield;
  }
}

test('of much that is done at once, one slice is done in a turn of the event loop', async () => {
  let slices = 0;
  let most = 0;
  let ended = false;
  const turn = (): void => {
    most = Math.max(most, slices);
    slices = 0;
    if (!ended) setImmediate(turn);
  };
  const works = Array.from({ length: 8 }, () =>
    nextTurn().then(() => inSlices(long(5, () => (slices += 1)))),
  );
  setImmediate(turn);
  await Promise.all(works);
  ended = true;
  expect(most).toBeLessThanOrEqual(2);
});

test('a slice is over after a while, and a new one begins after a turn', async () => {
  const slices = new Slices();
  expect(slices.isOver).toBe(false);
  const end = performance.now() + 2 * SLICE_MS;
  while (performance.now() < end);
  expect(slices.isOver).toBe(true);
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  await slices.next();
  expect(slices.isOver).toBe(false);
  expect(turned).toBe(true);
});
