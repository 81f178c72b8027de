import type { Command } from 'commander';
import type { Call } from '../call.ts';
import type { GatewayFlags } from '../commands/gateway.ts';
import { json } from './shared.ts';

/** What an operator of the gateway runs. */
export function declareGateway(program: Command, call: Call): void {
  program
    .command('gateway')
    .description('serve old programs, in the dialect they speak, and new ones over REST')
    .option('--host <address>', 'where to listen (default: 127.0.0.1)')
    .option('--port <number>', 'where to listen (default: 8080; with --demo any free one)')
    .option('--demo', 'over a simulated market, without a config: prints a link to the price board')
    .addOption(json())
    .action(async ({ demo, ...flags }: GatewayFlags & { readonly demo?: boolean }) => {
      if (demo) {
        const { gatewayDemo } = await import('../commands/gateway-demo.ts');
        call.code = await gatewayDemo(call.io, flags);
        return;
      }
      const { gateway } = await import('../commands/gateway.ts');
      call.code = await gateway(call.io, await call.config(), flags, () => call.config());
    });
  const owner = program
    .command('owner')
    .description('show which process acts at which account, and since when')
    .addOption(json())
    .action(async (flags: { json?: boolean }) => {
      const { owner } = await import('../commands/owner.ts');
      call.code = await owner(call.io, await call.config(), flags.json === true);
    });
  owner
    .command('yield')
    .description('ask it to hand over to a gateway that stands by')
    .addOption(json())
    .action(async (_flags: unknown, self: Command) => {
      const { yieldOwner } = await import('../commands/owner.ts');
      const flags = self.optsWithGlobals<{ json?: boolean }>();
      call.code = await yieldOwner(call.io, await call.config(), flags.json === true);
    });
  program
    .command('token')
    .description('make a token for a client of the gateway')
    .addOption(json())
    .action(async (flags: { json?: boolean }) => {
      const { token } = await import('../commands/token.ts');
      call.code = token(call.io, flags.json === true);
    });
}
