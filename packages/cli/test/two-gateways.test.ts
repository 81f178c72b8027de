import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { newToken } from '@numroute/gateway';
import { postgresJournal } from '@numroute/postgres';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasPostgres, sharedPostgres } from '../../../test/support/postgres.ts';
import { type Program, startProgram } from './process.ts';
import { openHero } from './shop.ts';

const { token } = newToken();
/** A lease, and as long as a purchase may be in doubt. */
const LONG = 420_000;

let schemas = 0;

/** What gateways over one database and one vendor need. */
async function house() {
  const { url } = await sharedPostgres();
  schemas += 1;
  const journal = { url, schema: `duo${process.pid}_${schemas}` };
  const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '100USD', per: 'day' };
  const hero = await openHero({ journal, gateway: { clients: [client] } });
  const env = { ...hero.options.env, TOKEN: token };
  const { cwd } = hero.options;
  const start = async (port: number): Promise<Program> => {
    const program = startProgram(['gateway', '--json', '--port', String(port)], { cwd, env });
    await program.said('Listening at');
    return program;
  };
  return { ...hero, journal, cwd, env, start };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const at = (port: number) => `http://127.0.0.1:${port}`;

const readiness = async (port: number): Promise<number> => (await fetch(`${at(port)}/readyz`)).status;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** As a load balancer: from one gateway to the other, until one of them answers. */
async function ask(
  ports: readonly number[],
  pathAndQuery: string,
  init: RequestInit = {},
): Promise<Response> {
  for (;;) {
    for (const port of ports) {
      const answer = await fetch(`${at(port)}${pathAndQuery}`, init).catch(() => undefined);
      if (answer && answer.status !== 503) return answer;
      await answer?.body?.cancel();
    }
    await pause(100);
  }
}

const isPurchase = (query: URLSearchParams): boolean => /^getNumber/.test(query.get('action') ?? '');

const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

/** One that repeats its purchase under its key until it is told what became of it. */
async function buyByRest(ports: readonly number[], key: string): Promise<string> {
  for (;;) {
    const answer = await ask(ports, '/v1/orders', {
      method: 'POST',
      headers: { ...bearer, 'idempotency-key': key },
      body: JSON.stringify({
        service: 'telegram',
        country: 'EE',
        maxPrice: { amount: '1', currency: 'USD' },
      }),
    });
    const said = (await answer.json()) as { readonly phone?: string; readonly code?: string };
    if (said.phone !== undefined) return said.phone;
    // An account is shut while what was on its way there is looked for.
    if (said.code !== 'OUTCOME_UNKNOWN' && said.code !== 'OUT_OF_STOCK')
      throw new Error(JSON.stringify(said));
    await pause(200);
  }
}

/** An old program that repeats its question until it has a number. */
async function buyAsOfOld(ports: readonly number[], orderId: string): Promise<string> {
  for (;;) {
    const question = `action=getNumber&api_key=${token}&service=tg&country=34&maxPrice=1&orderId=${orderId}`;
    const text = await (await ask(ports, `/stubs/handler_api.php?${question}`)).text();
    const [, , phone] = /^ACCESS_NUMBER:(\d+):(\d+)$/.exec(text) ?? [];
    if (phone !== undefined) return phone;
    if (/^BAD_|^WRONG_/.test(text)) throw new Error(text);
    await pause(200);
  }
}

