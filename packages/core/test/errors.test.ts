import { describe, expect, test } from 'vitest';
import { NumrouteError } from '../src/index.ts';

describe('an error that is none of ours', () => {
  test('becomes one of ours whose cause says where it happened, and nothing of its message', () => {
    const thrown = (() => {
      try {
        return (undefined as unknown as { key: string }).key;
      } catch (error) {
        return Object.assign(error as Error, { message: 'the key is k-123\n    at k-123 (key.ts:1:1' });
      }
    })();
    const error = NumrouteError.from(thrown, 'acme');
    expect(error.code).toBe('UNREADABLE');
    const cause = error.cause as Error;
    expect(cause.message).toBe('TypeError');
    expect(cause.stack).toMatch(/^TypeError\n {4}at .*errors\.test\.ts:\d+:\d+/);
    expect(`${cause.stack}${error.message}${JSON.stringify(error)}`).not.toContain('k-123');
  });

  test.each([
    undefined,
    'a text',
    7,
    null,
    { name: 'k-123' },
    Object.assign(new Error('x'), { name: 'k 123' }),
  ])('also where it is no error: %j', (thrown) => {
    const { cause, code } = NumrouteError.from(thrown, 'acme');
    expect([code, (cause as Error).name]).toEqual(['UNREADABLE', 'Error']);
    expect(JSON.stringify([String(cause), (cause as Error).stack])).not.toContain('123');
  });

  test('one of ours stays itself', () => {
    const ours = NumrouteError.input('field', 'something');
    expect(NumrouteError.from(ours, 'acme')).toBe(ours);
  });
});
