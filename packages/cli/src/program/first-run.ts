import type { Command } from 'commander';
import type { Call } from '../call.ts';
import { json } from './shared.ts';

/** What sets numroute up, and looks whether it is. */
export function declareFirstRun(program: Command, call: Call): void {
  program
    .command('doctor')
    .description('look at config, keys, vendors, rates, journal and clock; buys and changes nothing')
    .addOption(json())
    .action(async (flags: { json?: boolean }) => {
      const { doctor } = await import('../commands/doctor.ts');
      call.code = await doctor(call, flags.json === true);
    });
}
