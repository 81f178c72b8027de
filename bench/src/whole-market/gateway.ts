import { memoryJournal } from '@numroute/journal';
import { smsActivate } from '@numroute/sms-activate';
import fastify from 'fastify';
import { openGateway, unhurriedClient } from '../gateway/open.ts';
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
const journal = memoryJournal({ acceptOrphans: true });
const clients = [unhurriedClient(token)];
const { url } = await openGateway({ providers, journal, clients, quoteTimeoutMs: 60_000 });
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
