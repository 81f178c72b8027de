import { readFile } from 'node:fs/promises';
import { postgresJournal } from '@numroute/postgres';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { hasPostgres, sharedPostgres } from '../../../test/support/postgres.ts';
import { eventsOf } from './io.ts';
import { openHero } from './shop.ts';

const schema = JSON.parse(
  await readFile(new URL('../numroute-output.schema.json', import.meta.url), 'utf8'),
) as { readonly $defs: Readonly<Record<string, object>> & { readonly commands: object } };

/** The same, and a field that it does not name is a mistake: whatever is printed is promised. */
function exact(node: unknown, isPart: boolean): unknown {
  if (Array.isArray(node)) return node.map((one) => exact(one, isPart));
  if (typeof node !== 'object' || node === null) return node;
  const inside = Object.entries(node).map(([key, value]) => [
    key,
    exact(value, key === 'allOf' || key.endsWith('Fields')),
  ]);
  const isWhole = !isPart && ('allOf' in node || ('properties' in node && 'type' in node));
  return { ...Object.fromEntries(inside), ...(isWhole && { unevaluatedProperties: false }) };
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema(exact(schema, false) as object, 'exact');
ajv.addSchema(schema, 'published');

/** What is wrong with it; null if nothing is. */
function wrong(command: string, document: unknown, how: 'exact' | 'published' = 'exact'): string | null {
  const check = ajv.getSchema(`${how}#/$defs/commands/${command}`);
  if (!check) throw new Error(`the schema has no ${command}`);
  if (check(document)) return null;
  return `${ajv.errorsText(check.errors)} in ${JSON.stringify(document)}`;
}

const isError = ajv.compile({ $ref: 'exact#/$defs/error' });

interface Printed {
  readonly out: string;
  readonly err: string;
}

/** @returns What was printed, each line of it if `isLines`. */
function expectAsPromised(command: string, { out, err }: Printed, isLines = false) {
  expect(out, err).not.toBe('');
  const documents = isLines ? eventsOf({ out }) : [JSON.parse(out)];
  for (const document of documents) expect(wrong(command, document)).toBeNull();
  return documents;
}

test('every step of an order is printed as the schema says', { timeout: 120_000 }, async () => {
  const { world, options, run } = await openHero();
  const sent = (text: string): void => {
    world.receiveSms(world.orders.at(-1)?.id ?? '', text);
  };
  expectAsPromised('buyNoWait', await run('buy telegram --max 1USD --no-wait --key a --json'));
  expectAsPromised('orders', await run('orders --json'));
  expectAsPromised('wait', await run('wait 1 --for 0s --json'), true);
  sent('Your code: 1111');
  expectAsPromised('wait', await run('wait 1 --json'), true);
  expectAsPromised('another', await run('another 1 --json'));
  expectAsPromised('finish', await run('finish 1 --json'));

  const buying = run('buy telegram --max 1USD --json', {
    onOut: (all) => {
      if (all.endsWith('\n') && world.orders.at(-1)?.status === 'open') sent('Your code: 2222');
    },
  });
  const bought = expectAsPromised('buy', await buying, true);
  expect(bought.map(({ event }) => event)).toEqual(['bought', 'sms', 'end']);
  await run('buy telegram --max 1USD --no-wait');
  expectAsPromised('recover', await run('recover --json'), true);
  expectAsPromised('cancel', await run('cancel 3 --refund-wait 0s --json'));
  expectAsPromised('buy', await run('buy telegram --max 1USD --wait 1s --refund-wait 0s --json'), true);

  const unfit = run('code telegram --max 1USD --numbers 1 --exec false --json', {
    env: { ...options.env, PATH: process.env['PATH'] ?? '' },
  });
  expectAsPromised('code', await unfit, true);
  const got = run('code telegram --max 1USD --json', {
    onOut: (all) => {
      if (all.includes('"bought"') && world.orders.at(-1)?.status === 'open') sent('code 3333');
    },
  });
  const told = expectAsPromised('code', await got, true);
  expect(told.at(-1)).toMatchObject({ code: '3333', tried: [] });

  expectAsPromised('orders', await run('orders --all --json'));
  expectAsPromised('ordersShow', await run('orders show 1 --json --codes'));
  expectAsPromised('ordersBackup', await run('orders backup copy.sqlite --json'));
  expectAsPromised('ordersForget', await run('orders forget --older-than 1h --json'));
  expectAsPromised('spend', await run('spend --by provider --since 1d --json'));
});

test('a purchase in doubt is an order without a name of its vendor', { timeout: 60_000 }, async () => {
  const { sandbox, world, run } = await openHero({ sharedAccounts: ['herosms'] });
  sandbox.fault({
    when: 'after',
    kind: 'reset',
    match: ({ query }) => /getNumber/i.test(query.get('action') ?? ''),
    times: 1,
  });
  const bought = await run('buy telegram --max 1USD --json');
  expect(bought.code).toBe(5);
  for (const line of eventsOf(bought)) expect(isError(line), JSON.stringify(line)).toBe(true);
  const [{ orders }] = expectAsPromised('orders', await run('orders --json'));
  expect(orders).toMatchObject([{ name: '1', number: 1, order: null, phone: null }]);
  const settled = await run(`settle ${orders[0].name} --found ${world.orders[0]?.id} --json`);
  expectAsPromised('settle', settled);
});

test.each([
  ['compare', 'compare telegram --by value --limit 1 --json'],
  ['compare', 'compare telegram --max 0.1USD --json'],
  ['compare', 'compare telegram whatsapp --json'],
  ['pricesHistory', 'prices history telegram --json'],
  ['pricesChart', 'prices chart telegram --json'],
  ['pricesForget', 'prices forget --older-than 1d --json'],
  ['balance', 'balance --json'],
  [
    'init',
    'init --yes --force --provider vak,currency=RUB --rate USD/RUB=90,source=x,asOf=2026-11-20 --json',
  ],
  ['doctor', 'doctor --json'],
  ['services', 'services telegram --json'],
  ['countries', 'countries EE --json'],
  ['token', 'token --json'],
  ['owner', 'owner --json'],
  ['sandboxFaults', 'sandbox --faults --json'],
  ['newAdapter', 'new-adapter acme --json'],
])('%s: %s', { timeout: 60_000 }, async (command, argv) => {
  const { run } = await openHero({ prices: 'kept.sqlite' });
  expectAsPromised(command, await run(argv));
});

test.skipIf(!hasPostgres)('who acts at a database', { timeout: 120_000 }, async () => {
  const { url } = await sharedPostgres();
  const place = { url, schema: `printed${process.pid}` };
  const { run } = await openHero({ journal: place });
  const journal = await postgresJournal(place);
  await journal.take({ accounts: { herosms: 'an account' }, url: 'http://gw1.internal:8080' });
  expectAsPromised('owner', await run('owner --json'));
  expectAsPromised('ownerYield', await run('owner yield --json'));
  await journal.close();
});

test('what serves or watches prints lines until it is told to stop', { timeout: 60_000 }, async () => {
  const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '5USD', currency: 'USD' };
  const { options, run } = await openHero({ gateway: { clients: [client] } });
  const until = async (argv: string, part: string) => {
    const stop = new AbortController();
    const env = { ...options.env, TOKEN: 'a-clients-own-token-0123456789' };
    const onOut = (all: string): void => {
      if (all.includes(part)) stop.abort();
    };
    return await run(argv, { env, signal: stop.signal, onOut });
  };
  expectAsPromised('sandbox', await until('sandbox --all --json', '"listening"'), true);
  expectAsPromised('compareWatch', await until('compare telegram --watch --json', '"quote"'), true);
  expectAsPromised('gateway', await until('gateway --demo --port 0 --json', '"listening"'), true);
  const served = await until('gateway --port 0 --json', '"event":"listening"');
  const [listening] = eventsOf(served).filter(({ event }) => event !== undefined);
  expect(wrong('gateway', listening)).toBeNull();
});

