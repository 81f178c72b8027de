import { type Money, NumrouteError, parseDecimal, parseMoney } from '@numroute/core';
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

/**
 * The first mistake as an error of ours.
 *
 * @param of What the settings are of, such as `gateway`; empty: they stand alone.
 */
export function complaint({ issues }: z.ZodError, of: string): NumrouteError {
  const [issue] = issues;
  const parts = (issue?.path ?? []).map((part) =>
    typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 40)}`,
  );
  const place = (more: string = ''): string => `${of}${parts.join('')}${more}`.replace(/^\./, '');
  if (issue?.code === 'unrecognized_keys') {
    return NumrouteError.input(
      place(`.${issue.keys[0]?.slice(0, 40)}`),
      'a setting that means something here',
    );
  }
  const expected = issue?.code === 'invalid_type' ? kinds[issue.expected] : issue?.message;
  return NumrouteError.input(place(), expected ?? 'another value');
}

/** Absent is absent: zod leaves what is optional as undefined. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
