import type { Command } from 'commander';
import type { Call } from '../call.ts';
import type { InitFlags } from '../commands/init.ts';
import { json, repeated } from './shared.ts';

/** What sets numroute up, and looks whether it is. */
export function declareFirstRun(program: Command, call: Call): void {
  program
    .command('init')
    .description('write a config: asks for vendors and their keys, and tries each key')
    .option(
      '--provider <name>',
      'a vendor, such as arzancell or vak,currency=RUB; repeat it for several',
      repeated,
    )
    .option(
      '--key-env <name>',
      'the variable of its key, in the same order (default: <NAME>_API_KEY)',
      repeated,
    )
    .option('--currency <code>', 'compare prices in it, such as USD')
    .option('--rate <rate>', 'such as USD/IRT=112000,source=tgju.org,asOf=2026-11-20; repeat it', repeated)
    .option('--yes', 'ask nothing; needs --provider')
    .option(
      '--force',
      'replace providers, rates and currency of a config that is there, and keys of the same name',
    )
    .addOption(json())
    .action(async (flags: InitFlags) => {
      const { init } = await import('../commands/init.ts');
      call.code = await init(call, flags);
    });
  program
    .command('doctor')
    .description('look at config, keys, vendors, rates, journal and clock; buys and changes nothing')
    .addOption(json())
    .action(async (flags: { json?: boolean }) => {
      const { doctor } = await import('../commands/doctor.ts');
      call.code = await doctor(call, flags.json === true);
    });
}
