import type { Reply } from '../adapter.ts';
import { type Json, parseJson } from '../json.ts';
import { unexpected } from './failure.ts';

/** A schema of any library that speaks Standard Schema, such as valibot or zod. */
export interface Shape<T> {
  readonly '~standard': {
    /** The value as the schema reads it, or what is wrong with it. */
    readonly validate: (value: unknown) => Result<T> | Promise<Result<T>>;
  };
}

type Result<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly Issue[] };

interface Issue {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * The JSON of a whole reply.
 *
 * @throws {NumrouteError} UNREADABLE, or what the status means: it is none.
 */
function jsonOf(reply: Reply): Json {
  const value = parseJson(reply.text);
  if (value === undefined) throw unexpected(reply);
  return value;
}

/**
 * A reply as its schema makes it. What the schema does not name is left out.
 *
 * @throws {NumrouteError} UNREADABLE, or what the status means; it names the field and never what stood there.
 */
export function readAs<T>(reply: Reply, shape: Shape<T>): T {
  const found = fitted(jsonOf(reply), shape);
  if ('value' in found) return found.value;
  throw unexpected(reply, found.field);
}

/** The value, or the first field that does not fit. */
export function fitted<T>(
  json: unknown,
  shape: Shape<T>,
): { readonly value: T } | { readonly field: string } {
  const result = shape['~standard'].validate(json);
  if (result instanceof Promise) throw new TypeError('a schema of a reply must not be asynchronous');
  if (!result.issues) return { value: result.value };
  const path = result.issues[0]?.path ?? [];
  return { field: path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.') };
}
