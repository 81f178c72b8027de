import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { smsActivate } from '@numroute/sms-activate';
import { expect, onTestFinished, test } from 'vitest';

/** A vendor that waits for a further SMS before anybody saw the first. */
const replies: Readonly<Record<string, string>> = {
  getPrices: '{"34":{"tg":{"cost":0.12,"count":7}}}',
  getBalance: 'ACCESS_BALANCE:10',
  getNumberV2: '{"activationId":"77","phoneNumber":"37255555555","activationCost":0.12,"currency":840}',
  getStatus: 'STATUS_WAIT_RETRY:482917',
};

test('a vendor that tells the first code as an old one: the order is delivered, and the code is watched', async () => {
  const server = createServer(({ url = '' }, response) => {
    const action = new URL(url, 'http://vendor').searchParams.get('action') ?? '';
    response.end(replies[action] ?? 'BAD_ACTION');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const provider = smsActivate.create({
    profile: 'herosms',
    apiKey: 'sk-0123456789abcdef',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stubs/handler_api.php`,
    allowInsecureHttp: true,
  });
  const journal = memoryJournal({ acceptOrphans: true });
  const router = createRouter({ providers: [provider], journal });
  onTestFinished(async () => {
    await router.close();
    server.close();
  });
  const order = await router.buy({ service: 'telegram', country: 'EE' }, { maxPrice: money('1', 'USD') });
  const watched = router.watch(order)[Symbol.asyncIterator]();
  expect((await watched.next()).value).toMatchObject({ status: 'open', messages: [] });
  await router.fetch(order);
  expect((await watched.next()).value).toMatchObject({ status: 'delivered', messages: [{ code: '482917' }] });
  expect(await watched.next()).toEqual({ done: true, value: undefined });
});
