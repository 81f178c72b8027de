import type { OrderRef } from '@numroute/core';
import { createHook, type HookRequest } from '@numroute/router';
import { expect, test } from 'vitest';

const secret = 'k7Qm2xV9tB4nZ8rLw3JpC6sYdH1fGa5E';

function setUp() {
  const hints: OrderRef[] = [];
  const hook = createHook({ router: { hint: (ref) => hints.push(ref) }, provider: 'herosms', secret });
  const post = (body: string, more: Partial<HookRequest> = {}) =>
    hook({ method: 'POST', path: `/hooks/${secret}?x=1`, body, ...more });
  return { hints, post };
}

test.each([
  ['JSON', '{"activationId":"123456","service":"tg","code":"777","country":2}'],
  ['a number', '{"activationId":123456,"code":"777"}'],
  ['a form', 'activationId=123456&code=777'],
  ['a list', '[{"id":"123456"},{"id":"123456"}]'],
  ['another name', '{"order_id":"123456"}'],
])('%s is a hint for one order, and its code is not believed', (_how, body) => {
  const { hints, post } = setUp();
  expect(post(body)).toBe(200);
  expect(hints).toEqual([{ provider: 'herosms', id: '123456' }]);
});

test.each([
  '',
  'null',
  '[]',
  '{"id":{}}',
  '{"__proto__":{"id":"1"}}',
  '{"id":""}',
  '\u0000',
  `{"id":"${'9'.repeat(70_000)}"}`,
])('what speaks of no order is heard and forgotten: %#', (body) => {
  const { hints, post } = setUp();
  expect(post(body)).toBe(200);
  expect(hints).toEqual([]);
});

test('a stranger learns nothing, and a flood of ids is no flood of hints', () => {
  const { hints, post } = setUp();
  const body = '{"id":"1"}';
  for (const path of [
    '/',
    '/hooks',
    `/hooks/${secret.slice(1)}`,
    `/hooks/${secret}x`,
    `/hooks/${secret}/x`,
  ]) {
    expect(post(body, { path })).toBe(404);
  }
  expect(post(body, { method: 'DELETE' })).toBe(405);
  expect(hints).toEqual([]);
  post(JSON.stringify(Array.from({ length: 1000 }, (_, id) => ({ id }))));
  expect(hints).toHaveLength(20);
});

test('a body that nests as deep as it can is heard and forgotten', () => {
  const { hints, post } = setUp();
  expect(post('['.repeat(30_000) + ']'.repeat(30_000))).toBe(200);
  expect(hints).toEqual([]);
});

test('a secret that can be guessed is refused', () => {
  const options = { router: { hint: () => undefined }, provider: 'one' };
  expect(() => createHook({ ...options, secret: 'hook' })).toThrow(/^secret/);
});
