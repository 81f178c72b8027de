import { stepsBelow } from '@numroute/core';
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
