import { readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import type { Io } from '../io.ts';

/** `--version`, `-v` and `version`: which release this is. */
export function declareVersion(program: Command, io: Io): void {
  const tell = (): void => {
    // Both `src` and `dist` stand beside it.
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    io.stdout.write(`${(JSON.parse(manifest) as { version: string }).version}\n`);
  };
  program.option('-v, --version', 'print the version').on('option:version', () => {
    tell();
    throw new CommanderError(0, 'commander.version', 'told');
  });
  program.command('version', { hidden: true }).description('print the version').action(tell);
}
