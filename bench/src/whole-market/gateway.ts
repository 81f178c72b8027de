import { createLog, hashToken, routerDesk, routerEvents, startGateway } from '@numroute/gateway';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { smsActivate } from '@numroute/sms-activate';
import fastify from 'fastify';
import { Turns } from '../longest-turn.ts';

// One gateway over fourteen vendors. It answers how long it held the event loop, and how much memory it took.
const [site = '', token = ''] = process.argv.slice(2);

const providers = Array.from({ length: 14 }, (_, vendor) =>
  smsActivate.create({
    id: `vendor-${vendor}`,
    profile: 'classic',
    currency: 'USD',
    apiKey: `8b1a9953c4611296a827abf8c47804d${vendor.toString(16)}`,
    baseUrl: `${site}/${vendor}`,
    allowInsecureHttp: true,
    limits: { requests: 10_000, perMs: 1_000, concurrent: 100 },
  }),
);
const events = routerEvents();
const journal = memoryJournal({ acceptOrphans: true });
const router = createRouter({ providers, journal, quoteTimeoutMs: 60_000, onEvent: events.tell });
const { url } = await startGateway({
  desk: await routerDesk({ router, journal, rates: { rates: [], convert: (price) => price }, events }),
  log: createLog({ write: () => undefined }),
  settings: {
    port: 0,
    clients: [
      {
        id: 'bench',
        tokenHash: hashToken(token),
        budget: { amount: '1000000', currency: 'USD', per: 'total' },
        rate: { requests: 10_000_000, perMs: 1_000 },
      },
    ],
  },
});
const turns = new Turns();
let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20).unref();

/** The framework alone, sending the same bytes. */
async function sendBare(): Promise<string> {
  const path = `${url}/stubs/handler_api.php?api_key=${token}&action=getPrices`;
  const body = Buffer.from(await (await fetch(path)).arrayBuffer());
  const app = fastify();
  app.get('/', async (_request, reply) => reply.type('text/html; charset=UTF-8').send(body));
  return await app.listen({ host: '127.0.0.1', port: 0 });
}

process.on('message', async (asked) => {
  if (asked === 'bare') {
    process.send?.(await sendBare());
    return;
  }
  const held = turns.take();
  const memory = peak;
  peak = process.memoryUsage.rss();
  process.send?.({ held, memory });
});
process.on('disconnect', () => process.exit());
process.send?.(url);
