import { replyInParts, stepsBelow, TextParts } from '@numroute/core';
import { expect, test } from 'vitest';

test.each([
  ['/v1', '/v1/check/7', ['check', '7']],
  ['/v1/', '/v1', []],
  ['/v1', '/v1/', []],
  ['', '/a%2Fb/%25', ['a/b', '%']],
  ['/', '/', []],
  ['/v1', '/v10/check', undefined],
  ['/v1/user', '/v1', undefined],
  ['/v1', '/v1/%zz', undefined],
])('below %j, %j is %j', (root, path, steps) => {
  expect(stepsBelow(root, path)).toEqual(steps);
});

test('a long text comes in parts, and a reply of them has it whole, too', () => {
  const text = new TextParts();
  const pieces = Array.from({ length: 3_000 }, (_, n) => `${n}é😀,`.repeat(10));
  for (const piece of pieces) text.add(piece);
  const parts = text.end();
  expect(parts.length).toBeGreaterThan(2);
  const reply = replyInParts({ status: 201, headers: { a: 'b' } }, parts);
  expect(reply).toMatchObject({ status: 201, headers: { a: 'b' } });
  expect(reply.parts).toBe(parts);
  expect(reply.body === pieces.join('')).toBe(true);
});

test.each([
  [[], ''],
  [['a', 'b'], 'ab'],
])('a short text of %j is one body and has no parts', (pieces, body) => {
  const text = new TextParts();
  for (const piece of pieces) text.add(piece);
  expect(replyInParts({}, text.end())).toEqual({ body });
});
