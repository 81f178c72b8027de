import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  client,
  OPERATOR_TOKEN,
  openGateway,
  operator,
  type Running,
  TOKEN,
  until,
} from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { oldClient } from './support/old-client.ts';
import { documentedClient } from './support/openapi.ts';
import { processes } from './support/process.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;
const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };

interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly id: string; readonly status: string; readonly messages: readonly object[] };
  readonly raw: string;
}

/** Hears webhooks as a foreign program would, by the library of Standard Webhooks; answers as the test says. */
async function listen(secret: string) {
  const told: Told[] = [];
  const refused: string[] = [];
  let statuses: number[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const status = statuses.shift() ?? 200;
      const id = String(request.headers['webhook-id']);
      const payload = new Webhook(secret).verify(body, request.headers as Record<string, string>) as Told;
      if (status === 200) told.push({ ...payload, id, raw: body + JSON.stringify(request.headers) });
      else refused.push(id);
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    told,
    refused,
    answer: (...next: number[]) => {
      statuses = next;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}

let market: Market;
let running: Running;
let folder: string;
let file: string;
let receiver: Awaited<ReturnType<typeof listen>>;

beforeEach(async () => {
  market = await openMarket();
  receiver = await listen(SECRET);
  folder = mkdtempSync(join(tmpdir(), 'numroute-webhooks-'));
  file = join(folder, 'journal.sqlite');
}, 60_000);
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
}, 60_000);

const start = async (isPrivate = true, url = receiver.url): Promise<void> => {
  const clients = [client({ webhook: { url, secret: SECRET } }), operator];
  running = await openGateway(market.addresses, { clients, webhooks: { private: isPrivate } }, file);
};
const ask = (parameters: Readonly<Record<string, string>>): Promise<string> =>
  oldClient(`${running.url}/stubs/handler_api.php`, { token: TOKEN })(parameters);
const typesOf = (order: string): readonly string[] =>
  receiver.told.filter(({ data }) => data.id === order).map(({ type }) => type);
const sms = (n: number): void =>
  void market.worldOf('toman').receiveSms(market.worldOf('toman').orders[n]?.id ?? '', 'Your code: 445566');

test('what becomes of an order is told in turn, signed, and again until it is heard', {
  timeout: 90_000,
}, async () => {
  await start();
  receiver.answer(500, 302);
  expect(await ask(QUESTION)).toMatch(/^ACCESS_NUMBER:1:/);
  sms(0);
  await until(() => typesOf('1').length === 2);
  expect(typesOf('1')).toEqual(['order.bought', 'order.message']);
  // A redirect is no yes, and is not followed; each try has the id of the first.
  expect(receiver.refused).toEqual(['order-1-1', 'order-1-1']);
  expect(receiver.told.map(({ id }) => id)).toEqual(['order-1-1', 'order-1-2']);
  expect(receiver.told[1]?.data).toMatchObject({ status: 'delivered', messages: [{ code: '445566' }] });
  await ask({ action: 'setStatus', id: '1', status: '6' });
  await until(() => typesOf('1').length === 3);
  expect(await ask(QUESTION)).toMatch(/^ACCESS_NUMBER:2:/);
  await ask({ action: 'setStatus', id: '2', status: '8' });
  await until(() => typesOf('2').length >= 2);
  expect(typesOf('1')[2]).toBe('order.finished');
  expect(typesOf('2').slice(0, 2)).toEqual(['order.bought', 'order.cancelled']);
  for (const { raw } of receiver.told)
    for (const secret of [TOKEN, SECRET, 'toman', ...market.addresses.map(({ apiKey }) => apiKey)])
      expect(raw).not.toContain(secret);
  expect(running.log.join('')).not.toContain(SECRET);
});

