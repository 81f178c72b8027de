import type { OrderReport } from '@numroute/core';
import { expect, test } from 'vitest';
import { Memory } from '../src/dialect/memory.ts';

const delivered: OrderReport = { id: '7', status: 'delivered', messages: [{ code: '384761' }] };

test('a row of a list that is older than the last answer changes nothing of what is awaited', () => {
  const memory = new Memory();
  memory.wait('key', delivered);
  expect(memory.waited('key', { id: '7', status: 'open', messages: [] }, true)).toBe('384761');
  expect(memory.waited('key', delivered, false)).toBe('384761');
});

test('a shop that shows only the newest message begins anew: the same code is then news', () => {
  const memory = new Memory();
  memory.wait('key', delivered);
  expect(memory.waited('key', { id: '7', status: 'open', messages: [] }, false)).toBe('384761');
  expect(memory.waited('key', delivered, false)).toBeUndefined();
});
