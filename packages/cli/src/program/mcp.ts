import type { Command } from 'commander';
import type { Call } from '../call.ts';
import type { McpFlags } from '../commands/mcp.ts';
import type { RelayFlags } from '../commands/mcp-relay.ts';

/** What serves agents. */
export function declareMcp(program: Command, call: Call): void {
  program
    .command('mcp')
    .description('serve the agents of a host that starts it, over the Model Context Protocol')
    .option('--read-only', 'let them compare and look, and buy nothing')
    .option('--tools <names>', 'only these, such as compare_prices,get_balance')
    .option('--gateway <url>', 'hand all to a gateway, with the token in NUMROUTE_TOKEN')
    .option(
      '--allow-insecure-http',
      'let an http: address of a gateway through; the token is then readable on the way',
    )
    .option('--demo', 'over a simulated market, without a config')
    .action(async ({ gateway, allowInsecureHttp, ...flags }: McpFlags & Partial<RelayFlags>) => {
      if (gateway !== undefined) {
        const { mcpRelay } = await import('../commands/mcp-relay.ts');
        call.code = await mcpRelay(call, { gateway, ...(allowInsecureHttp && { allowInsecureHttp }) });
        return;
      }
      const { mcp } = await import('../commands/mcp.ts');
      call.code = await mcp(call, flags);
    });
}
