import { type AnyNumrouteError, type ErrorCode, NumrouteError } from '@numroute/core';

/** A promise that was broken: the message says what was expected and what came. */
export class Broken extends Error {}

export function check(holds: boolean, expected: string): asserts holds {
  if (!holds) throw new Broken(expected);
}

export function same(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [show(actual), show(expected)];
  check(got === wanted, `${what}: expected ${wanted}, got ${got}`);
}

/** The error of a call that must fail, with one of these codes. */
export async function refused<C extends ErrorCode>(
  work: Promise<unknown>,
  what: string,
  ...codes: readonly C[]
): Promise<AnyNumrouteError> {
  const wanted = codes.join(' or ');
  const error = await failure(work, `${what}: expected ${wanted}`);
  check(
    NumrouteError.is(error),
    `${what}: expected ${wanted}, got an error of another kind (${show(error)})`,
  );
  const known: readonly ErrorCode[] = codes;
  check(known.includes(error.code), `${what}: expected ${wanted}, got ${error.code} (${error.message})`);
  return error;
}

/** Whatever a call that must fail rejects with. */
export async function failure(work: Promise<unknown>, what: string): Promise<unknown> {
  let value: unknown;
  try {
    value = await work;
  } catch (error) {
    return error;
  }
  throw new Broken(`${what}, but it answered ${show(value)}`);
}

export function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, 200);
  const text = JSON.stringify(value, (_key, inner: unknown) => (inner === undefined ? null : inner));
  return (text ?? String(value)).slice(0, 300);
}