test('a restart loses nothing that was not heard, and tells nothing of before the webhook', {
  timeout: 90_000,
}, async () => {
  running = await openGateway(market.addresses, { clients: [client(), operator] }, file);
  expect(await ask(QUESTION)).toMatch(/^ACCESS_NUMBER:1:/);
  await running[Symbol.asyncDispose]();

  await start();
  receiver.answer(...Array.from({ length: 100 }, () => 503));
  sms(0);
  expect(await ask({ ...QUESTION, service: 'wa' })).toMatch(/^ACCESS_NUMBER:2:/);
  await until(() => receiver.refused.includes('order-2-1') && receiver.refused.includes('order-1-2'));
  await running[Symbol.asyncDispose]();

  receiver.answer();
  await start();
  await until(() => receiver.told.length === 2);
  expect(receiver.told.map(({ id }) => id).sort()).toEqual(['order-1-2', 'order-2-1']);
});

test('a kill loses nothing either', { timeout: 90_000 }, async () => {
  await start();
  await running[Symbol.asyncDispose]();
  const open = processes(market.addresses, {
    port: 0,
    clients: [client({ webhook: { url: receiver.url, secret: SECRET } })],
    webhooks: { private: true },
  });
  receiver.answer(...Array.from({ length: 100 }, () => 503));
  const first = await open();
  const answer = await oldClient(`${first.url}/stubs/handler_api.php`)(QUESTION);
  expect(answer).toMatch(/^ACCESS_NUMBER:1:/);
  await until(() => receiver.refused.length > 0);
  sms(0);
  await first.kill();
  receiver.answer();
  const second = await open();
  await until(() => typesOf('1').length === 2);
  expect(typesOf('1')).toEqual(['order.bought', 'order.message']);
  await second.kill();
});

test('an address of a private network is not spoken to, and the operator sees why', {
  timeout: 60_000,
}, async () => {
  for (const url of [
    receiver.url,
    receiver.url.replace('http:', 'https:'),
    'https://localhost:1/',
    'https://[::ffff:127.0.0.1]:1/',
  ]) {
    await start(false, url);
    await ask({ ...QUESTION, service: url === receiver.url ? 'tg' : 'wa' });
    const { call } = await documentedClient(running.url, OPERATOR_TOKEN);
    const shop = async () =>
      (await call('/clients')).body.clients.find(({ id }: { readonly id: string }) => id === 'shop');
    await until(async () => (await shop()).webhook.failing > 0);
    expect((await shop()).webhook.lastProblem, url).toMatch(/private/);
    await running[Symbol.asyncDispose]();
  }
  expect([...receiver.told, ...receiver.refused]).toEqual([]);
  await start(false);
});

test('an operator gives a client a webhook, whose secret is shown once, and takes it away', {
  timeout: 60_000,
}, async () => {
  running = await openGateway(market.addresses, { clients: [operator], webhooks: { private: true } }, file);
  const { call } = await documentedClient(running.url, OPERATOR_TOKEN);
  const budget = { amount: '10', currency: 'USD' };
  const added = await call('/clients', {
    method: 'POST',
    body: { id: 'crm', budget, webhook: { url: receiver.url } },
  });
  expect(added.body.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(JSON.stringify((await call('/clients')).body)).not.toContain('whsec_');
  const elsewhere = { webhook: { url: `${receiver.url}2` } };
  const moved = await call('/clients/crm', { method: 'PATCH', body: elsewhere });
  expect([moved.body.webhookSecret, moved.body.client.webhook.url]).toEqual([undefined, `${receiver.url}2`]);
  const gone = await call('/clients/crm', { method: 'PATCH', body: { webhook: null } });
  expect(gone.body.client.webhook).toBeUndefined();
  const again = await call('/clients/crm', { method: 'PATCH', body: elsewhere });
  expect(again.body.webhookSecret).not.toBe(added.body.webhookSecret);
  for (const url of ['ftp://x', 'https://user:password@example.com/', 'nowhere']) {
    const wrong = await call('/clients/crm', { method: 'PATCH', body: { webhook: { url } } });
    expect([wrong.status, wrong.body.field]).toEqual([400, 'webhook.url']);
  }
});
