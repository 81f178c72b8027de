import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JournalReader } from '@numroute/journal';
import { Command, CommanderError, Option } from 'commander';
import { durationOf, wholeOf } from './arguments.ts';
import { balance } from './commands/balance.ts';
import { type BuyFlags, buy, parsePurchase } from './commands/buy.ts';
import { type CancelFlags, cancel, faultOf } from './commands/cancel.ts';
import { type CompareFlags, compare, parseComparison } from './commands/compare.ts';
import { demo } from './commands/demo.ts';
import { type DetectFlags, detect } from './commands/detect.ts';
import { type GatewayFlags, gateway } from './commands/gateway.ts';
import { newAdapter } from './commands/new-adapter.ts';
import { show } from './commands/order.ts';
import { backup, exportEvents, forget, orders, rescue } from './commands/orders.ts';
import { type RecoverFlags, recover } from './commands/recover.ts';
import { type SandboxFlags, sandbox } from './commands/sandbox.ts';
import { parseSettlement, type SettleFlags, settle } from './commands/settle.ts';
import { token } from './commands/token.ts';
import { type VerifyFlags, verify } from './commands/verify.ts';
import { countries, services, type WordsFlags } from './commands/words.ts';
import type { App, Prices } from './compose.ts';
import { DEFAULT_CONFIG, readConfig } from './config.ts';
import { namedOf } from './entry-lines.ts';
import { EXIT, EXIT_HELP } from './exit-codes.ts';
import { type Io, printJson } from './io.ts';
import { openApp, openPrices, openReader } from './open-app.ts';
import { type Progress, progressOn } from './progress.ts';
import { REFUND_WAIT } from './refund.ts';
import { report } from './report.ts';
import { vocabularies } from './vocabularies.ts';

