import { type Command, CommanderError } from 'commander';
import type { Io } from '../io.ts';
import { ownVersion } from '../version.ts';

/** `--version`, `-v` and `version`: which release this is. */
export function declareVersion(program: Command, io: Io): void {
  const tell = (): void => {
    io.stdout.write(`${ownVersion()}\n`);
  };
  program.option('-v, --version', 'print the version').on('option:version', () => {
    tell();
    throw new CommanderError(0, 'commander.version', 'told');
  });
  program.command('version', { hidden: true }).description('print the version').action(tell);
}
