import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { socketCarrier } from '../src/wire/carrier.ts';
import { serve } from './helpers.ts';

test('got is not loaded before the first request, which is not sent where it cannot be loaded', async () => {
  const { url, sockets } = await serve((_, response) => response.end('OK 17 +447700900000'));
  const script = path.join(import.meta.dirname, 'fixtures/without-client.ts');
  const argv = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning', script, url];
  const { stdout } = await promisify(execFile)(process.execPath, argv);
  expect(JSON.parse(stdout)).toEqual({
    askedByImport: 0,
    asked: 1,
    code: 'UNAVAILABLE',
    message:
      'demo: no connection, so the purchase never left and nothing was charged (the HTTP client cannot be loaded).',
  });
  expect(sockets).toHaveLength(0);
});

test('what is asked just before the carrier is closed is not sent', async () => {
  const { url, requests } = await serve((_, response) => response.end('open'));
  const carrier = socketCarrier(undefined);
  const wire = { url: new URL(url), method: 'GET', headers: {} } as const;
  const carried = carrier.carry(wire, { fresh: false, maxBytes: 1_000, timeoutMs: 5_000 });
  carrier.close();
  expect(await carried).toEqual({ kind: 'not-sent', why: 'it was closed' });
  expect(requests).toHaveLength(0);
});
