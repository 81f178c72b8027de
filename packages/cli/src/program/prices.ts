import { type Command, Option } from 'commander';
import type { Call } from '../call.ts';
import type { CompareFlags } from '../commands/compare.ts';
import { choosing, json } from './shared.ts';
import { oneOf } from './wrong-word.ts';

/** What asks for prices and balances, and buys nothing. */
export function declarePrices(program: Command, call: Call): void {
  choosing(program, 'compare', 'show what numbers cost everywhere; buys nothing', '<service...>')
    .option('--max <price>', 'leave out what is dearer, such as 0.5USD')
    .addOption(
      oneOf(new Option('--by <what>', 'rank by price, or by value: what a delivered code costs'), [
        'price',
        'value',
      ]).default('price', 'price'),
    )
    .addOption(
      oneOf(new Option('--sort <what>', 'in which order the rows stand (default: as they are ranked)'), [
        'price',
        'stock',
        'rate',
        'provider',
        'country',
      ]),
    )
    .option('--in <currency>', 'compare in this currency, such as USD')
    .option('--limit <rows>', 'rows to show (default: 20, with --json all)')
    .addOption(json())
    .option('--watch', 'ask again and again until Ctrl-C, and mark what changed')
    .option('--every <time>', 'so often, such as 30s; says what it costs (default: as limits bear it)')
    .option('--until <price>', 'watch until the cheapest costs no more, such as 0.05USD')
    .option('--alert-below <price>', 'watch, and tell each time the cheapest comes to cost no more')
    .option('--exec <command>', "then run it, such as 'notify-send {price} {provider} {country} {service}'")
    .option('--webhook <url>', 'then post it there as JSON')
    .action((services: readonly string[], flags: CompareFlags) => comparePrices(call, services, flags));
  program
    .command('balance')
    .description('show what is left at every provider')
    .addOption(json())
    .action(async (flags: { json?: boolean }) => {
      const { balance } = await import('../commands/balance.ts');
      await call.withPrices((prices) => balance(call.io, prices, flags.json === true));
    });
}

export async function comparePrices(
  call: Call,
  services: readonly string[],
  flags: CompareFlags,
): Promise<void> {
  const { compare, parseComparison } = await import('../commands/compare.ts');
  const asked = await parseComparison(services, flags, call.io);
  await call.withPrices((prices, progress) => compare(call.io, prices, asked, progress), {
    learns: asked.by === 'value',
    // A list that is kept for longer than a round would be shown again.
    ...(asked.everyMs !== undefined && { offersTtlMs: asked.everyMs / 2 }),
  });
}
