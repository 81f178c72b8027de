import { type Command, Option } from 'commander';
import type { Call } from '../call.ts';
import type { CompareFlags } from '../commands/compare.ts';
import { choosing, json } from './shared.ts';

/** What asks for prices and balances, and buys nothing. */
export function declarePrices(program: Command, call: Call): void {
  choosing(program, 'compare', 'show what a number costs everywhere; buys nothing')
    .option('--max <price>', 'leave out what is dearer, such as 0.5USD')
    .addOption(
      new Option('--by <what>', 'rank by price, or by value: what a delivered code costs')
        .choices(['price', 'value'])
        .default('price', 'price'),
    )
    .option('--in <currency>', 'compare in this currency, such as USD')
    .option('--limit <rows>', 'rows to show (default: 20, with --json all)')
    .addOption(json())
    .option('--watch', 'ask again every 5 s until Ctrl-C')
    .action((service: string, flags: CompareFlags) => comparePrices(call, service, flags));
  program
    .command('balance')
    .description('show what is left at every provider')
    .addOption(json())
    .action(async (flags: { json?: boolean }) => {
      const { balance } = await import('../commands/balance.ts');
      await call.withPrices((prices) => balance(call.io, prices, flags.json === true));
    });
}

export async function comparePrices(call: Call, service: string, flags: CompareFlags): Promise<void> {
  const { compare, parseComparison } = await import('../commands/compare.ts');
  const asked = parseComparison(service, flags);
  await call.withPrices(
    (prices, progress) => compare(call.io, prices, asked, progress),
    asked.by === 'value',
  );
}
