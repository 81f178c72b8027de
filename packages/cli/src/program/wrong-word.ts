import type { Argument, Command, CommanderError, Option } from 'commander';

/** A word in a place of the command line where only some words may stand. */
export class WrongWord extends Error {
  readonly #field: string;
  readonly #word: string;
  readonly #known: readonly string[];

  constructor(field: string, word: string, known: readonly string[]) {
    super(`${field}: ${word}`);
    this.#field = field;
    this.#word = word;
    this.#known = known;
  }

  /** The same as every other mistake is told. Its parts are loaded only now: most command lines are right. */
  async asInput(): Promise<unknown> {
    const { noneOf } = await import('../arguments.ts');
    return noneOf(this.#field, this.#word, this.#known);
  }
}

/** Lets an option or an argument be one of these words; while it is parsed, another one is a `WrongWord`. */
export function oneOf<T extends Option | Argument>(place: T, known: readonly string[]): T {
  place.choices(known).argParser((word: string) => {
    if (known.includes(word)) return word;
    throw new WrongWord(('long' in place && place.long) || place.name(), word, known);
  });
  return place;
}

/**
 * Says which command may have been meant. Commander says it of groups that do nothing by themselves, and takes
 * a misspelt `orders show` for an argument of `orders`.
 *
 * @returns Undefined where the error is about something else.
 */
export async function unknownCommand(
  program: Command,
  { code }: CommanderError,
): Promise<string | undefined> {
  if (code !== 'commander.unknownCommand' && code !== 'commander.excessArguments') return undefined;
  const group = groupOf(program);
  const known = group.createHelp().visibleCommands(group);
  const [word] = group.args;
  if (known.length === 0 || word === undefined) return undefined;
  const { nearestOf } = await import('@numroute/http');
  const names = known.map((command) => command.name());
  const nearest = nearestOf(word, names);
  const within = group === program ? '' : ` of ${group.name()}`;
  return `unknown command '${word}'${within}\n(${nearest === undefined ? `There are ${names.join(', ')}` : `Did you mean ${nearest}?`})`;
}

/** The innermost command that was called. */
function groupOf(command: Command): Command {
  const next = command.commands.find((one) => one.name() === command.args[0]);
  return next ? groupOf(next) : command;
}
