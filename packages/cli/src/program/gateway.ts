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
    .option('--port <number>', 'where to listen (default: 8080)')
    .action(async (flags: GatewayFlags) => {
      const { gateway } = await import('../commands/gateway.ts');
      call.code = await gateway(call.io, await call.config(), flags);
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
