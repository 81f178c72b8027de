import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { mcpEndpoint } from '@numroute/mcp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway, TOKEN, until } from '../../gateway/test/support/gateway.ts';
import { type Market, openMarket } from '../../gateway/test/support/market.ts';
import { agentOver, ERAS } from './support/agent.ts';
import { configFor, programIn, startedIn } from './support/host.ts';

let market: Market;
beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  await market[Symbol.asyncDispose]();
});

const mcp = { budget: '5USD', per: 'day', maxPrice: '0.5USD' } as const;
const asked = { service: 'telegram', country: ['EE'] };
const open = (): number =>
  market.vendors.reduce(
    (n, { world }) => n + world.orders.filter(({ status }) => status === 'open').length,
    0,
  );

test.each(ERAS)(
  'a host of %s starts it, is asked, and leaves: what has no code is given up',
  { timeout: 180_000 },
  async (era) => {
    const folder = configFor(market.addresses, { mcp });
    const agent = await agentOver(startedIn(folder, ['mcp']), { era, manner: 'agrees' });
    const { quote, cap } = await agent.call('compare_prices', asked);
    expect(cap).toBe('0.5 USD');
    const bought = await agent.call('buy_number', { quote });
    expect(bought).toMatchObject({ isError: false, status: 'waiting' });
    expect(agent.asked).toEqual([expect.stringContaining('5 USD of the budget is left')]);
    expect(await agent.call('get_balance')).toMatchObject({ left: '4.5 USD', per: 'day' });
    expect([market.charges(), open()]).toEqual([1, 1]);
    await agent.client.close();
    await until(() => open() === 0, 60_000);
    // The next one finds the budget as it is, and the order under its old quote.
    const next = await agentOver(startedIn(folder, ['mcp']), { era, manner: 'agrees' });
    expect(await next.call('buy_number', { quote })).toMatchObject({
      order_id: bought['order_id'],
      status: 'cancelled',
    });
    expect(await next.call('get_balance')).toMatchObject({ left: '5 USD' });
    expect(market.charges()).toBe(1);
  },
);

test('hands all to a gateway: two hosts buy, each call by its own words', { timeout: 180_000 }, async () => {
  await using running = await openGateway(market.addresses, {}, undefined, undefined, [mcpEndpoint()]);
  const folder = configFor([], {});
  const argv = ['mcp', '--gateway', running.url];
  const [one, other] = await Promise.all(
    [1, 2].map(() => agentOver(startedIn(folder, argv, { NUMROUTE_TOKEN: TOKEN }))),
  );
  if (!one || !other) throw new Error('two hosts');
  const { quote } = await one.call('compare_prices', asked);
  const bought = await one.call('buy_number', { quote });
  expect(bought).toMatchObject({ status: 'waiting' });
  expect(await other.call('buy_number', { quote })).toEqual(bought);
  const second = await other.call('buy_number', {
    quote: (await other.call('compare_prices', asked))['quote'],
    another: true,
  });
  expect(second['order_id']).not.toBe(bought['order_id']);
  expect(market.charges()).toBe(2);
  const wrong = await agentOver(startedIn(folder, argv, { NUMROUTE_TOKEN: 'no-token-0123456789abcdef' }), {
    era: '2025',
  }).catch((error: unknown) => error);
  expect(String(wrong)).toContain('The gateway does not know this token');
});

