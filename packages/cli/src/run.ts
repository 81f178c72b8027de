import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { Call } from './call.ts';
import { CodeProgress } from './code-progress.ts';
import { balance } from './commands/balance.ts';
import { type BuyFlags, buy, parsePurchase } from './commands/buy.ts';
import { type CodeFlags, code, parseCodeWanted } from './commands/code.ts';
import { type CompareFlags, compare, parseComparison } from './commands/compare.ts';
import { demo } from './commands/demo.ts';
import { type DetectFlags, detect } from './commands/detect.ts';
import { type GatewayFlags, gateway } from './commands/gateway.ts';
import { newAdapter } from './commands/new-adapter.ts';
import { type SandboxFlags, sandbox } from './commands/sandbox.ts';
import { token } from './commands/token.ts';
import { type VerifyFlags, verify } from './commands/verify.ts';
import { countries, services, type WordsFlags } from './commands/words.ts';
import { DEFAULT_CONFIG } from './config.ts';
import { EXIT, EXIT_HELP } from './exit-codes.ts';
import { type Io, printJson } from './io.ts';
import { declareOrders, refundWait } from './order-commands.ts';
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
  const call = new Call(io, program);

  choosing(command('compare', 'show what a number costs everywhere; buys nothing'))
    .option('--max <price>', 'leave out what is dearer, such as 0.5USD')
    .addOption(
      new Option('--by <what>', 'rank by price, or by value: what a delivered code costs').default(
        'price',
        'price',
      ),
    )
    .option('--in <currency>', 'compare in this currency, such as USD')
    .addOption(new Option('--limit <rows>', 'rows to show').default('20', '20'))
    .option('--json', 'print one JSON document')
    .option('--watch', 'ask again every 5 s until Ctrl-C')
    .action(async (service: string, flags: CompareFlags) => {
      const asked = parseComparison(service, flags);
      await call.withPrices((prices, progress) => compare(io, prices, asked, progress), asked.by === 'value');
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
      await call.withApp((app) => buy(io, app, wanted));
    });
  choosing(command('code', 'try numbers until one brings a code, and print it'))
    .option('--max <price>', 'the most to pay for one number, such as 0.5USD; needed')
    .option('--spend <amount>', 'the most to pay for all of them (default: what --max says)')
    .addOption(new Option('--within <time>', 'no code is of use later').default('10m', '10m'))
    .addOption(new Option('--numbers <count>', 'numbers to buy at most').default('5', '5'))
    .addOption(
      new Option('--at-once <count>', '2: buy the next while one that is given up is open').default('1', '1'),
    )
    .option('--key <name>', 'your own name for it: under one name one code is got, also after a crash')
    .option('--exec <command>', "run it for each number, such as 'node sign-up.js {phone}'; 1: unfit")
    .option('--json', 'print one JSON document')
    .action(async (service: string, flags: CodeFlags) => {
      const wanted = parseCodeWanted(service, flags);
      const progress = new CodeProgress(io);
      await call.withApp((app) => code(io, app, wanted, progress), progress.onEvent);
    });
  command('balance', 'show what is left at every provider')
    .option('--json', 'print one JSON document')
    .action((flags: { json?: boolean }) =>
      call.withPrices((prices) => balance(io, prices, flags.json === true)),
    );
  declareOrders(program, call);
  command('sandbox', 'serve a simulated vendor to try things on')
    .argument('[package]', 'whose vendor: one that exports ./conformance, or its folder (default: ArzanCell)')
    .argument('[name]', 'which of its vendors, such as herosms (default: the first)')
    .option('--profile <name>', 'a site of the sms-activate family, such as herosms')
    .option('--silent', 'no order gets an SMS: a vendor of dead numbers')
    .addOption(new Option('--port <number>', 'where to listen').default('0', 'any free one'))
    .action(async (target: string | undefined, name: string | undefined, flags: SandboxFlags) => {
      call.code = await sandbox(io, { target, name }, flags);
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
      call.code = await detect(io, address, flags);
    });
  command('verify', 'put a provider to the proof, promise by promise, without a vendor')
    .argument('<package>', 'one that exports ./conformance, or its folder, or that file')
    .argument('[name]', 'only this provider of it, such as herosms')
    .option('--case <start>', 'only cases that begin so, such as cancel/')
    .option('--all', 'show the cases that pass, too')
    .option('--json', 'print one JSON document')
    .action(async (target: string, name: string | undefined, flags: VerifyFlags) => {
      call.code = await verify(io, target, name, flags);
    });
  command('new-adapter', 'write the package of a new adapter, which is green and speaks an invented dialect')
    .argument('<name>', "the vendor's, such as acme")
    .argument('[directory]', 'an empty one, or a new one (default: numroute-<name>)')
    .option('--rest', 'of a vendor with a path for each call (default: one address, the call in the body)')
    .action(async (name: string, directory: string | undefined, { rest }: { rest?: boolean }) => {
      call.code = await newAdapter(io, name, rest ? 'rest' : 'rpc', directory);
    });
  command('services', "show our words for services, and every vendor's codes for them")
    .argument('[text]', 'only those, such as telegram')
    .option('--json', 'print one JSON document')
    .action(async (text: string | undefined, flags: WordsFlags) => {
      call.code = services(io, text, await vocabularies(io, call.configFile), flags);
    });
  command('countries', "show our words for countries, and every vendor's ids for them")
    .argument('[country]', 'only that one, such as EE')
    .option('--json', 'print one JSON document')
    .action(async (text: string | undefined, flags: WordsFlags) => {
      call.code = countries(io, text, await vocabularies(io, call.configFile), flags);
    });
  command('gateway', 'serve old programs, in the dialect they speak, and new ones over REST')
    .option('--host <address>', 'where to listen (default: 127.0.0.1)')
    .option('--port <number>', 'where to listen (default: 8080)')
    .action(async (flags: GatewayFlags) => {
      call.code = await gateway(io, await call.config(), flags);
    });
  command('token', 'make a token for a client of the gateway')
    .option('--json', 'print one JSON document')
    .action((flags: { json?: boolean }) => {
      call.code = token(io, flags.json === true);
    });
  command('demo', 'tour of a simulated market; costs nothing').action(async () => {
    call.code = await demo(io);
  });
  program.action(async () => {
    if (call.configFile === undefined && !(await exists(resolve(io.cwd, DEFAULT_CONFIG)))) {
      call.code = await demo(io);
      return;
    }
    const asked = parseComparison('telegram', { limit: '20' });
    await call.withPrices((prices, progress) => compare(io, prices, asked, progress));
  });

  await program.parseAsync([...argv], { from: 'user' });
  return call.code;
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

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    (error: unknown) => {
      // A config that is there but cannot be read is no reason to show a demo instead.
      return (error as NodeJS.ErrnoException).code !== 'ENOENT';
    },
  );
}
