import { execFile } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { promisify } from 'node:util';
import { type Dialect, NumrouteError } from '@numroute/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type Fault, type Sandbox, startSandbox, type World } from '../src/index.ts';

const dialect: Dialect = {
  id: 'echo',
  path: '/api/echo.php',
  async respond({ method, query, headers, body }, door) {
    const shop = door(query.get('key') ?? '');
    if (!shop) return { status: 401, body: 'BAD_KEY' };
    const { id } = await shop.purchase({ service: 'telegram' });
    return {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, method, tag: headers['x-tag'], body, note: 'ünï' }),
    };
  },
};

let sandbox: Sandbox;
let world: World;

async function start(latencyMs = 0): Promise<void> {
  world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', price: '0.5', stock: 99 }],
  });
  sandbox = await startSandbox({ world, dialect, latencyMs });
}

afterEach(() => sandbox.close());

interface Got {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
  readonly error?: string;
}

/** Plain node:http, so that half a reply can be seen too. */
function ask(path = `${dialect.path}?key=${world.secret}`, body = '', timeout = 0): Promise<Got> {
  return new Promise((resolve, reject) => {
    const signal = timeout > 0 ? AbortSignal.timeout(timeout) : undefined;
    const options = {
      method: body ? 'POST' : 'GET',
      headers: { 'X-Tag': 't' },
      agent: false,
      ...(signal && { signal }),
    };
    const sent = httpRequest(sandbox.origin + path, options, (response) => {
      const chunks: Buffer[] = [];
      const finish = (error?: NodeJS.ErrnoException): void => {
        const { statusCode: status = 0, headers } = response;
        resolve({
          status,
          headers,
          bytes: Buffer.concat(chunks),
          ...(error && { error: error.code ?? error.message }),
        });
      };
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => finish());
      response.on('error', finish);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('without faults', () => {
  it('hands the request to the dialect and its answer back', async () => {
    await start();
    const got = await ask(`${dialect.path}/?key=${world.secret}&q=a?b`, 'a=1');
    expect(got.status).toBe(200);
    expect(got.headers['content-type']).toBe('application/json');
    expect(got.headers['content-length']).toBe(String(got.bytes.length));
    expect(JSON.parse(got.bytes.toString())).toEqual({
      id: '3762',
      method: 'POST',
      tag: 't',
      body: 'a=1',
      note: 'ünï',
    });
    expect(sandbox.url).toBe(`${sandbox.origin}/api/echo.php`);
    expect(sandbox.requests).toHaveLength(1);
    expect(sandbox.requests[0]?.query.get('q')).toBe('a?b');
    expect(sandbox.requests[0]?.at).toBeLessThanOrEqual(performance.now());
  });

  it('knows one path and one key', async () => {
    await start();
    expect((await ask('/elsewhere')).status).toBe(404);
    const got = await ask(`${dialect.path}?key=other`);
    expect([got.status, got.bytes.toString()]).toEqual([401, 'BAD_KEY']);
  });

  it('knows the path beside it of a vendor with two APIs, and no other', async () => {
    await start();
    const twofold: Dialect = {
      ...dialect,
      beside: ['/v2/history'],
      respond: async ({ path }) => ({ body: path }),
    };
    await using two = await startSandbox({ world, dialect: twofold });
    const said = async (path: string) => (await fetch(two.origin + path)).text();
    expect(two.url).toBe(two.origin + dialect.path);
    expect(await Promise.all([dialect.path, '/v2/history', '/v2/history/7', '/v2'].map(said))).toEqual([
      dialect.path,
      '/v2/history',
      '/v2/history/7',
      'Not Found',
    ]);
  });

  it('reads no more than a megabyte', async () => {
    await start();
    expect((await ask(undefined, 'x'.repeat((1 << 20) + 1))).status).toBe(413);
    expect(world.ledger).toEqual([]);
  });

  it('shows a bug of the dialect instead of hanging', async () => {
    await start();
    world.setStock({}, 0);
    const got = await ask();
    expect(got.status).toBe(500);
    expect(got.bytes.toString()).toContain('No number is left');
  });

  it('takes its time when told', async () => {
    await start(60);
    const before = performance.now();
    await ask();
    expect(performance.now() - before).toBeGreaterThanOrEqual(58);
  });
});

describe.each(['before', 'after'] as const)('a fault %s the vendor acts', (when) => {
  const charges = when === 'after' ? 1 : 0;

  async function hit(kind: Fault['kind']): Promise<void> {
    await start();
    sandbox.fault({ when, kind });
  }

  it('reset', async () => {
    await hit('reset');
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(world.ledger).toHaveLength(charges);
  });

  it('timeout', async () => {
    await hit('timeout');
    await expect(ask(undefined, '', 80)).rejects.toMatchObject({ name: 'AbortError' });
    expect(world.ledger).toHaveLength(charges);
  });

  it('http-500', async () => {
    await hit('http-500');
    const got = await ask();
    expect([got.status, got.bytes.toString()]).toEqual([500, 'Internal Server Error']);
    expect(world.ledger).toHaveLength(charges);
  });

  it('html', async () => {
    await hit('html');
    const got = await ask();
    expect(got.status).toBe(200);
    expect(got.bytes.toString()).toMatch(/^<!DOCTYPE html>/);
    expect(world.ledger).toHaveLength(charges);
  });

  it('garbage', async () => {
    await hit('garbage');
    const got = await ask();
    expect([got.status, got.bytes.length, got.bytes[0]]).toEqual([200, 64, 0xff]);
    expect(world.ledger).toHaveLength(charges);
  });

  it('truncated', async () => {
    await hit('truncated');
    const got = await ask();
    expect(got.error).toBe('ECONNRESET');
    expect(got.bytes.length).toBe(Math.floor(Number(got.headers['content-length']) / 2));
    expect(got.bytes.length).toBeGreaterThan(0);
    expect(world.ledger).toHaveLength(charges);
  });

  it('slow', async () => {
    await start();
    sandbox.fault({ when, kind: 'slow', delayMs: 60 });
    const asking = ask();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(world.ledger.length).toBeLessThanOrEqual(charges);
    expect((await asking).status).toBe(200);
    expect(world.ledger).toHaveLength(1);
  });
});

describe('faults', () => {
  it('hit as often as told, what they match, first come first', async () => {
    await start();
    const match: Fault['match'] = (request) => request.query.has('hit');
    sandbox.fault({ when: 'before', kind: 'http-500', times: 2, match });
    sandbox.fault({ when: 'before', kind: 'html', match });
    const path = `${dialect.path}?key=${world.secret}`;
    const types: unknown[] = [];
    for (const end of ['', '&hit', '&hit', '&hit', '&hit']) {
      const { status, headers } = await ask(path + end);
      types.push(`${status} ${headers['content-type']}`.split(';')[0]);
    }
    expect(types).toEqual([
      '200 application/json',
      '500 text/plain',
      '500 text/plain',
      '200 text/html',
      '200 application/json',
    ]);
  });

  it('may last, and end', async () => {
    await start();
    sandbox.fault({ when: 'before', kind: 'http-500', times: Number.POSITIVE_INFINITY });
    for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(500);
    sandbox.clearFaults();
    expect((await ask()).status).toBe(200);
  });
});

describe('close', () => {
  it('cuts what hangs, twice over, and refuses what comes', async () => {
    await start();
    sandbox.fault({ when: 'after', kind: 'timeout' });
    sandbox.fault({ when: 'before', kind: 'slow', delayMs: 60_000 });
    const hanging = [ask(), ask()].map((asking) =>
      asking.catch((error: NodeJS.ErrnoException) => error.code),
    );
    while (sandbox.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([sandbox.close(), sandbox.close()]);
    await sandbox.close();
    expect(await Promise.all(hanging)).toEqual(['ECONNRESET', 'ECONNRESET']);
    await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('lets the process end', async () => {
    await start();
    const script = `
      import { createWorld, startSandbox } from '@numroute/testkit';
      const world = createWorld({ currency: 'USD', offers: [] });
      const dialect = { id: 'd', path: '/', respond: async () => ({ body: 'ok' }) };
      const sandbox = await startSandbox({ world, dialect, latencyMs: 5 });
      sandbox.fault({ when: 'before', kind: 'slow', delayMs: 600000, times: 1 });
      fetch(sandbox.url).catch(() => {});
      while (sandbox.requests.length === 0) await new Promise((r) => setTimeout(r, 5));
      await new Promise((r) => setTimeout(r, 30));
      await sandbox.close();
      console.log('closed');`;
    const args = ['--conditions=@numroute/source', '--input-type=module', '--eval', script];
    const cwd = new URL('..', import.meta.url);
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 8000 });
    expect(stdout.trim()).toBe('closed');
  });
});

it('remembers the newest requests alone, where it is told so', async () => {
  await start();
  await sandbox.close();
  sandbox = await startSandbox({ world, dialect, keep: 2 });
  for (const n of [1, 2, 3]) await ask(`${dialect.path}?key=${world.secret}&n=${n}`);
  expect(sandbox.requests.map(({ query }) => query.get('n'))).toEqual(['2', '3']);
});

describe('faults by what is asked of the shop', () => {
  /** `list` reads, `buy` reads and buys: nothing of that is seen in the path. */
  const shopping: Dialect = {
    id: 'shopping',
    path: '/',
    async respond({ query }, door) {
      const shop = door(query.get('key') ?? '');
      if (!shop) return { status: 401, body: 'BAD_KEY' };
      try {
        const offers = [...(await shop.listOffers({}))];
        if (query.get('do') === 'list') return { body: `${offers.length} offers` };
        return { body: `order ${(await shop.purchase({ service: 'telegram' })).id}` };
      } catch (error) {
        return { body: NumrouteError.is(error) ? error.code : 'a mistake' };
      }
    },
  };
  const hits: unknown[] = [];

  async function said(what: 'list' | 'buy'): Promise<string> {
    return await ask(`/?key=${world.secret}&do=${what}`).then(
      ({ status, bytes }) => `${status} ${bytes}`,
      (error: Error) => error.message,
    );
  }

  beforeEach(async () => {
    hits.length = 0;
    world = createWorld({
      currency: 'USD',
      offers: [{ service: 'telegram', country: 'EE', price: '0.5', stock: 99 }],
    });
    sandbox = await startSandbox({
      world,
      dialect: shopping,
      onFault: ({ kind }, operation) => hits.push([kind, operation]),
    });
  });

  it('hits a purchase after the charge, and no list before it', async () => {
    sandbox.fault({ when: 'after', kind: 'reset', operation: 'purchase' });
    expect(await said('list')).toBe('200 1 offers');
    expect(await said('buy')).toMatch(/ECONNRESET|socket hang up/);
    expect(world.orders).toHaveLength(1);
    expect(hits).toEqual([['reset', 'purchase']]);
    expect(await said('buy')).toBe('200 order 3763');
  });

  it('a list that a purchase reads on its way is no list that was asked for', async () => {
    sandbox.fault({ when: 'after', kind: 'http-500', operation: 'listOffers' });
    expect(await said('buy')).toBe('200 order 3762');
    expect(await said('list')).toBe('500 Internal Server Error');
    expect(hits).toEqual([['http-500', 'listOffers']]);
  });

  it('breaks a purchase before the vendor sells', async () => {
    sandbox.fault({ when: 'before', kind: 'http-500', operation: 'purchase' });
    expect(await said('buy')).toBe('500 Internal Server Error');
    expect(world.orders).toEqual([]);
  });

  it("refuses in the dialect's words", async () => {
    const refusal = new NumrouteError('OUT_OF_STOCK', 'No number is left.', {});
    sandbox.fault({ when: 'before', kind: 'refusal', operation: 'purchase', refusal });
    expect(await said('list')).toBe('200 1 offers');
    expect(await said('buy')).toBe('200 OUT_OF_STOCK');
    expect(world.orders).toEqual([]);
  });
});
