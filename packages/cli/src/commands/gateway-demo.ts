import { createLog, newToken, startGateway } from '@numroute/gateway';
import { importMcp } from '../agents/load.ts';
import { wholeOf } from '../arguments.ts';
import { EXIT } from '../exit-codes.ts';
import { aborted, type Io, printEvent } from '../io.ts';
import { DEMO_BUDGET, openDemoMarket } from '../sandbox/demo-market.ts';
import type { GatewayFlags } from './gateway.ts';

/**
 * The gateway and its board over a simulated market, until Ctrl-C; nothing is written to a disk. The link on
 * standard output is the only way in: its token is new each time, and stands where no browser sends it. Agents
 * are served, too, where what serves them is installed.
 */
export async function gatewayDemo(io: Io, { host, port, json }: GatewayFlags): Promise<number> {
  const listening = port === undefined ? 0 : wholeOf(port, '--port', 0, 65_535);
  await using market = await openDemoMarket(io);
  const { token, hash } = newToken();
  const agents = await importMcp(io.cwd);
  await using server = await startGateway({
    orders: market.orders,
    settings: {
      ...(host !== undefined && { host }),
      port: listening,
      clients: [{ id: 'demo', tokenHash: hash, budget: DEMO_BUDGET, operator: true }],
    },
    ...(agents && { endpoints: [agents.mcpEndpoint()] }),
    log: createLog(io.stderr, 'warn'),
  });
  io.stderr.write(
    'SIMULATED MARKET: made-up vendors on this machine, no real money. Nothing real is bought, nothing is kept.\n' +
      (agents ? `Agents: ${server.url}/mcp, with the token after "token=" of the link.\n` : '') +
      'Open this link in a browser; Ctrl-C ends it all:\n',
  );
  const link = `${server.url}/#token=${token}`;
  if (json) printEvent(io, 'listening', { url: server.url, link });
  else io.stdout.write(`${link}\n`);
  await aborted(io);
  return EXIT.ok;
}
