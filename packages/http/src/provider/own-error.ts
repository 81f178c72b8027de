import { type AnyNumrouteError, type ErrorCode, type ErrorDetails, NumrouteError } from '@numroute/core';
import type { Redactor } from '../wire/redact.ts';

const EVIDENCE_LENGTH = 1000;
/** Causes of causes that are kept. */
const DEEPEST_CAUSE = 3;

/** The same error, built anew without secrets and without foreign fields. */
export function cleanError(error: AnyNumrouteError, redactor: Redactor): NumrouteError {
  const long = (text: string): string => redactor.word(text, EVIDENCE_LENGTH);
  const details = changeLeaves(error.details, (leaf) => {
    if (typeof leaf === 'string') return long(leaf);
    if (leaf instanceof Error) return NumrouteError.is(leaf) ? cleanError(leaf, redactor) : undefined;
    return leaf;
  });
  const cause = error.cause === undefined ? undefined : { cause: causeOf(error.cause, redactor) };
  return new NumrouteError(error.code, long(error.message), details as ErrorDetails[ErrorCode], cause);
}

/**
 * What an adapter threw that is none of our errors, fit to be the `cause` of one: its name, its message
 * and the places of its stack, and the same of what caused it. Secrets are struck out.
 */
export function causeOf(thrown: unknown, redactor: Redactor, depth = 1): Error {
  if (NumrouteError.is(thrown)) return cleanError(thrown, redactor);
  const { message: name, stack = '' } = NumrouteError.from(thrown, '').cause as Error;
  const { message, cause } = thrown instanceof Error ? thrown : { message: thrown, cause: undefined };
  const isDeeper = cause !== undefined && depth < DEEPEST_CAUSE;
  const clean = new Error(
    typeof message === 'string' ? redactor.word(message) : '',
    isDeeper ? { cause: causeOf(cause, redactor, depth + 1) } : undefined,
  );
  const places = stack.split('\n').slice(1);
  clean.name = name;
  clean.stack = [String(clean), ...places.map((place) => redactor.strike(place))].join('\n');
  return clean;
}

/** A copy of plain data in which everything but lists and objects is what `change` makes of it. */
export function changeLeaves(value: unknown, change: (leaf: unknown) => unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return change(value);
  if (depth > 8) return undefined;
  const inner = (item: unknown): unknown => changeLeaves(item, change, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item)]));
}

/** A reply's beginning, as evidence. */
export function evidence(text: string, redactor: Redactor): string {
  return redactor.word(text.slice(0, EVIDENCE_LENGTH * 4), EVIDENCE_LENGTH);
}
