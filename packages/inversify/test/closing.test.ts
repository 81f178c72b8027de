import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money, type Provider, type ProviderPlugin, type Receipt } from '@numroute/core';
import { EVENTS, JOURNAL, journalModule, providerModule, ROUTER, routerModule } from '@numroute/inversify';
import { memoryJournal, sqliteJournal } from '@numroute/journal';
import { Container } from 'inversify';
import { expect, onTestFinished, test } from 'vitest';

/** A vendor whose sale is answered when the test says so. */
function slowVendor() {
  const asked = Promise.withResolvers<void>();
  const reply = Promise.withResolvers<Receipt>();
  const happened: string[] = [];
  const plugin: ProviderPlugin<Record<never, never>> = {
    id: 'slow',
    apiVersion: 1,
    parseSettings: () => ({}),
    create: (): Provider => ({
      manifest: {
        id: 'slow',
        apiVersion: 1,
        limits: { requests: 100, perMs: 1_000, concurrent: 4 },
        traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
        timing: { pollMs: 10 },
      },
      listOffers: async () => [
        {
          provider: 'slow',
          service: 'telegram',
          country: 'EE',
          price: money('0.1', 'USD'),
          stock: 5,
          handle: '',
        },
      ],
      purchase: async () => {
        asked.resolve();
        const receipt = await reply.promise;
        happened.push('sold');
        return receipt;
      },
      fetchOrder: async () => ({ id: '7', status: 'open', messages: [] }),
      close: async () => void happened.push('provider closed'),
    }),
  };
  const sell = (): void => reply.resolve({ id: '7', status: 'open', messages: [], phone: '+3725550001' });
  return { plugin, asked: asked.promise, sell, happened };
}

function journalFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-inversify-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'journal.sqlite');
}

const want = [{ service: 'telegram' }, { maxPrice: money('1', 'USD') }] as const;

// The order of the modules is not the order of the closing.
test.each(['first', 'last'])(
  'the journal, loaded %s, is closed when what was bought stands in it',
  async (place) => {
    const file = journalFile();
    const vendor = slowVendor();
    const container = new Container();
    const modules = [providerModule(vendor.plugin, {}), routerModule()];
    container.load(
      ...(place === 'first' ? [journalModule(file), ...modules] : [...modules, journalModule({ file })]),
    );
    const journal = container.get(JOURNAL);
    const close = journal.close?.bind(journal);
    Object.assign(journal, {
      close: async () => {
        vendor.happened.push('journal closed');
        await close?.();
      },
    });
    const router = container.get(ROUTER);
    const closing = Promise.withResolvers<void>();
    const closeRouter = router.close.bind(router);
    Object.assign(router, {
      close: async () => {
        closing.resolve();
        await closeRouter();
      },
    });
    const bought = router.buy(...want);
    await vendor.asked;
    const unbound = container.unbindAllAsync();
    await closing.promise;
    expect(vendor.happened).toEqual([]);
    vendor.sell();
    await unbound;
    expect(await bought).toMatchObject({ provider: 'slow', id: '7' });
    expect(vendor.happened).toEqual(['sold', 'provider closed', 'journal closed']);
    await expect(journal.list({})).rejects.toMatchObject({ code: 'CLOSED' });

    const next = sqliteJournal({ file });
    expect(await next.list({})).toMatchObject([{ state: 'open', order: { id: '7' } }]);
    await next.close();
  },
);

test('unbinding the journal alone closes its router first', async () => {
  const vendor = slowVendor();
  const container = new Container();
  container.load(journalModule(journalFile()), providerModule(vendor.plugin, {}), routerModule());
  const router = container.get(ROUTER);
  await container.unbindAsync(JOURNAL);
  expect(vendor.happened).toEqual(['provider closed']);
  await expect(router.quote(want[0])).rejects.toMatchObject({ code: 'CLOSED' });
  await container.unbindAllAsync();
});

test('a journal that nobody asked for creates no file, and one of your own is left open', async () => {
  const file = journalFile();
  const unused = new Container();
  unused.load(journalModule(file));
  await unused.unbindAllAsync();
  expect(() => rmSync(file)).toThrow('ENOENT');

  const closed: string[] = [];
  const own = { ...memoryJournal({ acceptOrphans: true }), close: async () => void closed.push('own') };
  const container = new Container();
  container.load(routerModule());
  container.bind(JOURNAL).toConstantValue(own);
  container.get(ROUTER);
  await container.unbindAllAsync();
  expect(closed).toEqual([]);
});

test('a journal without a usable file is bad input', () => {
  const container = new Container();
  container.load(journalModule(''));
  expect(() => container.get(JOURNAL)).toThrow(/journal\.file/);
});

test('every observer hears every event, and one that fails keeps nothing from the others', async () => {
  const vendor = slowVendor();
  const heard: string[] = [];
  const container = new Container();
  container.load(
    providerModule(vendor.plugin, {}),
    routerModule({ onEvent: ({ type }) => heard.push(`option ${type}`) }),
  );
  container.bind(JOURNAL).toConstantValue(memoryJournal({ acceptOrphans: true }));
  container.bind(EVENTS).toConstantValue(() => {
    throw new Error('broken');
  });
  for (const name of ['first', 'second']) {
    container.bind(EVENTS).toConstantValue(({ type }) => heard.push(`${name} ${type}`));
  }
  await container.get(ROUTER).quote(want[0]);
  const listed = heard.filter((line) => line.endsWith(' offers-listed'));
  expect(listed).toEqual(['option offers-listed', 'first offers-listed', 'second offers-listed']);
  await container.unbindAllAsync();
});