describe.skipIf(!hasPostgres)('two gateways over one database', () => {
  beforeAll(sharedPostgres, 120_000);

  test('one serves, the other stands by; SIGTERM hands over at once', { timeout: LONG }, async () => {
    const { start, journal, world } = await house();
    const ports = [await freePort(), await freePort()] as const;
    const first = await start(ports[0]);
    await first.said('"state":"owner"');
    const second = await start(ports[1]);
    await second.said('"state":"waiting"');
    expect([await readiness(ports[0]), await readiness(ports[1])]).toEqual([200, 503]);
    const refused = await fetch(`${at(ports[1])}/v1/orders`, { method: 'POST', headers: bearer, body: '{}' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await second.said('is the owner')).toContain(`at ${at(ports[0])}`);
    await buyByRest(ports, 'before');

    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
    await second.said('"state":"owner"');
    expect(await readiness(ports[1])).toBe(200);
    const [order] = world.orders;
    expect(await buyByRest(ports, 'before')).toBe(`+${order?.phone}`.replace('++', '+'));
    expect(world.orders).toHaveLength(1);
    const reading = await postgresJournal(journal);
    onTestFinished(() => reading.close());
    expect(await reading.holders()).toMatchObject([{ provider: 'herosms', fence: 2, url: at(ports[1]) }]);
  });

  test('the owner is killed while clients ask: every one gets its number, and is charged once', {
    timeout: LONG,
  }, async () => {
    const { start, world, sandbox } = await house();
    const ports = [await freePort(), await freePort()] as const;
    const first = await start(ports[0]);
    await first.said('"state":"owner"');
    const second = await start(ports[1]);
    await second.said('"state":"waiting"');
    const before = await buyByRest(ports, 'before');

    // One is sold, and the owner does not hear of it any more.
    sandbox.fault({ when: 'after', kind: 'timeout', match: ({ query }) => isPurchase(query) });
    const asked = [
      buyByRest(ports, 'rest-1'),
      buyAsOfOld(ports, 'old-1'),
      buyByRest(ports, 'rest-2'),
      buyAsOfOld(ports, 'old-2'),
    ];
    await expect.poll(() => world.orders.length, { timeout: 30_000 }).toBeGreaterThan(1);
    first.child.kill('SIGKILL');
    const killedAt = performance.now();
    await first.ended;
    await second.said('"state":"owner"');
    const tookMs = Math.round(performance.now() - killedAt);
    process.stdout.write(`takeover after SIGKILL: ${tookMs} ms, with a lease of 20,000 ms\n`);
    const phones = await Promise.all(asked);
    expect(new Set([before, ...phones].map((phone) => phone.replace('+', ''))).size).toBe(5);
    expect(world.orders).toHaveLength(5);
    expect(world.ledger.map(({ kind }) => kind)).toEqual(Array(5).fill('charge'));
    expect(await buyByRest(ports, 'before')).toBe(before);
    expect(world.orders).toHaveLength(5);
  });

  test('a command names the owner and buys nothing; asked to yield, it hands over and stands by', {
    timeout: LONG,
  }, async () => {
    const { start, run, env, world } = await house();
    const ports = [await freePort(), await freePort()] as const;
    const first = await start(ports[0]);
    await first.said('"state":"owner"');
    const second = await start(ports[1]);
    await second.said('"state":"waiting"');
    const named = async () => JSON.parse((await run('owner --json', { env })).out).owners;
    expect(await named()).toMatchObject([
      { provider: 'herosms', house: 'main', fence: 1, url: at(ports[0]) },
    ]);
    expect((await run('owner', { env })).out).toMatch(/^PROVIDER .*\nherosms .* 1 +http:\S+\n$/);
    const refused = await run('buy telegram --max 1USD --no-wait', { env });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(at(ports[0])) });
    expect(world.orders).toEqual([]);

    expect(JSON.parse((await run('owner yield --json', { env })).out)).toEqual({ asked: true });
    await second.said('"state":"owner"');
    await first.said('"state":"waiting"');
    expect([await readiness(ports[0]), await readiness(ports[1])]).toEqual([503, 200]);
    expect(await named()).toMatchObject([{ fence: 2, url: at(ports[1]) }]);
    await buyByRest(ports, 'after');
    expect(world.orders).toHaveLength(1);
  });

  test('clients that are read again while it stands by are served once it is the owner', {
    timeout: LONG,
  }, async () => {
    const { start, cwd } = await house();
    const ports = [await freePort(), await freePort()] as const;
    const first = await start(ports[0]);
    await first.said('"state":"owner"');
    const second = await start(ports[1]);
    await second.said('"state":"waiting"');
    const file = path.join(cwd, 'numroute.config.json');
    const config = JSON.parse(await readFile(file, 'utf8'));
    const more = newToken();
    config.gateway.clients.push({ id: 'late', token: { sha256: more.hash }, budget: '1USD', per: 'day' });
    await writeFile(file, JSON.stringify(config));
    second.child.kill('SIGHUP');
    await second.said('they are served once this gateway is the owner');
    first.child.kill('SIGTERM');
    await second.said('"state":"owner"');
    const answer = await fetch(`${at(ports[1])}/v1/orders`, {
      headers: { authorization: `Bearer ${more.token}` },
    });
    expect(answer.status).toBe(200);
  });
});
