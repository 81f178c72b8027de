import { Argument, type Command } from 'commander';
import type { Call } from '../call.ts';
import type { Shell } from '../commands/completion.ts';
import { oneOf } from './wrong-word.ts';

/** What a shell needs to complete our words. */
export function declareCompletion(program: Command, call: Call): void {
  const shell = (): Argument =>
    oneOf(new Argument('<shell>', 'whose'), ['bash', 'zsh', 'fish', 'powershell']);
  program
    .command('completion')
    .description('print what makes a shell complete commands, options, services, countries and orders')
    .addArgument(shell())
    .action(async (whose: Shell) => {
      const { completion } = await import('../commands/completion.ts');
      call.code = completion(call.io, whose);
    });
  program
    .command('complete', { hidden: true })
    .description('what may stand in place of the last word; asked by a shell')
    .addArgument(shell())
    .argument('[words...]')
    .action(async (whose: Shell, words: readonly string[]) => {
      const { complete } = await import('../commands/complete.ts');
      call.code = await complete(call, program, whose, words);
    });
}
