import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashToken } from '@numroute/gateway';
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
import { type Answer, type Call, documentedClient } from './support/openapi.ts';

const QUESTION = { action: 'getNumber', service: 'tg', country: '34' };
const usd = (amount: string) => ({ amount, currency: 'USD' });

let market: Market;
let running: Running;
let folder: string;
let file: string;
let call: (path: string, call?: Call) => Promise<Answer>;

const start = async (clients = [client(), operator]): Promise<void> => {
  running = await openGateway(market.addresses, { clients }, file);
  ({ call } = await documentedClient(running.url, OPERATOR_TOKEN));
};

beforeEach(async () => {
  market = await openMarket();
  folder = mkdtempSync(join(tmpdir(), 'numroute-clients-'));
  file = join(folder, 'journal.sqlite');
  await start();
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await market[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const ask = (token: string, parameters: Readonly<Record<string, string>>): Promise<string> =>
  oldClient(`${running.url}/stubs/handler_api.php`, { token })(parameters);
const balanceOf = (token: string): Promise<string> => ask(token, { action: 'getBalance' });
const add = async (body: object): Promise<string> =>
  (await call('/clients', { method: 'POST', body })).body.token;

test('an operator adds a client, changes it, gives it another token and revokes it, also for the next run', {
  timeout: 60_000,
}, async () => {
  const body = { id: 'crm', budget: usd('0.1'), per: 'day', services: ['Telegram'], maxPrice: usd('0.09') };
  const added = await call('/clients', { method: 'POST', body });
  expect(added.status).toBe(201);
  const { token } = added.body;
  expect(token).toMatch(/^[0-9a-f]{32}$/);
  expect(added.body.client).toMatchObject({
    ...body,
    services: ['telegram'],
    from: 'here',
    balance: usd('0.1'),
  });
  expect(await ask(token, QUESTION)).toMatch(/^ACCESS_NUMBER/);
  expect(await ask(token, QUESTION)).toBe('NO_BALANCE');

  const change = { budget: usd('0.2'), services: null, margin: { percent: '100' } };
  const changed = await call('/clients/crm', { method: 'PATCH', body: change });
  expect(changed.body.client).toMatchObject({ per: 'day', budget: usd('0.2'), balance: usd('0.05') });
  expect(changed.body.client.services).toBeUndefined();

  await running[Symbol.asyncDispose]();
  await start();
  expect(await balanceOf(token)).toBe('ACCESS_BALANCE:0.05');

  const renewed = (await call('/clients/crm/token', { method: 'POST' })).body.token;
  expect(await balanceOf(token)).toBe('BAD_KEY');
  expect(await balanceOf(renewed)).toBe('ACCESS_BALANCE:0.05');

  const revoked = await call('/clients/crm', { method: 'DELETE' });
  expect(revoked.body).toMatchObject({ id: 'crm', from: 'here', revokedAt: expect.any(String) });
  expect(revoked.body.balance).toBeUndefined();
  expect((await call('/clients/crm', { method: 'DELETE' })).body).toEqual(revoked.body);
  expect(await balanceOf(renewed)).toBe('BAD_KEY');
  await until(() => market.worldOf('toman').orders[0]?.status === 'cancelled');

  await running[Symbol.asyncDispose]();
  await start();
  expect(await balanceOf(renewed)).toBe('BAD_KEY');
  const { clients } = (await call('/clients')).body;
  expect(clients.map(({ id, from }: { id: string; from: string }) => [id, from])).toEqual([
    ['crm', 'here'],
    ['operator', 'config'],
    ['shop', 'config'],
  ]);
  const again = await call('/clients', { method: 'POST', body });
  expect([again.status, again.body.field]).toEqual([400, 'id']);
});

test('no token is in the journal, the log or any later answer, and who did what is in the log', async () => {
  const token = await add({ id: 'crm', budget: usd('1') });
  const { body } = await call('/clients');
  await call('/clients/crm', { method: 'DELETE' });
  const log = running.log.join('');
  expect(log).toContain('"client":"crm","by":"operator","msg":"a client was added"');
  expect(log).toContain('"client":"crm","by":"operator","msg":"a client was removed"');
  await running.gateway.close();
  const journal = readFileSync(file, 'latin1') + readFileSync(`${file}-wal`, 'latin1');
  expect(journal).toContain(hashToken(token));
  for (const text of [JSON.stringify(body), log, journal]) expect(text).not.toContain(token);
  expect(JSON.stringify(body)).not.toContain(hashToken(token));
});

test('nobody but an operator comes near, and none takes a right from itself', async () => {
  for (const [method, path] of [
    ['GET', '/clients'],
    ['POST', '/clients'],
    ['PATCH', '/clients/shop'],
    ['POST', '/clients/shop/token'],
    ['DELETE', '/clients/shop'],
  ] as const) {
    const body = method === 'POST' && path === '/clients' ? { id: 'x', budget: usd('1') } : undefined;
    const sent = { method, ...((body ?? method === 'PATCH') && { body: body ?? { operator: true } }) };
    expect((await call(path, { ...sent, token: TOKEN })).status, `${method} ${path}`).toBe(403);
    expect((await call(path, { ...sent, token: undefined })).status).toBe(401);
  }
  const second = await add({ id: 'second', budget: usd('1'), operator: true });
  expect((await call('/clients/second', { method: 'DELETE', token: second })).status).toBe(403);
  const body = { operator: false };
  expect((await call('/clients/second', { method: 'PATCH', body, token: second })).status).toBe(403);
  expect((await call('/clients/second', { method: 'PATCH', body })).status).toBe(200);
  expect((await call('/clients', { token: second })).status).toBe(403);
});

test('whom the settings name is changed there alone, and nobody is named twice', async () => {
  for (const [method, path] of [
    ['PATCH', '/clients/shop'],
    ['POST', '/clients/shop/token'],
    ['DELETE', '/clients/shop'],
  ] as const) {
    const { status, body } = await call(path, { method, ...(method === 'PATCH' && { body: {} }) });
    expect([status, body.detail]).toEqual([409, expect.stringContaining('SIGHUP')]);
  }
  await add({ id: 'crm', budget: usd('1') });
  const crm = client({ id: 'crm', tokenHash: hashToken('a-token-of-the-config-0123456789') });
  const both = [client(), operator, crm];
  await expect(running.gateway.setClients(both)).rejects.toThrow('gateway.clients[2].id');
  await call('/clients/crm', { method: 'DELETE' });
  // From the one to the other: it was revoked there, and is named here.
  expect(await running.gateway.setClients(both)).toMatchObject({ added: ['crm'] });
  const { clients } = (await call('/clients')).body;
  expect(clients[0]).toMatchObject({ id: 'crm', from: 'config' });
  expect((await call('/clients/crm', { method: 'DELETE' })).status).toBe(409);
});

test.each([
  [{ id: 'shop', budget: usd('1') }, 'id'],
  [{ id: 'CRM', budget: usd('1') }, 'id'],
  [{ id: 'crm' }, 'budget'],
  [{ id: 'crm', budget: usd('1'), tokenHash: 'a'.repeat(64) }, 'tokenHash'],
  [{ id: 'crm', budget: usd('1'), services: ['no such thing!'] }, 'services[0]'],
  [{ id: 'crm', budget: { amount: '1', currency: 'EUR' } }, 'clients.crm.budget'],
  [{ id: 'crm', budget: usd('1'), margin: { percent: '2000' } }, 'margin.percent'],
])('%j is refused, and names the field', async (body, field) => {
  const answer = await call('/clients', { method: 'POST', body });
  expect([answer.status, answer.body.field]).toEqual([400, field]);
  expect((await call('/clients')).body.clients).toHaveLength(2);
});

test('many changes at once are all made, each by itself', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => `one-${n}`);
  const tokens = await Promise.all(ids.map((id) => add({ id, budget: usd('1') })));
  await Promise.all([
    ...ids.map((id, n) => call(`/clients/${id}`, { method: 'PATCH', body: { budget: usd(`${n + 2}`) } })),
    running.gateway.setClients([client(), operator]),
  ]);
  for (const [n, token] of tokens.entries())
    expect(await balanceOf(token)).toBe(`ACCESS_BALANCE:${n + 2}.00`);
});
