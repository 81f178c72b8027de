import { type Command, Option } from 'commander';
import type { Io } from '../io.ts';
import { oneOf } from './wrong-word.ts';

export function declareColor(program: Command): void {
  program
    .addOption(
      oneOf(new Option('--color <when>', 'when to print colours'), ['auto', 'always', 'never']).default(
        'auto',
        'auto',
      ),
    )
    .option('--no-color', 'the same as --color never');
}

/** What the command line says of colours. */
export function colorOf(program: Command): Pick<Io, 'color'> {
  const { color } = program.opts<{ color: 'auto' | 'always' | 'never' | false }>();
  if (color === 'auto') return {};
  return { color: color === 'always' ? 'always' : 'never' };
}
