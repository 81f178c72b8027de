import { type Command, Option } from 'commander';
import type { Call } from '../call.ts';
import type { SpendFlags } from '../commands/spend.ts';
import { json, spanning } from './shared.ts';
import { oneOf } from './wrong-word.ts';

/** What tells of money. */
export function declareSpend(program: Command, call: Call): void {
  spanning(program.command('spend'))
    .description('show what was charged, and what of it came back, is promised or is missing')
    .addOption(
      oneOf(new Option('--by <what>', 'a row for each'), [
        'provider',
        'service',
        'country',
        'client',
        'day',
        'month',
      ]),
    )
    .option('--in <currency>', "in this currency, by the config's rates (default: as it was charged)")
    .addOption(json())
    .action(async (flags: SpendFlags) => {
      const { parseSpend, spend } = await import('../commands/spend.ts');
      const asked = parseSpend(flags);
      await call.withReader((journal, { rates }) => spend(call.io, journal, rates, asked));
    });
}
