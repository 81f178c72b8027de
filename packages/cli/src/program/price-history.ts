import { type Command, Option } from 'commander';
import type { Call } from '../call.ts';
import type { ExportFlags } from '../commands/price-export.ts';
import type { HistoryFlags, PastPricesFlags } from '../commands/price-history.ts';
import { json } from './shared.ts';

/** What reads the prices that comparisons have kept. */
export function declarePriceHistory(program: Command, call: Call): void {
  const { io } = call;
  const prices = program
    .command('prices')
    .description('show what numbers have cost; needs "prices" in the config');
  past(prices, 'history', '<service>', 'show how prices have changed, newest first')
    .option('--in <currency>', 'in this currency, by the rates of the config')
    .option('--limit <rows>', 'rows to show (default: 20, with --json 100000)')
    .addOption(json())
    .action(async (service: string, flags: HistoryFlags) => {
      const { history, parseHistory } = await import('../commands/price-history.ts');
      const asked = parseHistory(service, flags);
      await call.withPriceHistory((kept) => history(io, kept, asked));
    });
  past(prices, 'chart', '<service>', 'draw what the cheapest has cost')
    .option('--in <currency>', 'in this currency, by the rates of the config')
    .addOption(json())
    .action(async (service: string, flags: PastPricesFlags) => {
      const { parsePastPrices } = await import('../commands/price-history.ts');
      const { chart } = await import('../commands/price-chart.ts');
      const asked = parsePastPrices(service, flags);
      await call.withPriceHistory((kept) => chart(io, kept, asked));
    });
  past(prices, 'export', '[service]', 'print all prices that are kept, each with its time, oldest first')
    .addOption(new Option('--csv', 'as comma-separated values; this is the default').conflicts('json'))
    .option('--json', 'as lines of JSON')
    .action(async (service: string | undefined, flags: ExportFlags) => {
      const { parsePastPrices } = await import('../commands/price-history.ts');
      const { exportPrices } = await import('../commands/price-export.ts');
      const asked = parsePastPrices(service, flags);
      await call.withPriceHistory((kept) => exportPrices(io, kept, asked));
    });
  prices
    .command('forget')
    .description('forget prices that ended long ago')
    .requiredOption('--older-than <time>', 'ended so long ago, such as 30d')
    .addOption(json())
    .action(async (flags: { olderThan: string; json?: boolean }) => {
      const { durationOf } = await import('../arguments.ts');
      const { forgetPrices } = await import('../commands/price-history.ts');
      const olderThanMs = durationOf(flags.olderThan, '--older-than');
      await call.withPriceHistory((kept) =>
        forgetPrices(io, kept, { olderThanMs, json: flags.json === true }),
      );
    });
}

const past = (prices: Command, name: string, argument: string, text: string): Command =>
  prices
    .command(name)
    .description(text)
    .argument(argument, 'such as telegram or whatsapp')
    .option('--country <codes>', 'only there, such as EE or EE,GB')
    .option('--provider <ids>', 'only theirs, such as arzancell,fivesim')
    .option('--pool <name>', 'only this pool (operator), such as virtual53')
    .option('--since <time>', 'what stood then or later: 7d (ago), 2026-11-01, or 2026-11-01T12:00Z');
