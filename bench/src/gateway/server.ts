import type { Provider } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { createRates } from '@numroute/router';
import fastify from 'fastify';
import { openGateway } from './open.ts';

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

/** A vendor in memory whose orders wait for ever: nothing but the gateway is measured. */
const vendor: Provider = {
  manifest: {
    id: 'stall',
    apiVersion: 1,
    limits: { requests: 10_000, perMs: 1_000, concurrent: 100 },
    traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
    timing: { pollMs: 5_000 },
  },
  listOffers: async () => [],
  purchase: () => Promise.reject(new Error('sells nothing')),
  fetchOrder: async (id) => ({ id, status: 'open', messages: [] }),
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
  return await openGateway({ providers: [vendor], journal, rates }, token);
}

process.on('message', async () => tell(await settle()));
const kinds = { bare, entries, gateway };
tell(await kinds[kind as keyof typeof kinds]());
