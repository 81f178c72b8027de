import { isCancel, multiselect, password, select, text } from '@clack/prompts';
import type { Terminal } from '../io.ts';

/** Somebody at a terminal who answers questions. */
export interface Asker {
  choose<T extends string>(message: string, options: readonly (readonly [T, string])[]): Promise<T>;
  chooseSome(message: string, options: readonly (readonly [string, string])[]): Promise<readonly string[]>;
  /** @param check What is wrong with an answer; undefined: nothing. */
  line(message: string, check?: (answer: string) => string | undefined, usual?: string): Promise<string>;
  /** Nothing of the answer is shown, nor how long it is. */
  secret(message: string): Promise<string>;
}

/** Ctrl-C in a question. */
export class Stopped extends Error {}

export function askerAt({ input, output }: Terminal, signal: AbortSignal): Asker {
  const at = { input, output, signal };
  const answered = <T>(answer: T): Exclude<T, symbol> => {
    if (isCancel(answer)) throw new Stopped();
    return answer as Exclude<T, symbol>;
  };
  return {
    choose: async (message, options) => {
      const shown = options.map(([value, label]) => ({ value: value as string, label }));
      return answered(await select({ message, options: shown, ...at })) as (typeof options)[number][0];
    },
    chooseSome: async (message, options) =>
      answered(
        await multiselect({
          message,
          options: options.map(([value, label]) => ({ value, label })),
          required: true,
          ...at,
        }),
      ),
    line: async (message, check, usual) => {
      const given = await text({
        message,
        ...(usual !== undefined && { placeholder: usual, defaultValue: usual }),
        validate: (answer) => check?.(answer?.trim() || (usual ?? '')),
        ...at,
      });
      return (answered(given) ?? '').trim() || (usual ?? '');
    },
    secret: async (message) => {
      const validate = (answer: string | undefined): string | undefined =>
        answer?.trim() ? undefined : 'Type or paste the key; it is not shown.';
      return answered(await password({ message, mask: '', validate, ...at })).trim();
    },
  };
}
