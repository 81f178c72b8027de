import { type Command, Option } from 'commander';
import type { Call } from '../call.ts';
import type { CancelFlags } from '../commands/cancel.ts';
import type { HistoryFlags } from '../commands/history.ts';
import type { RecoverFlags } from '../commands/recover.ts';
import type { SettleFlags } from '../commands/settle.ts';
import type { WaitFlags } from '../commands/wait.ts';
import { EXIT } from '../exit-codes.ts';
import { json, type OfOrderFlags, ofOrder, refundWait, spanning } from './shared.ts';
import { oneOf } from './wrong-word.ts';

/** Of what neither buys nor gives anything back. */
const NO_MONEY = { stopped: EXIT.stopped } as const;

/** What works with the journal of what was bought. */
export function declareOrders(program: Command, call: Call): void {
  const { io } = call;
  const command = (usage: string, text: string): Command => program.command(usage).description(text);
  const orders = spanning(
    command('orders', 'show what is open and paid, and what may have been')
      .option('--all', 'the past, too, the newest first; the options below mean it as well')
      .option('--limit <rows>', 'of the past: so many at most (default: 20)')
      .option('--before <number>', 'of the past: the page that follows, as the one before it says')
      .option('--state <names>', 'only these, such as cancelled,expired')
      .option('--key <name>', 'only what was bought under this name')
      .option('--codes', 'show codes, too'),
  )
    .addOption(json())
    .action(async (flags: HistoryFlags) => {
      if (isOfThePast(flags)) {
        const { history, parseHistory } = await import('../commands/history.ts');
        const asked = parseHistory(flags);
        await call.withReader((journal) => history(io, journal, asked));
        return;
      }
      const { orders } = await import('../commands/orders.ts');
      await call.withReader((journal) => orders(io, journal, flags.json === true));
    });
  orders
    .command('show')
    .description('show everything that happened to one order')
    .argument('[order]', 'as `numroute orders` shows it, such as arzancell/3762 or 12')
    .option('--key <name>', 'in its place: the name that it was bought under')
    .option('--codes', 'show codes and texts, too')
    .addOption(json())
    .action(async (text: string | undefined, _flags: unknown, self: Command) => {
      const { namedOf } = await import('../orders/named.ts');
      const { show } = await import('../commands/order.ts');
      const flags = self.optsWithGlobals<{ key?: string; codes?: boolean; json?: boolean }>();
      const named = namedOf(text, flags.key);
      await call.withReader((journal) =>
        show(io, journal, named, { json: flags.json === true, codes: flags.codes === true }),
      );
    });
  orders
    .command('export')
    .description('print every event of the journal as lines of JSON; phones and codes are in them')
    .option('--rescue', 'of a journal that is refused because it is damaged: whatever can still be read')
    .action(async (flags: { rescue?: boolean }) => {
      const { exportEvents, rescue } = await import('../commands/orders.ts');
      if (flags.rescue) call.code = rescue(io, await call.config());
      else await call.withReader((journal) => exportEvents(io, journal));
    });
  orders
    .command('backup')
    .description('copy the journal into one new file, also while another process works with it')
    .argument('<file>', 'a file that is not there yet, such as backup-2026-11-29.sqlite')
    .addOption(json())
    .action(async (file: string, _flags: unknown, self: Command) => {
      const { backup } = await import('../commands/orders.ts');
      const flags = self.optsWithGlobals<{ json?: boolean }>();
      call.code = await backup(io, await call.config(), file, flags.json === true);
    });
  orders
    .command('forget')
    .description('clear phones, codes and texts of orders that are over; money facts stay')
    .requiredOption('--older-than <time>', 'over for so long, such as 24h')
    .addOption(json())
    .action(async (_flags: unknown, self: Command) => {
      const { durationOf } = await import('../arguments.ts');
      const { forget } = await import('../commands/orders.ts');
      const flags = self.optsWithGlobals<{ olderThan: string; json?: boolean }>();
      const olderThanMs = durationOf(flags.olderThan, '--older-than');
      await call.withApp((app) => forget(io, app, olderThanMs, flags.json === true), NO_MONEY);
    });
  ofOrder(command('wait', 'wait for the code of an open order, whoever bought it, and print it'))
    .addOption(new Option('--for <time>', 'how long; 0s: ask once').default('10m', '10m'))
    .option('--cancel', 'without a code in time, or on Ctrl-C, give the order up')
    .addOption(refundWait())
    .addOption(json())
    .action(async (text: string | undefined, flags: WaitFlags) => {
      const { parseWait, wait } = await import('../commands/wait.ts');
      const asked = parseWait(text, flags);
      await call.withApp((app) => wait(io, app, asked));
    });
  ofOrder(command('another', 'ask for one more SMS on the number of a delivered order'))
    .addOption(json())
    .action(async (text: string | undefined, { key, json }: OfOrderFlags) => {
      const { another } = await import('../commands/another.ts');
      const { namedOf } = await import('../orders/named.ts');
      const named = namedOf(text, key);
      await call.withApp((app) => another(io, app, named, json === true), NO_MONEY);
    });
  ofOrder(command('finish', 'tell the vendor of a delivered order that we are done'))
    .addOption(json())
    .action(async (text: string | undefined, { key, json }: OfOrderFlags) => {
      const { finish } = await import('../commands/finish.ts');
      const { namedOf } = await import('../orders/named.ts');
      const named = namedOf(text, key);
      await call.withApp((app) => finish(io, app, named, json === true), NO_MONEY);
    });
  ofOrder(command('cancel', 'give up an open order, and get its money back'))
    .option('--wait', 'go on asking until the order is over')
    .addOption(
      oneOf(new Option('--bad <why>', 'the number is no use: the service knows it, or takes none such'), [
        'used',
        'refused',
      ]),
    )
    .addOption(refundWait())
    .addOption(json())
    .action(async (text: string | undefined, flags: CancelFlags) => {
      const { cancel, parseCancel } = await import('../commands/cancel.ts');
      const asked = parseCancel(text, flags);
      await call.withApp((app) => cancel(io, app, asked));
    });
  command('recover', 'take up everything that an earlier run left')
    .option('--cancel-unattended', 'give up open orders that nobody waits for')
    .addOption(json())
    .action(async (flags: RecoverFlags) => {
      const { recover, sayChanges, tellChanges } = await import('../commands/recover.ts');
      const onEvent = flags.json ? tellChanges(io) : sayChanges(io);
      await call.withApp((app) => recover(io, app, flags), { onEvent });
    });
  command('settle', 'write down what you found out about a purchase in doubt')
    .argument('<number>', 'as `numroute orders` shows it, such as 12')
    .option('--absent', "nothing was bought: it is not in the site's history")
    .option('--lost', 'it was charged, and its order cannot be found')
    .option('--refunded', 'the money is back')
    .option('--not-refunded', 'the money will not come back')
    .option('--found <id>', 'it was bought as this order')
    .option('--phone <number>', 'the number of --found, such as +3725550001, if you know it')
    .option('--evidence <text>', 'what you saw and where, for the record')
    .addOption(json())
    .action(async (text: string, flags: SettleFlags) => {
      const { parseSettlement, settle } = await import('../commands/settle.ts');
      const settlement = parseSettlement(text, flags);
      await call.withApp((app) => settle(io, app, settlement));
    });
}

const isOfThePast = ({ json: _either, ...flags }: HistoryFlags): boolean => Object.keys(flags).length > 0;
