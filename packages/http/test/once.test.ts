import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { call, failure, offer, open, purchaseCall, refusingUrl, serve } from './helpers.ts';
import { httpProxy } from './proxies.ts';

/** 50 MB in 50 KB, and it would begin like a sale. */
const bomb = gzipSync(Buffer.alloc(50_000_000, 'OK 17 +447700900000 '));

describe('one request, whatever happens', () => {
  const silent = 'silence';
  const reset = 'reset';
  for (const kind of [500, 502, 503, 301, 302, 307, 308, reset, silent]) {
    const vendor = () =>
      serve((request, response) => {
        if (kind === reset) request.socket.resetAndDestroy();
        else if (typeof kind === 'number') {
          response
            .writeHead(kind, { location: 'http://elsewhere.example/steal?x=1' })
            .end('OK 1 +447700900000x');
        }
      });

    test(`read, ${kind}`, async () => {
      const { url, requests } = await vendor();
      const error = await failure(open(url).fetchOrder('1', call()));
      expect(error.code).toBe('UNAVAILABLE');
      expect(error.moneyMayHaveMoved).toBe(false);
      expect(requests).toHaveLength(1);
      if (typeof kind === 'number' && kind < 400) {
        expect(error.message).toContain('elsewhere.example');
        expect(error.message).not.toContain('steal');
      }
    });

    test(`purchase, ${kind}`, async () => {
      const { url, requests } = await vendor();
      const error = await failure(open(url).purchase(offer, purchaseCall()));
      expect(error.code).toBe('OUTCOME_UNKNOWN');
      expect(error.moneyMayHaveMoved).toBe(true);
      expect(error.details).toMatchObject({ offer });
      expect(requests).toHaveLength(1);
    });
  }

  test('a redirect is unknown even with a receipt in it', async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(302, { location: '/' }).end('OK 1 +447700900000'),
    );
    expect((await failure(open(url).purchase(offer, purchaseCall()))).code).toBe('OUTCOME_UNKNOWN');
  });
});

describe('what a purchase proves', () => {
  test('accepted', async () => {
    const { url } = await serve((_, response) => response.end('\uFEFFOK 17 +447700900000\r\n'));
    expect(await open(url).purchase(offer, purchaseCall())).toMatchObject({
      id: '17',
      phone: '+447700900000',
    });
  });

  test("refused, with the vendor's word", async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(404).end('NONE \u001b[31mleft\nfake log line'),
    );
    const error = await failure(open(url).purchase(offer, purchaseCall()));
    expect(error.code).toBe('OUT_OF_STOCK');
    expect(error.details).toEqual({ vendorWord: 'NONE left fake log line' });
  });

  test('a broken receipt is unknown, and kept as evidence', async () => {
    const { url } = await serve((_, response) => response.end('OK 17 07700900000'));
    const error = await failure(open(url).purchase(offer, purchaseCall()));
    expect(error.code).toBe('OUTCOME_UNKNOWN');
    expect(error.details).toEqual({ offer, vendorWord: 'OK 17 07700900000' });
  });

  test('refused connection: never left, nothing charged', async () => {
    const error = await failure(open(await refusingUrl()).purchase(offer, purchaseCall()));
    expect(error.code).toBe('UNAVAILABLE');
    expect(error.moneyMayHaveMoved).toBe(false);
    expect(error.message).toContain('never left');
  });

  test('no such name: never left', async () => {
    const provider = open('http://numroute.invalid/api', { purchaseTimeoutMs: 6000 });
    expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('UNAVAILABLE');
  });

  const partial: Record<string, Parameters<typeof serve>[0]> = {
    'truncated content-length': (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('OK 17 +447700900000');
      setTimeout(() => response.destroy(), 20);
    },
    'truncated chunks': (_, response) => {
      response.write('OK 17 +447700900000');
      setTimeout(() => response.destroy(), 20);
    },
    'too long': (_, response) => response.end(`OK 17 +447700900000 ${'x'.repeat(70_000)}`),
    'gzip bomb': (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(bomb);
    },
    'truncated gzip': (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('OK 17 +447700900000').subarray(0, -9));
    },
    'slow drip': (_, response) => {
      response.write('OK 17 +447700900000 ');
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    },
    'long headers': (_, response) =>
      response.writeHead(200, { word: 'x'.repeat(20_000) }).end('OK 17 +447700900000'),
  };
  for (const [name, handler] of Object.entries(partial)) {
    test(`${name}: a purchase is unknown, a read unavailable`, async () => {
      const { url, requests } = await serve(handler);
      const provider = open(url);
      const before = process.memoryUsage().arrayBuffers;
      expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('OUTCOME_UNKNOWN');
      expect((await failure(provider.fetchOrder('1', call()))).code).toBe('UNAVAILABLE');
      expect(requests).toHaveLength(2);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    });
  }

  test('gzip within the cap is read', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('OK 17 +447700900000'));
    });
    expect(await open(url).purchase(offer, purchaseCall())).toMatchObject({ id: '17' });
  });
});

