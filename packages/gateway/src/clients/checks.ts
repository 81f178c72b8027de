import { type Money, NumrouteError, parseDecimal, parseMoney } from '@numroute/core';
import { hintOf } from '@numroute/http';
import { z } from 'zod';

/** What a check expects, said where it fails. */
export const checked = <T extends z.ZodType>(schema: T, expected: string): z.ZodType<z.output<T>> =>
  z.unknown().transform((value, context) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  }) as unknown as z.ZodType<z.output<T>>;

/** Through one of our own parsers, whose errors say what was expected. */
export const word = <T>(parse: (text: string) => T): z.ZodType<T> =>
  z.unknown().transform((value, context) => {
    try {
      if (typeof value === 'string') return parse(value);
      context.addIssue({ code: 'custom', message: 'a text' });
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: NumrouteError.is(error, 'INVALID_INPUT') ? error.details.expected : 'another value',
      });
    }
    return z.NEVER;
  }) as unknown as z.ZodType<T>;

export const whole = (least: number, most: number): z.ZodType<number> =>
  checked(z.int().min(least).max(most), `a whole number from ${least} to ${most}`);

export const decimal = (expected: string): z.ZodType<string> =>
  checked(
    z
      .string()
      .max(40)
      .refine((text) => /^\d/.test(text) && parseDecimal(text) !== undefined),
    expected,
  );

export const amount: z.ZodType<Money> = word((text) => parseMoney(text));

export const NOT_NONE = 'at least one, or leave it out for all';

const kinds: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  string: 'a text',
  number: 'a number',
  array: 'a list [ … ]',
  object: 'an object { … }',
};

/** One thing that is wrong in settings, with its place and what was expected there. */
export type Mistake = NumrouteError<'INVALID_INPUT'>;

/**
 * What is wrong, as errors of ours.
 *
 * @param of What the settings are of, such as `gateway`; empty: they stand alone.
 * @param schema By which they were read: it knows the names that mean something.
 */
export function complaints({ issues }: z.ZodError, of: string, schema: z.ZodType): readonly Mistake[] {
  return issues.flatMap((issue) => {
    const parts = issue.path.map((part) =>
      typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 40)}`,
    );
    const place = (more: string = ''): string => `${of}${parts.join('')}${more}`.replace(/^\./, '');
    if (issue.code === 'unrecognized_keys') {
      const known = namesAt(schema, issue.path);
      const got = (key: string): string => `a name that means nothing here${hintOf(key, known)}`;
      return issue.keys.map((key) =>
        NumrouteError.input(place(`.${key.slice(0, 40)}`), `one of ${known.join(', ')}`, got(key)),
      );
    }
    const expected = issue.code === 'invalid_type' ? kinds[issue.expected] : issue.message;
    return [NumrouteError.input(place(), expected ?? 'another value')];
  });
}

/** The parts of a schema, as far as settings are made of them. */
interface Parts {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly out?: z.ZodType;
}

function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const { shape, element, innerType, out } = schema.def as Parts;
  const inner = innerType ?? out;
  if (inner) return namesAt(inner, path);
  const [part, ...rest] = path;
  const next = part === undefined ? undefined : (element ?? shape?.[String(part)]);
  return next ? namesAt(next, rest) : Object.keys(shape ?? {});
}

/** One error for all of them, at least one: with place and fix of the first, and all in `details.mistakes`. */
export function refusal(mistakes: readonly Mistake[]): Mistake {
  const told = mistakes.map(({ message, details: { field, expected } }) => ({ field, expected, message }));
  const [{ field, expected } = { field: 'gateway', expected: 'other settings' }] = told;
  const all = told.map(({ message }) => message).join('; ');
  const details = { field, expected, mistakes: told };
  return new NumrouteError(
    'INVALID_INPUT',
    told.length === 1 ? all : `${told.length} mistakes: ${all}`,
    details,
  );
}

/** Absent is absent: zod leaves what is optional as undefined. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