test('prices that are kept, and a price that was waited for', { timeout: 60_000 }, async () => {
  const { world, run } = await openHero({ prices: 'kept.sqlite' });
  expectAsPromised('compareWatch', await run('compare telegram --until 100USD --json'), true);
  world.setPrice({ service: 'telegram' }, '0.2');
  await run('compare telegram');
  expectAsPromised('pricesHistory', await run('prices history telegram --json'));
  expectAsPromised('pricesChart', await run('prices chart telegram --json'));
  const { out } = await run('prices export --json');
  for (const line of out.trim().split('\n')) expect(wrong('pricesExport', JSON.parse(line))).toBeNull();
});

test('detect and verify', { timeout: 60_000 }, async () => {
  const { sandbox, run } = await openHero();
  expectAsPromised('detect', await run(`detect ${sandbox.url} --allow-insecure-http --json`));
  const proof = await run('verify @numroute/arzancell --case cancel/ --json', { cwd: import.meta.dirname });
  expectAsPromised('verify', proof);
});

test.each([
  ['no service', 'compare --json'],
  ['no such command', 'purchase --json'],
  ['no such order', 'finish 99 --json'],
  ['no offer', 'buy telegram --max 0.1USD --json'],
  ['no config', '--config none.json balance --json'],
])('an error is one line, as the schema says: %s', async (_, argv) => {
  const { run } = await openHero();
  const { out } = await run(argv);
  expect(out.trimEnd().split('\n')).toHaveLength(1);
  expect(isError(JSON.parse(out)), JSON.stringify([JSON.parse(out), isError.errors])).toBe(true);
});

test('Ctrl-C before anything was bought is an error, too', async () => {
  const { run } = await openHero();
  const { out, code } = await run('buy telegram --max 1USD --json', { signal: AbortSignal.abort() });
  expect(JSON.parse(out)).toMatchObject({ event: 'end', error: { code: 'STOPPED', exitCode: 4 } });
  expect(isError(JSON.parse(out))).toBe(true);
  expect(code).toBe(4);
});

test('a field that is gone, renamed or of another type breaks the promise; a new one does not', async () => {
  const { run } = await openHero();
  const [order] = expectAsPromised('buyNoWait', await run('buy telegram --max 1USD --no-wait --json'));
  for (const field of Object.keys(order)) {
    const { [field]: gone, ...rest } = order;
    expect(wrong('buyNoWait', rest, 'published'), field).not.toBeNull();
    expect(wrong('buyNoWait', { ...rest, [`${field}2`]: gone }, 'published'), field).not.toBeNull();
    expect(wrong('buyNoWait', { ...order, [field]: { no: 'such' } }, 'published'), field).not.toBeNull();
  }
  expect(wrong('buyNoWait', { ...order, more: 1 }, 'published')).toBeNull();
  expect(wrong('buyNoWait', { ...order, more: 1 })).not.toBeNull();
});

test('every schema of a command is tried here', async () => {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  const commands = Object.keys(schema.$defs.commands);
  expect(commands.filter((name) => !text.includes(`'${name}'`))).toEqual([]);
});
