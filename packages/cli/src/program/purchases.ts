import { type Command, Option } from 'commander';
import type { Call } from '../call.ts';
import type { BuyFlags } from '../commands/buy.ts';
import type { CodeFlags } from '../commands/code.ts';
import { EXIT } from '../exit-codes.ts';
import { choosing, json, refundWait } from './shared.ts';

/** What buys. */
export function declarePurchases(program: Command, call: Call): void {
  choosing(program, 'buy', 'buy the cheapest number, wait for its code, or cancel it')
    .option('--max <price>', 'the most to pay, such as 0.5USD; needed')
    .option('--tolerance <share>', 'let a vendor charge so much more than it lists at once, such as 10%')
    .addOption(new Option('--wait <time>', 'cancel if no code came by then').default('10m', '10m'))
    .option('--no-wait', 'print the number as soon as it is bought, and leave the order open')
    .addOption(new Option('--sms <count>', 'wait for so many SMS on the number').default('1', '1'))
    .addOption(refundWait())
    .option('--key <name>', 'your own name for it: the same name never buys twice, also after a crash')
    .addOption(json())
    .action(async (service: string, flags: BuyFlags) => {
      const { buy, parsePurchase } = await import('../commands/buy.ts');
      const wanted = parsePurchase(service, flags);
      await call.withApp((app) => buy(call.io, app, wanted), { stopped: EXIT.noCode });
    });
  choosing(program, 'code', 'try numbers until one brings a code, and print it')
    .option('--max <price>', 'the most to pay for one number, such as 0.5USD; needed')
    .option('--spend <amount>', 'the most to pay for all of them (default: what --max says)')
    .addOption(new Option('--within <time>', 'no code is of use later').default('10m', '10m'))
    .addOption(new Option('--numbers <count>', 'numbers to buy at most').default('5', '5'))
    .addOption(
      new Option('--at-once <count>', '2: buy the next while one that is given up is open').default('1', '1'),
    )
    .option('--key <name>', 'your own name for it: under one name one code is got, also after a crash')
    .option('--exec <command>', "run it for each number, such as 'node sign-up.js {phone}'; 1: unfit")
    .addOption(json())
    .action(async (service: string, flags: CodeFlags) => {
      const { code, parseCodeWanted } = await import('../commands/code.ts');
      const { CodeProgress } = await import('../orders/code-progress.ts');
      const wanted = parseCodeWanted(service, flags);
      const progress = new CodeProgress(call.io, wanted.json);
      const { onEvent } = progress;
      await call.withApp((app) => code(call.io, app, wanted, progress), { stopped: EXIT.noCode, onEvent });
    });
}
