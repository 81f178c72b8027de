import { Command, CommanderError } from 'commander';
import { Call } from './call.ts';
import { CONFIG_NAME } from './config/find.ts';
import { EXIT, EXIT_HELP } from './exit-codes.ts';
import { type Io, type Output, printEvent, widthOf } from './io.ts';
import { wrapped } from './printing/lines.ts';
import { colorOf, declareColor } from './program/color.ts';
import { declareCompletion } from './program/completion.ts';
import { declareFirstRun } from './program/first-run.ts';
import { declareGateway } from './program/gateway.ts';
import { declareMcp } from './program/mcp.ts';
import { declareOrders } from './program/orders.ts';
import { declarePriceHistory } from './program/price-history.ts';
import { comparePrices, declarePrices } from './program/prices.ts';
import { declarePurchases } from './program/purchases.ts';
import { declareSpend } from './program/spend.ts';
import { declareVendors, showDemo } from './program/vendors.ts';
import { declareVersion } from './program/version.ts';
import { unknownCommand, WrongWord } from './program/wrong-word.ts';

/** The whole program: never exits, never throws; resolves to the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const program = programFor(io);
  try {
    return await dispatch(program, argv, io);
  } catch (error) {
    const json = argv.includes('--json');
    if (error instanceof WrongWord) {
      const { report } = await import('./printing/report.ts');
      return report(io, await error.asInput(), json, EXIT.stopped);
    }
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    const message = (await unknownCommand(program, error)) ?? error.message.replace(/^error: /, '');
    // Of a group without a command commander has shown the help.
    if (error.code !== 'commander.help') io.stderr.write(`error: ${message}\n(numroute --help shows how)\n`);
    const known = { code: 'INVALID_INPUT', message, moneyMayHaveMoved: false, details: {} };
    if (json) printEvent(io, 'end', { error: { ...known, exitCode: EXIT.badInput } });
    return EXIT.badInput;
  }
}

/** Tells of a command that failed. @returns What the process exits with. */
async function failed({ io, stopped }: Call, error: unknown, json: boolean): Promise<number> {
  const { report } = await import('./printing/report.ts');
  if (!isSuppressed(error)) return report(io, error, json, stopped);
  // The command failed, and then its journal could not be closed.
  const code = report(io, error.suppressed, json, stopped);
  report(io, error.error, false, stopped);
  return code;
}

/** By its name: an older Node has no such class. */
const isSuppressed = (error: unknown): error is SuppressedError =>
  error instanceof Error && error.name === 'SuppressedError';

/** A command's own modules are loaded when it runs: help, and what a shell completes, need none of them. */
async function dispatch(program: Command, argv: readonly string[], io: Io): Promise<number> {
  declareVersion(program, io);
  declareColor(program);
  // Read before the commands are there, which are told of the colours.
  const { operands, unknown } = program.parseOptions([...argv]);
  const call = new Call({ ...io, ...colorOf(program) }, program);
  declareFirstRun(program, call);
  declarePrices(program, call);
  declarePriceHistory(program, call);
  declarePurchases(program, call);
  declareOrders(program, call);
  declareSpend(program, call);
  declareVendors(program, call);
  declareGateway(program, call);
  declareMcp(program, call);
  declareCompletion(program, call);
  // An action of its own would take a misspelt command for an argument, and leave no `help`.
  try {
    if (operands.length + unknown.length === 0) await withoutCommand(call);
    else await program.parseAsync([...argv], { from: 'user' });
    return call.code;
  } catch (error) {
    if (error instanceof CommanderError || error instanceof WrongWord) throw error;
    return await failed(call, error, argv.includes('--json'));
  }
}

function programFor(io: Io): Command {
  const helpWidth = (output: Output): number => (output.isTTY === true ? widthOf(io, output) : 80);
  return new Command('numroute')
    .description(
      'Compares the prices of verification numbers across providers, and buys the cheapest.\n' +
        `Without a command: compares Telegram if there is a ${CONFIG_NAME}, else shows the demo. Buys nothing real.`,
    )
    .option('--config <file>', `providers, rates and currency (default: ${CONFIG_NAME}, here or above)`)
    .option('--env-file <file>', 'variables that the config refers to (default: .env beside the config)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // `run` tells of it, with the command that may have been meant.
      outputError: () => undefined,
      getOutHelpWidth: () => helpWidth(io.stdout),
      getErrHelpWidth: () => helpWidth(io.stderr),
    })
    .configureHelp({ minWidthToWrap: 10, subcommandTerm: termOf })
    .addHelpText('after', () => `\n${wrapped(EXIT_HELP, helpWidth(io.stdout))}`);
}

/** `cancel <order>`; that it has options says nothing. */
function termOf(command: Command): string {
  const named = command.registeredArguments.map((one) =>
    one.required ? `<${one.name()}>` : `[${one.name()}]`,
  );
  return [command.name(), ...named].join(' ');
}

async function withoutCommand(call: Call): Promise<void> {
  await ((await call.findConfig()) ? comparePrices(call, ['telegram'], {}) : showDemo(call));
}
