import { type Command, Option } from 'commander';
import type { Call } from '../call.ts';
import type { DetectFlags } from '../commands/detect.ts';
import type { SandboxFlags } from '../commands/sandbox.ts';
import type { VerifyFlags } from '../commands/verify.ts';
import type { WordsFlags } from '../commands/words.ts';
import { json, repeated } from './shared.ts';

interface NewAdapterFlags {
  readonly rest?: boolean;
  readonly json?: boolean;
}

const SANDBOX_HELP = `
With --all a vendor may be named: --sms fivesim=never,herosms=10s

Kinds of --fault (--faults says what each does):
  cut-after-charge, half-after-charge, error-after-charge, error-before-charge,
  phantom, no-money, cut-list, slow, hang, down, block-page, garbage,
  cancel-too-early, no-refund, deny-order`;

/** What tells of vendors, plays one, and proves an adapter. */
export function declareVendors(program: Command, call: Call): void {
  const { io } = call;
  const command = (usage: string, text: string): Command => program.command(usage).description(text);
  command('sandbox', 'serve simulated vendors to try things on; buys nothing real')
    .argument('[package]', 'whose vendor: one that exports ./conformance, or its folder (default: ArzanCell)')
    .argument('[name]', 'which of its vendors, such as herosms (default: the first)')
    .option('--all', 'a whole market: one vendor of every kind in the box, and one config for all')
    .option('--profile <name>', 'a site of the sms-activate family, such as herosms')
    .option('--sms <when>', 'when orders get their SMS: 10s, never, or late (after one may cancel)', repeated)
    .option('--silent', 'the same as --sms never: a vendor of dead numbers')
    .option('--fault <kind>', 'misbehave, such as cut-after-charge; --faults lists the kinds', repeated)
    .option('--charge-more <share>', 'charge more than is listed, such as 10%', repeated)
    .option('--stock <count>', 'have so many of each offer, such as 0', repeated)
    .option('--latency <time>', 'answer so late, such as 500ms', repeated)
    .option('--key <text>', 'the key that opens it (default: sandbox-<vendor>)')
    .addOption(
      new Option('--port <number>', 'where to listen; with --all the first, the others follow').default(
        '0',
        'any free one',
      ),
    )
    .option('--write <folder>', 'write numroute.config.json and its .env there')
    .option('--faults', 'only list the kinds of --fault')
    .addOption(json())
    .addHelpText('after', SANDBOX_HELP)
    .action(async (target: string | undefined, name: string | undefined, flags: SandboxFlags) => {
      const { sandbox } = await import('../commands/sandbox.ts');
      call.code = await sandbox(io, { target, name }, flags);
    });
  command('detect', 'ask a host which dialect it speaks; reads only, buys nothing')
    .argument('<base-url>', 'such as https://shop.example/stubs/handler_api.php')
    .option('--key <env/NAME>', 'the environment variable that holds your key there; tells more')
    .option('--currency <code>', 'the currency of its prices, which few hosts tell, such as USD')
    .option('--plugin <package>', 'a plugin to try beside the built-in ones', repeated)
    .option('--allow-insecure-http', 'let an http: address through; your key is then readable on the way')
    .addOption(json())
    .action(async (address: string, flags: DetectFlags) => {
      const { detect } = await import('../commands/detect.ts');
      call.code = await detect({ ...io, env: await call.environment() }, address, flags);
    });
  command('verify', 'put a provider to the proof, promise by promise, without a vendor')
    .argument('<package>', 'one that exports ./conformance, or its folder, or that file')
    .argument('[name]', 'only this provider of it, such as herosms')
    .option('--case <start>', 'only cases that begin so, such as cancel/')
    .option('--all', 'show the cases that pass, too')
    .addOption(json())
    .action(async (target: string, name: string | undefined, flags: VerifyFlags) => {
      const { verify } = await import('../commands/verify.ts');
      call.code = await verify(io, target, name, flags);
    });
  command('new-adapter', 'write the package of a new adapter, which is green and speaks an invented dialect')
    .argument('<name>', "the vendor's, such as acme")
    .argument('[directory]', 'an empty one, or a new one (default: numroute-<name>)')
    .option('--rest', 'of a vendor with a path for each call (default: one address, the call in the body)')
    .addOption(json())
    .action(async (name: string, directory: string | undefined, flags: NewAdapterFlags) => {
      const { newAdapter } = await import('../commands/new-adapter.ts');
      const kind = flags.rest ? 'rest' : 'rpc';
      call.code = await newAdapter(io, name, kind, directory, flags.json === true);
    });
  command('services', "show our words for services, and every vendor's codes for them")
    .argument('[text]', 'only those, such as telegram')
    .addOption(json())
    .action(async (text: string | undefined, flags: WordsFlags) => {
      const { services } = await import('../commands/words.ts');
      const { vocabularies } = await import('../vendors/vocabularies.ts');
      call.code = services(io, text, await vocabularies(call), flags);
    });
  command('countries', "show our words for countries, and every vendor's ids for them")
    .argument('[country]', 'only that one, such as EE')
    .addOption(json())
    .action(async (text: string | undefined, flags: WordsFlags) => {
      const { countries } = await import('../commands/words.ts');
      const { vocabularies } = await import('../vendors/vocabularies.ts');
      call.code = countries(io, text, await vocabularies(call), flags);
    });
  command('demo', 'tour of a simulated market; costs nothing').action(() => showDemo(call));
}

export async function showDemo(call: Call): Promise<void> {
  const { demo } = await import('../commands/demo.ts');
  call.code = await demo(call.io);
}
