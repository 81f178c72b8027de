import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { memoryJournal } from '@numroute/journal';
import { createRouter, type RouterEvent } from '@numroute/router';
import { SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { startVendor } from '../market.ts';
import { traced } from '../tracing.ts';

/** What an OTLP collector is sent: the bodies of `POST /v1/traces`. */
async function collector() {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'POST' && request.url === '/v1/traces') bodies.push(await text(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    bodies,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

test('a want, its attempts and their calls are one trace, and a collector receives it', async () => {
  const offers = [{ service: 'telegram', country: 'EE', price: '0.1', stock: 1 }];
  await using vendor = await startVendor('shop', 'USD', offers);
  await using otlp = await collector();
  const kept = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [
      new SimpleSpanProcessor({ exporter: kept }),
      new SimpleSpanProcessor({ exporter: new OTLPTraceExporter({ url: otlp.url }) }),
    ],
  });
  const tracing = traced(provider.getTracer('numroute'));
  const router = createRouter({
    providers: [vendor.provider],
    journal: memoryJournal({ acceptOrphans: true }),
    onEvent: tracing.tell,
  });
  const order = await router.buy({ service: 'telegram' }, { maxPrice: '0.50 USD' });
  vendor.world.receiveSms(order.id, 'Your code: 04567');
  expect((await router.code(order)).code).toBe('04567');
  await router.finish(order);
  await router.close();
  tracing.end();
  await provider.forceFlush();

  const spans = kept.getFinishedSpans();
  const named = (name: string): ReadableSpan => {
    const span = spans.find((one) => one.name === name);
    if (!span) throw new Error(`no span ${name}`);
    return span;
  };
  const [want, attempt] = [named('want'), named('attempt')];
  expect(want.parentSpanContext).toBeUndefined();
  expect(attempt.parentSpanContext?.spanId).toBe(want.spanContext().spanId);
  for (const call of ['purchase shop', 'fetchOrder shop'])
    expect(named(call).parentSpanContext?.spanId, call).toBe(attempt.spanContext().spanId);
  expect(named('listOffers shop').parentSpanContext).toBeUndefined();
  expect(attempt.events.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['intent', 'bought', 'reported']),
  );
  expect(attempt.attributes).toMatchObject({ 'numroute.provider': 'shop', 'numroute.state': 'finished' });

  await expect.poll(() => otlp.bodies.join('').split('"traceId"').length - 1).toBe(spans.length);
  const received = otlp.bodies.join('');
  expect(received).toContain(want.spanContext().traceId);
  expect(received).toContain('numroute.attempt');
  for (const secret of ['04567', order.phone.slice(1), vendor.world.secret])
    expect(received).not.toContain(secret);
});

test('an attempt that was refused is an error, and the next one of its want stands beside it', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  let now = 1_800_000_000_000;
  const tracing = traced(provider.getTracer('numroute'), () => now);
  const journal = memoryJournal({ acceptOrphans: true });
  await journal.openWant({ id: 'w', print: '', at: 0 });
  const price = { amount: '0.1', currency: 'USD' };
  const offer = { provider: 'a', service: 'telegram', country: 'EE', price, stock: 1, handle: '' };
  const write = async (
    attempt: string,
    happening: Extract<RouterEvent, { type: 'attempt-written' }>['happening'],
  ) => {
    const before = await journal.findAttempt(attempt);
    const entry = await journal.append({ ...happening, attempt, at: now, by: 'buyer' });
    tracing.tell({ type: 'attempt-written', entry, ...(before && { before }), happening });
  };
  for (const attempt of ['one', 'two']) {
    await write(attempt, { kind: 'intent', want: 'w', offer, maxPrice: price });
    now += 500;
    await write(attempt, { kind: 'refused', code: 'OUT_OF_STOCK', message: 'none left' });
  }
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['attempt', 'attempt']);
  // Nobody says that the want is over: it is once nothing was tried for a minute.
  now += 60_000;
  tracing.tell({ type: 'call-ended', provider: 'a', operation: 'fetchBalance', waitedMs: 0, tookMs: 5 });
  const [one, two, want] = exporter.getFinishedSpans();
  expect([one?.status.code, two?.status.code]).toEqual([SpanStatusCode.ERROR, SpanStatusCode.ERROR]);
  expect(want?.name).toBe('want');
  expect(want?.endTime).toEqual([1_800_000_001, 0]);
  expect(two?.parentSpanContext?.spanId).toBe(want?.spanContext().spanId);
  tracing.end();
});