test('two hosts on one journal: both compare, one buys, and the other is told how to share', {
  timeout: 180_000,
}, async () => {
  const folder = configFor(market.addresses, { mcp });
  const [one, other] = await Promise.all([1, 2].map(() => agentOver(startedIn(folder, ['mcp']))));
  if (!one || !other) throw new Error('two hosts');
  const quotes = await Promise.all(
    [one, other].map(async (host) => (await host.call('compare_prices', asked))['quote']),
  );
  expect(await one.call('buy_number', { quote: quotes[0] })).toMatchObject({ status: 'waiting' });
  const told = await other.call('buy_number', { quote: quotes[1] });
  expect(told).toMatchObject({
    isError: true,
    code: 'INVALID_INPUT',
    field: 'journal',
    money_may_have_moved: false,
  });
  expect(told['message']).toContain('numroute mcp --gateway <url>');
  expect(await other.call('compare_prices', asked)).toMatchObject({ total: 1 });
  expect(market.charges()).toBe(1);
  await one.client.close();
  await until(() => open() === 0, 60_000);
  // Whoever held the journal has left.
  let again = await other.call('buy_number', { quote: quotes[1] });
  await until(async () => {
    if (again.isError) again = await other.call('buy_number', { quote: quotes[1] });
    return !again.isError;
  });
  expect(again).toMatchObject({ status: 'waiting' });
});

test('without a budget nothing can be bought, and --read-only and --tools leave tools out', {
  timeout: 180_000,
}, async () => {
  const reading = ['compare_prices', 'wait_for_code', 'list_orders', 'get_balance'];
  for (const [config, argv, names] of [
    [{}, [], reading],
    [{ mcp }, ['--read-only', '--tools', 'buy_number,get_balance'], ['get_balance']],
  ] as const) {
    const agent = await agentOver(startedIn(configFor(market.addresses, config), ['mcp', ...argv]));
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(names);
    await agent.client.close();
  }
});

test('a host that asks too often is told so, as its settings say', { timeout: 180_000 }, async () => {
  const rate = { requests: 3, perMs: 60_000 };
  const agent = await agentOver(startedIn(configFor(market.addresses, { mcp: { ...mcp, rate } }), ['mcp']));
  for (let nth = 1; nth <= 3; nth += 1)
    expect(await agent.call('compare_prices', asked)).toMatchObject({ isError: false });
  expect(await agent.call('compare_prices', asked)).toMatchObject({ code: 'RATE_LIMITED' });
});

test.each(['end', 'SIGTERM', 'SIGKILL'] as const)(
  'standard output holds messages alone, and %s leaves nothing behind for good',
  {
    timeout: 180_000,
  },
  async (how) => {
    const folder = configFor(market.addresses, { mcp });
    const { command, args, ...where } = programIn(folder, ['mcp']);
    const child = spawn(command, args, { ...where, stdio: ['pipe', 'pipe', 'ignore'] });
    const lines: string[] = [];
    const said = createInterface({ input: child.stdout });
    said.on('line', (line) => lines.push(line));
    let id = 0;
    // biome-ignore lint/suspicious/noExplicitAny: whatever a server says
    const ask = async (method: string, params: object): Promise<any> => {
      id += 1;
      const mine = id;
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: mine, method, params })}\n`);
      await until(() => lines.some((line) => JSON.parse(line).id === mine), 60_000);
      return JSON.parse(lines.find((line) => JSON.parse(line).id === mine) ?? '').result;
    };
    await ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    const compared = await ask('tools/call', { name: 'compare_prices', arguments: asked });
    const { quote } = compared.structuredContent;
    const bought = await ask('tools/call', { name: 'buy_number', arguments: { quote } });
    expect(bought.structuredContent).toMatchObject({ status: 'waiting' });
    expect(JSON.parse(bought.content[0].text)).toEqual(bought.structuredContent);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    const ended = once(child, 'close');
    if (how === 'end') child.stdin.end();
    else child.kill(how);
    const [code] = await ended;
    if (how !== 'SIGKILL') {
      expect([code, open()]).toEqual([0, 0]);
      return;
    }
    expect(open()).toBe(1);
    // The next start has it, and gives it up when its host leaves.
    const next = await agentOver(startedIn(folder, ['mcp']));
    expect(await next.call('buy_number', { quote })).toMatchObject({
      order_id: bought.structuredContent.order_id,
      status: 'waiting',
    });
    await next.client.close();
    await until(() => open() === 0, 60_000);
    expect(market.charges()).toBe(1);
  },
);
