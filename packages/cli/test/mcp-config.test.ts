import { readFile } from 'node:fs/promises';
import { parseMcpEndpointSettings, parseMcpSettings } from '@numroute/mcp';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { ran, withConfig } from './io.ts';

const schema = JSON.parse(await readFile(new URL('../numroute.schema.json', import.meta.url), 'utf8'));
const check = new Ajv2020({ strict: false }).compile(schema);
const token = { sha256: '0'.repeat(64) };
const client = { id: 'shop', token, budget: '5USD' };
const provider = { plugin: '@numroute/arzancell', settings: { apiKey: { env: 'KEY' } } };

const mcp = (raw: unknown): boolean => check({ providers: [provider], mcp: raw });
const agents = (raw: unknown): boolean =>
  check({ providers: [provider], gateway: { clients: [client], mcp: raw } });

const good = [
  {},
  { budget: '5USD' },
  { budget: '5USD', per: 'day', maxPrice: '0.50USD', services: ['telegram'], countries: ['EE'] },
  { budget: '5USD', confirm: 'required', confirmAbove: '0.2USD', rate: { requests: 5, perMs: 1_000 } },
];
const bad = [
  [{ budget: 'five' }, 'mcp.budget'],
  [{ budget: '5USD', per: 'week' }, 'mcp.per'],
  [{ budget: '5USD', id: 'me' }, 'mcp.id'],
  [{ budget: '5USD', token }, 'mcp.token'],
  [{ budget: '5USD', operator: true }, 'mcp.operator'],
  [{ maxPrice: '5USD' }, 'mcp.budget'],
  [{ confirm: 'always' }, 'mcp.confirm'],
  [{ confirmAbove: 1 }, 'mcp.confirmAbove'],
  ['5USD', 'mcp'],
] as const;

test.each(good)('%j is taken by what serves agents, and by the schema', (raw) => {
  expect(() => parseMcpSettings(raw)).not.toThrow();
  expect(mcp(raw)).toBe(true);
});

test.each(bad)('%j is refused, by its place', (raw, field) => {
  expect(() => parseMcpSettings(raw)).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ field }) }),
  );
  // That a budget goes with the rest, the schema does not say.
  expect(mcp(raw)).toBe(typeof raw === 'object' && 'maxPrice' in raw);
});

test('a gateway serves agents or not, with what is said of asking', () => {
  for (const raw of [true, {}, { confirm: 'never', confirmAbove: '1USD', readOnly: ['shop'] }]) {
    expect(() => parseMcpEndpointSettings(raw)).not.toThrow();
    expect(agents(raw)).toBe(true);
  }
  for (const raw of ['yes', { budget: '5USD' }, { readOnly: 'shop' }, { confirm: 'always' }]) {
    expect(() => parseMcpEndpointSettings(raw)).toThrow(/gateway\.mcp/);
    expect(agents(raw)).toBe(false);
  }
});

test('the command line tells what is wrong with the config, and how a journal is shared', async () => {
  const config = { providers: [provider], gateway: { clients: [client], mcp: { readOnly: ['shopp'] } } };
  await withConfig(JSON.stringify(config), async (cwd) => {
    const env = { KEY: 'a-key-of-a-vendor' };
    const gateway = await ran(['gateway'], { cwd, env });
    expect(gateway).toMatchObject({ code: 2, out: '' });
    expect(gateway.err).toContain('gateway.mcp.readOnly: expected ids of "gateway.clients", got "shopp"');
    const relay = await ran(['mcp', '--gateway', 'http://127.0.0.1:9'], { cwd, env });
    expect(relay.err).toContain('NUMROUTE_TOKEN');
    const far = await ran(['mcp', '--gateway', 'localhost'], { cwd, env });
    expect(far.err).toContain('--gateway: expected an address such as http://127.0.0.1:8080');
    const readable = ['mcp', '--gateway', 'http://gateway.example:8080'];
    const plain = await ran(readable, { cwd, env: { ...env, NUMROUTE_TOKEN: 'a-token-of-a-client' } });
    expect(plain).toMatchObject({ code: 2, out: '' });
    expect(plain.err).toContain('--gateway: expected an https: address');
    expect(plain.err).toContain('--allow-insecure-http');
    // It is let through, and asks for the token next.
    const allowed = await ran([...readable, '--allow-insecure-http'], { cwd, env });
    expect(allowed.err).toContain('NUMROUTE_TOKEN');
    const tools = await ran(['mcp', '--demo', '--tools', 'buy_numbers'], { cwd, env });
    expect(tools.err).toContain('did you mean');
  });
});