describe("the caller's signal", () => {
  test('does not tear a purchase that left', async () => {
    const caller = new AbortController();
    let torn = false;
    const { url } = await serve((request, response) => {
      request.socket.on('close', () => {
        torn = !response.writableEnded;
      });
      caller.abort(new Error('bored'));
      setTimeout(() => response.end('OK 17 +447700900000'), 60);
    });
    const receipt = await open(url).purchase(offer, purchaseCall(caller.signal));
    expect(receipt.id).toBe('17');
    expect(torn).toBe(false);
  });

  test('ends a read with its reason, and the socket with it', async () => {
    const caller = new AbortController();
    const reason = new Error('bored');
    let closed: Promise<unknown> = Promise.reject(new Error('no request'));
    closed.catch(() => undefined);
    const { url } = await serve((request) => {
      closed = new Promise((resolve) => request.socket.on('close', resolve));
      caller.abort(reason);
    });
    await expect(open(url, { timeoutMs: 5000 }).fetchOrder('1', call(caller.signal))).rejects.toBe(reason);
    await closed;
  });

  test('already aborted: nothing is sent', async () => {
    const { url, requests } = await serve((_, response) => response.end('OK 17 +447700900000'));
    const reason = new Error('bored');
    const provider = open(url);
    await expect(provider.fetchOrder('1', call(AbortSignal.abort(reason)))).rejects.toBe(reason);
    await expect(provider.purchase(offer, purchaseCall(AbortSignal.abort(reason)))).rejects.toBe(reason);
    expect(requests).toHaveLength(0);
  });
});

describe('sockets', () => {
  test('reads share one, a purchase gets its own', async () => {
    const { url, sockets } = await serve((_, response) => response.end('OK 17 +447700900000'));
    const provider = open(url);
    await provider.fetchOrder('1', call());
    await provider.fetchOrder('1', call());
    await provider.purchase(offer, purchaseCall());
    await provider.purchase(offer, purchaseCall());
    expect(sockets[1]).toBe(sockets[0]);
    expect(new Set(sockets).size).toBe(3);
  });

  test('a proxy is used, and a failure behind it is unknown', async () => {
    const proxy = await httpProxy();
    let answer = true;
    const { url } = await serve((request, response) => {
      if (answer) response.end('OK 17 +447700900000');
      else request.socket.destroy();
    });
    const provider = open(url, { proxy: proxy.url });
    await provider.fetchOrder('1', call());
    await provider.purchase(offer, purchaseCall());
    expect(proxy.asked).toEqual([new URL(url).host, new URL(url).host]);
    answer = false;
    expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('OUTCOME_UNKNOWN');
  });

  test('a proxy that refuses or is not there: never left', async () => {
    const { url, requests } = await serve((_, response) => response.end('OK 17 +447700900000'));
    const provider = open(url, { proxy: (await httpProxy({ refuses: true })).url });
    expect((await failure(provider.purchase(offer, purchaseCall()))).code).toBe('UNAVAILABLE');
    const dead = open(url, { proxy: new URL(await refusingUrl()).origin });
    expect((await failure(dead.purchase(offer, purchaseCall()))).code).toBe('UNAVAILABLE');
    expect(requests).toHaveLength(0);
  });
});
