import { sqliteJournal } from '@numroute/journal';
import { createRates } from '@numroute/router';
import fastify from 'fastify';
import { UNHURRIED, waitingVendor } from '../waiting-vendor.ts';
import { openGateway, unhurriedClient } from './open.ts';

// A process of its own, so that its client's work is not its own.
const [kind = 'bare', file = '', token = ''] = process.argv.slice(2);
let held: readonly unknown[] = [];
const tell = (value: unknown): void => void process.send?.(value);

const settle = async (): Promise<number> => {
  for (let n = 0; n < 3; n += 1) {
    globalThis.gc?.();
    await new Promise((done) => setTimeout(done, 50));
  }
  return process.memoryUsage().heapUsed;
};

async function bare(): Promise<string> {
  const app = fastify();
  app.get('/stubs/handler_api.php', async (_request, reply) =>
    reply.type('text/html').send('STATUS_WAIT_CODE'),
  );
  return await app.listen({ host: '127.0.0.1', port: 0 });
}

/** Holds what the journal has of the orders, and nothing else. */
async function entries(): Promise<string> {
  const journal = sqliteJournal({ file });
  held = await journal.list({});
  return `${held.length} entries`;
}

async function gateway(): Promise<string> {
  const journal = sqliteJournal({ file });
  const rates = createRates([
    { base: 'USD', quote: 'IRT', value: '112000', source: 'bench', asOf: '2026-11-20' },
  ]);
  const providers = [waitingVendor('stall', UNHURRIED)];
  const { url } = await openGateway({ providers, journal, rates, clients: [unhurriedClient(token)] });
  return url;
}

process.on('message', async () => tell(await settle()));
const kinds = { bare, entries, gateway };
tell(await kinds[kind as keyof typeof kinds]());
