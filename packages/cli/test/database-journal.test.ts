import { isLease } from '@numroute/journal';
import { postgresJournal } from '@numroute/postgres';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasPostgres, sharedPostgres } from '../../../test/support/postgres.ts';
import { ran, withConfig } from './io.ts';
import { openCliShop } from './shop.ts';

const buy = ['buy', 'telegram', '--country', 'EE', '--max', '9000IRT', '--no-wait'];
const providers = [{ plugin: '@numroute/arzancell', settings: { apiKey: { env: 'KEY' } } }];

describe('what a config says of a database', () => {
  const SECRET = 'swordfish-0815';
  test.each([
    [`postgres://me:${SECRET}@db.internal/numroute`, 'journal'],
    [`postgres://me@db.internal/numroute?password=${SECRET}`, 'journal'],
    [{ url: `postgres://me:${SECRET}@db.internal/numroute` }, 'journal.url'],
    [{ url: 'postgres://me@db.internal/numroute', password: SECRET }, 'journal.password'],
    [{ url: 'postgres://me@db.internal/numroute', password: { env: 'UNSET' } }, 'journal.password'],
    [{ url: 'mysql://me@db.internal/numroute' }, 'journal.url'],
    [{ url: 'postgres://me@db.internal/numroute', schema: 'no"name' }, 'journal.schema'],
    [{ url: 'postgres://me@db.internal/numroute', house: 'A' }, 'journal.house'],
    [{}, 'journal.url'],
    ['postgres://[', 'journal'],
  ])('%j is refused, and no password is repeated', async (journal, field) => {
    const { code, out, err } = await withConfig({ providers, journal }, (cwd) =>
      ran(['orders', '--json'], { cwd, env: { KEY: 'k' } }),
    );
    expect(code).toBe(2);
    expect(JSON.parse(out).error).toMatchObject({ code: 'INVALID_INPUT', details: { field } });
    expect(out + err).not.toContain(SECRET);
  });

  test('a file has no copy in a database, and the other way round: the fix is named', async () => {
    const journal = 'postgres://me@127.0.0.1:1/numroute';
    await withConfig({ providers, journal }, async (cwd) => {
      const asked = { cwd, env: { KEY: 'k' } };
      expect(await ran(['orders', 'backup', 'copy.sqlite'], asked)).toMatchObject({
        code: 2,
        err: expect.stringContaining('pg_dump'),
      });
      expect(await ran(['orders', 'export', '--rescue'], asked)).toMatchObject({ code: 2 });
      expect(await ran(['orders'], asked)).toMatchObject({ code: 6, out: '' });
    });
  });
});

describe.skipIf(!hasPostgres)('a journal in a database', () => {
  beforeAll(sharedPostgres, 120_000);

  let schemas = 0;
  const open = async () => {
    const { url } = await sharedPostgres();
    schemas += 1;
    const place = { url, schema: `cli${process.pid}_${schemas}` };
    const shop = await openCliShop({ journal: place });
    const run = (...argv: string[]) => ran(argv, { cwd: shop.cwd, env: shop.env });
    return { ...shop, place, run };
  };

  test('commands buy, read and give up there, each under a lease of its own time', {
    timeout: 60_000,
  }, async () => {
    const { world, run, place } = await open();
    const bought = JSON.parse((await run(...buy, '--key', 'case-17', '--json')).out);
    expect(bought).toMatchObject({ status: 'open', number: 1, again: false });
    expect(JSON.parse((await run(...buy, '--key', 'case-17', '--json')).out)).toMatchObject({
      name: bought.name,
      again: true,
    });
    expect(JSON.parse((await run('orders', '--json')).out).orders).toMatchObject([{ name: bought.name }]);
    expect(await run('cancel', bought.name, '--refund-wait', '0s')).toMatchObject({ code: 0 });
    expect((await run('orders')).out).toBe('Nothing is open.\n');
    expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
    const journal = await postgresJournal(place);
    onTestFinished(() => journal.close());
    expect(await journal.holders()).toEqual([]);
  });

  test('nobody acts there while no command runs', { timeout: 60_000 }, async () => {
    const { run } = await open();
    expect(JSON.parse((await run('owner', '--json')).out)).toEqual({ owners: [] });
    expect(await run('owner')).toMatchObject({ code: 0, out: 'Nobody acts at the accounts.\n' });
    expect(JSON.parse((await run('owner', 'yield', '--json')).out)).toEqual({ asked: false });
  });

  test('nobody stands by for a file', async () => {
    const { cwd, env } = await openCliShop();
    expect(await ran(['owner'], { cwd, env })).toMatchObject({ out: 'Nobody acts at the accounts.\n' });
    expect(await ran(['owner', 'yield'], { cwd, env })).toMatchObject({ code: 2, out: '' });
  });

  test('where another process acts, a command names it and buys nothing, and others read', {
    timeout: 60_000,
  }, async () => {
    const { world, run, place } = await open();
    const journal = await postgresJournal({ ...place, owner: 'gw1:17:word' });
    onTestFinished(() => journal.close());
    const terms = { accounts: { arzancell: 'an account' }, url: 'http://gw1.internal:8080', ttlMs: 600_000 };
    const lease = await journal.take(terms);
    const refused = await run(...buy, '--json');
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out).error).toMatchObject({
      code: 'NOT_OWNER',
      moneyMayHaveMoved: false,
      details: { provider: 'arzancell', owner: 'gw1:17:word', url: 'http://gw1.internal:8080' },
    });
    expect(refused.err).toContain('gw1:17:word acts at these accounts at http://gw1.internal:8080');
    expect(refused.err).toContain('numroute owner yield');
    expect(world.ledger).toEqual([]);
    expect(await run('orders')).toMatchObject({ code: 0, out: 'Nothing is open.\n' });
    expect(await run('spend')).toMatchObject({ code: 0 });
    if (isLease(lease)) await lease.release();
    expect(await run(...buy)).toMatchObject({ code: 0 });
    expect(world.ledger).toHaveLength(1);
  });
});
