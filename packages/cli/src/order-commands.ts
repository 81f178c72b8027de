import { type Command, Option } from 'commander';
import { durationOf, wholeOf } from './arguments.ts';
import type { Call } from './call.ts';
import { type CancelFlags, cancel, faultOf } from './commands/cancel.ts';
import { show } from './commands/order.ts';
import { backup, exportEvents, forget, orders, rescue } from './commands/orders.ts';
import { type RecoverFlags, recover } from './commands/recover.ts';
import { parseSettlement, type SettleFlags, settle } from './commands/settle.ts';
import { namedOf } from './entry-lines.ts';
import { REFUND_WAIT } from './refund.ts';

/** The commands about what was bought: they work with the journal. */
export function declareOrders(program: Command, call: Call): void {
  const { io } = call;
  const command = (usage: string, text: string): Command => program.command(usage).description(text);
  const ordersCommand = command('orders', 'show what is open and paid, and what may have been')
    .option('--json', 'print one JSON document')
    .action((flags: { json?: boolean }) =>
      call.withReader((journal) => orders(io, journal, flags.json === true)),
    );
  ordersCommand
    .command('show')
    .description('show everything that happened to one order')
    .argument('<order>', 'as `numroute orders` shows it, such as arzancell/3762 or 12')
    .option('--codes', 'show codes and texts, too')
    .option('--json', 'print one JSON document')
    .action(async (text: string, _flags: unknown, self: Command) => {
      const named = namedOf(text);
      const { codes, json } = self.optsWithGlobals<{ codes?: boolean; json?: boolean }>();
      await call.withReader((journal) =>
        show(io, journal, named, { json: json === true, codes: codes === true }),
      );
    });
  ordersCommand
    .command('export')
    .description('print every event of the journal as lines of JSON; phones and codes are in them')
    .option('--rescue', 'of a journal that is refused because it is damaged: whatever can still be read')
    .action(async (flags: { rescue?: boolean }) => {
      if (flags.rescue) call.code = rescue(io, await call.config());
      else await call.withReader((journal) => exportEvents(io, journal));
    });
  ordersCommand
    .command('backup')
    .description('copy the journal into one new file, also while another process works with it')
    .argument('<file>', 'a file that is not there yet, such as backup-2026-11-29.sqlite')
    .action(async (file: string) => {
      call.code = await backup(io, await call.config(), file);
    });
  ordersCommand
    .command('forget')
    .description('clear phones, codes and texts of orders that are over; money facts stay')
    .requiredOption('--older-than <time>', 'over for so long, such as 24h')
    .action(async (flags: { olderThan: string }) => {
      const olderThanMs = durationOf(flags.olderThan, '--older-than');
      await call.withApp((app) => forget(io, app, olderThanMs));
    });
  command('cancel', 'give up an open order, and get its money back')
    .argument('<order>', 'as `numroute orders` shows it, such as arzancell/3762')
    .option('--wait', 'go on asking until the order is over')
    .option('--bad <why>', 'the number is no use: the service knows it (used) or takes none such (refused)')
    .addOption(refundWait())
    .option('--json', 'print one JSON document')
    .action(async (text: string, { wait = false, bad, refundWait: time, json = false }: CancelFlags) => {
      const named = namedOf(text);
      const fault = faultOf(bad);
      const refundWaitMs = durationOf(time, '--refund-wait', 0);
      await call.withApp((app) =>
        cancel(io, app, named, { wait, refundWaitMs, json, ...(fault && { fault }) }),
      );
    });
  command('recover', 'take up everything that an earlier run left')
    .option('--cancel-unattended', 'give up open orders that nobody waits for')
    .option('--json', 'print one JSON document')
    .action((flags: RecoverFlags) => call.withApp((app) => recover(io, app, flags)));
  command('settle', 'write down what you found out about a purchase in doubt')
    .argument('<number>', 'as `numroute orders` shows it, such as 12')
    .option('--absent', "nothing was bought: it is not in the site's history")
    .option('--lost', 'it was charged, and its order cannot be found')
    .option('--refunded', 'the money is back')
    .option('--not-refunded', 'the money will not come back')
    .option('--found <id>', 'it was bought as this order')
    .option('--phone <number>', 'the number of --found, such as +3725550001, if you know it')
    .option('--evidence <text>', 'what you saw and where, for the record')
    .option('--json', 'print one JSON document')
    .action(async (text: string, flags: SettleFlags) => {
      const number = wholeOf(text.replace(/^#/, ''), '<number>', 1, 999_999_999);
      const settlement = parseSettlement(flags);
      await call.withApp((app) => settle(io, app, number, settlement, flags.json === true));
    });
}

export const refundWait = (): Option =>
  new Option('--refund-wait <time>', 'how long to wait until the balance shows the refund').default(
    REFUND_WAIT,
    REFUND_WAIT,
  );
