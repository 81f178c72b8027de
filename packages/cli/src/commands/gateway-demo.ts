import { createLog, newToken, routerEvents, routerOrders, startGateway } from '@numroute/gateway';
import { memoryJournal } from '@numroute/journal';
import { createRates } from '@numroute/router';
import { wholeOf } from '../arguments.ts';
import { compose } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { aborted, type Io, printEvent } from '../io.ts';
import { accountsAt } from '../sandbox/accounts.ts';
import { behavioursOf } from '../sandbox/behaviour.ts';
import { marketVendors } from '../sandbox/market.ts';
import { playAll } from '../sandbox/playing.ts';
import { sandboxRates } from '../sandbox/usual-goods.ts';
import type { GatewayFlags } from './gateway.ts';

const BUDGET = { amount: '50', currency: 'USD', per: 'total' } as const;

/**
 * The gateway and its board over a simulated market, until Ctrl-C; nothing is written to a disk. The link on
 * standard output is the only way in: its token is new each time, and stands where no browser sends it.
 */
export async function gatewayDemo(io: Io, { host, port, json }: GatewayFlags): Promise<number> {
  const listening = port === undefined ? 0 : wholeOf(port, '--port', 0, 65_535);
  const vendors = marketVendors();
  const rates = sandboxRates(vendors.map(({ currency }) => currency));
  await using playing = await playAll(vendors, {
    behaviourOf: behavioursOf({}, vendors),
    port: 0,
    onLine: (line) => io.stderr.write(`${line}\n`),
  });
  const events = routerEvents();
  await using app = await compose({
    accounts: await accountsAt(playing, io.cwd),
    rates,
    currency: 'USD',
    journal: memoryJournal({ acceptOrphans: true }),
    options: { onEvent: events.tell },
  });
  const { router, journal } = app;
  const { token, hash } = newToken();
  await using server = await startGateway({
    orders: await routerOrders({ router, journal, rates: createRates(rates), events }),
    settings: {
      ...(host !== undefined && { host }),
      port: listening,
      clients: [{ id: 'demo', tokenHash: hash, budget: BUDGET, operator: true }],
    },
    log: createLog(io.stderr, 'warn'),
  });
  io.stderr.write(
    'SIMULATED MARKET: made-up vendors on this machine, no real money. Nothing real is bought, nothing is kept.\n' +
      'Open this link in a browser; Ctrl-C ends it all:\n',
  );
  const link = `${server.url}/#token=${token}`;
  if (json) printEvent(io, 'listening', { url: server.url, link });
  else io.stdout.write(`${link}\n`);
  await aborted(io);
  return EXIT.ok;
}