/** The whole program: never exits, never throws; resolves to the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const json = argv.includes('--json');
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      // Commander has told stderr.
      const message = error.message.replace(/^error: /, '');
      if (json) printJson(io, { error: { code: 'INVALID_INPUT', message, exitCode: EXIT.badInput } });
      return EXIT.badInput;
    }
    if (!isSuppressed(error)) return report(io, error, json);
    // The command failed, and then its journal could not be closed.
    const code = report(io, error.suppressed, json);
    report(io, error.error, false);
    return code;
  }
}

/** By its name: an older Node has no such class. */
const isSuppressed = (error: unknown): error is SuppressedError =>
  error instanceof Error && error.name === 'SuppressedError';

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  const program = new Command('numroute')
    .description(
      'Compares the prices of verification numbers across providers, and buys the cheapest.\n' +
        `Without a command: compares Telegram if there is a ${DEFAULT_CONFIG}, else shows the demo. Buys nothing real.`,
    )
    .option('--config <file>', `providers, rates and currency (default: ${DEFAULT_CONFIG} in this directory)`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .configureHelp({ minWidthToWrap: 30 })
    .addHelpText('after', EXIT_HELP)
    .showHelpAfterError('(numroute --help shows how)');
  const command = (usage: string, text: string): Command => program.command(usage).description(text);
  const withApp = async (work: (app: App) => Promise<number>): Promise<void> => {
    const progress = progressOn(io.stderr);
    const config = await readConfig(io, program.opts<{ config?: string }>().config);
    await using app = await openApp(config, progress.onEvent);
    code = await work(app);
  };
  const withPrices = async (work: (prices: Prices, progress: Progress) => Promise<number>): Promise<void> => {
    const progress = progressOn(io.stderr);
    const config = await readConfig(io, program.opts<{ config?: string }>().config);
    await using prices = await openPrices(config, progress.onEvent);
    code = await work(prices, progress);
  };

  const withReader = async (work: (journal: JournalReader) => Promise<number>): Promise<void> => {
    const config = await readConfig(io, program.opts<{ config?: string }>().config);
    const journal = openReader(io, config);
    try {
      code = await work(journal);
    } finally {
      await journal.close();
    }
  };

  choosing(command('compare', 'show what a number costs everywhere; buys nothing'))
    .option('--max <price>', 'leave out what is dearer, such as 0.5USD')
    .option('--in <currency>', 'compare in this currency, such as USD')
    .addOption(new Option('--limit <rows>', 'rows to show').default('20', '20'))
    .option('--json', 'print one JSON document')
    .option('--watch', 'ask again every 5 s until Ctrl-C')
    .action(async (service: string, flags: CompareFlags) => {
      const asked = parseComparison(service, flags);
      await withPrices((prices, progress) => compare(io, prices, asked, progress));
    });
  choosing(command('buy', 'buy the cheapest number, wait for its code, or cancel it'))
    .option('--max <price>', 'the most to pay, such as 0.5USD; needed')
    .option('--tolerance <share>', 'let a vendor charge so much more than it lists, such as 10%')
    .addOption(new Option('--wait <time>', 'cancel if no code came by then').default('10m', '10m'))
    .addOption(new Option('--sms <count>', 'wait for so many SMS on the number').default('1', '1'))
    .addOption(refundWait())
    .option('--key <name>', 'your own name for it: the same name never buys twice, also after a crash')
    .option('--json', 'print one JSON document')
    .action(async (service: string, flags: BuyFlags) => {
      const wanted = parsePurchase(service, flags);
      await withApp((app) => buy(io, app, wanted));
    });
  command('balance', 'show what is left at every provider')
    .option('--json', 'print one JSON document')
    .action((flags: { json?: boolean }) => withPrices((prices) => balance(io, prices, flags.json === true)));
  const ordersCommand = command('orders', 'show what is open and paid, and what may have been')
    .option('--json', 'print one JSON document')
    .action((flags: { json?: boolean }) => withReader((journal) => orders(io, journal, flags.json === true)));
  ordersCommand
    .command('show')
    .description('show everything that happened to one order')
    .argument('<order>', 'as `numroute orders` shows it, such as arzancell/3762 or 12')
    .option('--codes', 'show codes and texts, too')
    .option('--json', 'print one JSON document')
    .action(async (text: string, _flags: unknown, self: Command) => {
      const named = namedOf(text);
      const { codes, json } = self.optsWithGlobals<{ codes?: boolean; json?: boolean }>();
      await withReader((journal) => show(io, journal, named, { json: json === true, codes: codes === true }));
    });
  ordersCommand
    .command('export')
    .description('print every event of the journal as lines of JSON; phones and codes are in them')
    .option('--rescue', 'of a journal that is refused because it is damaged: whatever can still be read')
    .action(async (flags: { rescue?: boolean }) => {
      if (flags.rescue) code = rescue(io, await readConfig(io, program.opts<{ config?: string }>().config));
      else await withReader((journal) => exportEvents(io, journal));
    });
  ordersCommand
    .command('backup')
    .description('copy the journal into one new file, also while another process works with it')
    .argument('<file>', 'a file that is not there yet, such as backup-2026-11-29.sqlite')
    .action(async (file: string) => {
      code = await backup(io, await readConfig(io, program.opts<{ config?: string }>().config), file);
    });
  ordersCommand
    .command('forget')
    .description('clear phones, codes and texts of orders that are over; money facts stay')
    .requiredOption('--older-than <time>', 'over for so long, such as 24h')
    .action(async (flags: { olderThan: string }) => {
      const olderThanMs = durationOf(flags.olderThan, '--older-than');
      await withApp((app) => forget(io, app, olderThanMs));
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
      await withApp((app) => cancel(io, app, named, { wait, refundWaitMs, json, ...(fault && { fault }) }));
    });
  command('recover', 'take up everything that an earlier run left')
    .option('--cancel-unattended', 'give up open orders that nobody waits for')
    .option('--json', 'print one JSON document')
    .action((flags: RecoverFlags) => withApp((app) => recover(io, app, flags)));
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
      await withApp((app) => settle(io, app, number, settlement, flags.json === true));
    });
  command('sandbox', 'serve a simulated vendor to try things on')
    .argument('[package]', 'whose vendor: one that exports ./conformance, or its folder (default: ArzanCell)')
    .argument('[name]', 'which of its vendors, such as herosms (default: the first)')
    .option('--profile <name>', 'a site of the sms-activate family, such as herosms')
    .addOption(new Option('--port <number>', 'where to listen').default('0', 'any free one'))
    .action(async (target: string | undefined, name: string | undefined, flags: SandboxFlags) => {
      code = await sandbox(io, { target, name }, flags);
    });
  command('detect', 'ask a host which dialect it speaks; reads only, buys nothing')
    .argument('<base-url>', 'such as https://shop.example/stubs/handler_api.php')
    .option('--key <env/NAME>', 'the environment variable that holds your key there; tells more')
    .option('--currency <code>', 'the currency of its prices, which few hosts tell, such as USD')
    .option(
      '--plugin <package>',
      'a plugin to try beside the built-in ones',
      (name, all: readonly string[] = []) => [...all, name],
    )
    .option('--allow-insecure-http', 'let an http: address through; your key is then readable on the way')
    .option('--json', 'print one JSON document')
    .action(async (address: string, flags: DetectFlags) => {
      code = await detect(io, address, flags);
    });
  command('verify', 'put a provider to the proof, promise by promise, without a vendor')
    .argument('<package>', 'one that exports ./conformance, or its folder, or that file')
    .argument('[name]', 'only this provider of it, such as herosms')
    .option('--case <start>', 'only cases that begin so, such as cancel/')
    .option('--all', 'show the cases that pass, too')
    .option('--json', 'print one JSON document')
    .action(async (target: string, name: string | undefined, flags: VerifyFlags) => {
      code = await verify(io, target, name, flags);
    });
  command('new-adapter', 'write the package of a new adapter, which is green and speaks an invented dialect')
    .argument('<name>', "the vendor's, such as acme")
    .argument('[directory]', 'an empty one, or a new one (default: numroute-<name>)')
    .option('--rest', 'of a vendor with a path for each call (default: one address, the call in the body)')
    .action(async (name: string, directory: string | undefined, { rest }: { rest?: boolean }) => {
      code = await newAdapter(io, name, rest ? 'rest' : 'rpc', directory);
    });
  command('services', "show our words for services, and every vendor's codes for them")
    .argument('[text]', 'only those, such as telegram')
    .option('--json', 'print one JSON document')
    .action(async (text: string | undefined, flags: WordsFlags) => {
      code = services(io, text, await vocabularies(io, program.opts<{ config?: string }>().config), flags);
    });
  command('countries', "show our words for countries, and every vendor's ids for them")
    .argument('[country]', 'only that one, such as EE')
    .option('--json', 'print one JSON document')
    .action(async (text: string | undefined, flags: WordsFlags) => {
      code = countries(io, text, await vocabularies(io, program.opts<{ config?: string }>().config), flags);
    });
  command('gateway', 'serve old programs, in the dialect they speak, and new ones over REST')
    .option('--host <address>', 'where to listen (default: 127.0.0.1)')
    .option('--port <number>', 'where to listen (default: 8080)')
    .action(async (flags: GatewayFlags) => {
      code = await gateway(io, await readConfig(io, program.opts<{ config?: string }>().config), flags);
    });
  command('token', 'make a token for a client of the gateway')
    .option('--json', 'print one JSON document')
    .action((flags: { json?: boolean }) => {
      code = token(io, flags.json === true);
    });
  command('demo', 'tour of a simulated market; costs nothing').action(async () => {
    code = await demo(io);
  });
  program.action(async () => {
    const { config } = program.opts<{ config?: string }>();
    if (config === undefined && !(await exists(resolve(io.cwd, DEFAULT_CONFIG)))) {
      code = await demo(io);
      return;
    }
    const asked = parseComparison('telegram', { limit: '20' });
    await withPrices((prices, progress) => compare(io, prices, asked, progress));
  });

  await program.parseAsync([...argv], { from: 'user' });
  return code;
}

/** What both of them ask for, and which offers come into question. */
const choosing = (command: Command): Command =>
  command
    .argument('<service>', 'such as telegram or whatsapp')
    .option('--country <codes>', 'only there, such as EE or EE,GB')
    .option('--min <price>', 'leave out what is cheaper, such as 0.1USD')
    .option('--provider <ids>', 'ask only these, such as arzancell,fivesim')
    .option('--except-provider <ids>', 'do not ask these')
    .option('--pool <names>', 'only these pools (operators), such as virtual53 or fivesim:virtual53')
    .option('--except-pool <names>', 'not these pools')
    .option('--min-stock <count>', 'leave out offers of fewer numbers, and those that do not say')
    .option('--min-rate <share>', 'leave out offers of which fewer codes arrive, such as 40%');

const refundWait = (): Option =>
  new Option('--refund-wait <time>', 'how long to wait until the balance shows the refund').default(
    REFUND_WAIT,
    REFUND_WAIT,
  );

/** A journal is opened only where it is needed: it has one owner, and reading prices needs none. */
async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    (error: unknown) => {
      // A config that is there but cannot be read is no reason to show a demo instead.
      return (error as NodeJS.ErrnoException).code !== 'ENOENT';
    },
  );
}
