import { type AnyNumrouteError, type ErrorCode, type ErrorDetails, NumrouteError } from '@numroute/core';
import type { Redactor } from './redact.ts';

const EVIDENCE_LENGTH = 1000;

/** The same error, built anew without secrets: a rebuilt one has no cause and no foreign fields. */
export function cleanError(error: AnyNumrouteError, redactor: Redactor): NumrouteError {
  const details = cleanValue(error.details, redactor, 0) as ErrorDetails[ErrorCode];
  return new NumrouteError(error.code, redactor.word(error.message, EVIDENCE_LENGTH), details);
}

function cleanValue(value: unknown, redactor: Redactor, depth: number): unknown {
  if (typeof value === 'string') return redactor.word(value, EVIDENCE_LENGTH);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 8) return undefined;
  if (NumrouteError.is(value)) return cleanError(value, redactor);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, redactor, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, cleanValue(item, redactor, depth + 1)]),
  );
}

/** A reply's beginning, as evidence. */
export function evidence(text: string, redactor: Redactor): string {
  return redactor.word(text.slice(0, EVIDENCE_LENGTH * 4), EVIDENCE_LENGTH);
}
