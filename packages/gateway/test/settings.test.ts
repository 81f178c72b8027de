import { hashToken, newToken, parseGatewaySettings } from '@numroute/gateway';
import { describe, expect, test } from 'vitest';

const env = {
  TOKEN: 'a-token-of-enough-length',
  SHORT: 'short',
  NEWLINE: 'a-token-of-enough-length\n',
  BLANKS: 'a token of enough length',
  FOREIGN: 'رمز-خیلی-طولانی-برای-همه',
  WEAK: 'changemechangeme',
};
const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '50USD' };

test('a client is read with its token hashed, its words made canonical, its amounts exact', () => {
  const settings = parseGatewaySettings(
    {
      port: 0,
      hosts: ['SMS.example.com'],
      proxies: ['127.0.0.1', '2001:db8::/32'],
      clients: [
        {
          ...client,
          per: 'day',
          currency: 'IRT',
          services: ['tg', 'WhatsApp'],
          countries: ['ee', 'UK'],
          maxPrice: '0.50 usd',
          margin: { percent: '12.5' },
        },
      ],
      repeats: false,
      priceHistory: { file: 'prices.sqlite', services: ['tg'], everyMs: 60_000 },
    },
    env,
  );
  expect(settings).toEqual({
    port: 0,
    hosts: ['sms.example.com'],
    proxies: ['127.0.0.1', '2001:db8::/32'],
    repeats: false,
    priceHistory: { file: 'prices.sqlite', services: ['telegram'], everyMs: 60_000 },
    clients: [
      {
        id: 'crm',
        tokenHash: hashToken(env.TOKEN),
        budget: { amount: '50', currency: 'USD', per: 'day' },
        currency: 'IRT',
        services: ['telegram', 'whatsapp'],
        countries: ['EE', 'GB'],
        maxPrice: { amount: '0.5', currency: 'USD' },
        margin: { percent: '12.5' },
      },
    ],
  });
});

describe('a mistake is told with its place and its fix, and without its value', () => {
  test.each<readonly [settings: unknown, field: string, expected: string]>([
    [undefined, 'gateway.clients', 'at least one client with a token'],
    [{ clients: [] }, 'gateway.clients', 'at least one client with a token'],
    [{ clients: [{ ...client, id: 'C R M' }] }, 'gateway.clients[0].id', 'lower-case letters'],
    [
      { clients: [{ ...client, token: 'in-the-file-1234567' }] },
      'gateway.clients[0].token',
      '{"env": "NAME"}',
    ],
    [
      { clients: [{ ...client, token: { env: 'SHORT' } }] },
      'gateway.clients[0].token',
      'SHORT to hold a token of 16',
    ],
    // Could not be sent in a header, or would never match what old clients send.
    [{ clients: [{ ...client, token: { env: 'NEWLINE' } }] }, 'gateway.clients[0].token', 'without blanks'],
    [{ clients: [{ ...client, token: { env: 'BLANKS' } }] }, 'gateway.clients[0].token', 'without blanks'],
    [{ clients: [{ ...client, token: { env: 'FOREIGN' } }] }, 'gateway.clients[0].token', 'without blanks'],
    [
      { clients: [{ ...client, token: { env: 'WEAK' } }] },
      'gateway.clients[0].token',
      'eight of them different',
    ],
    [{ clients: [{ ...client, token: { env: 'MISSING' } }] }, 'gateway.clients[0].token', 'MISSING'],
    [{ clients: [{ ...client, token: { sha256: 'abc' } }] }, 'gateway.clients[0].token', '{"env": "NAME"}'],
    [
      { clients: [{ ...client, services: [] }] },
      'gateway.clients[0].services',
      'at least one, or leave it out',
    ],
    [
      { clients: [{ ...client, countries: [] }] },
      'gateway.clients[0].countries',
      'at least one, or leave it out',
    ],
    [{ clients: [{ ...client, operator: 'yes' }] }, 'gateway.clients[0].operator', 'true or false'],
    [{ clients: [{ ...client, rate: 5 }] }, 'gateway.clients[0].rate', 'an object { … }'],
    [{ clients: [{ ...client, budget: '50' }] }, 'gateway.clients[0].budget', 'an amount with its currency'],
    [{ clients: [{ ...client, budget: undefined }] }, 'gateway.clients[0].budget', 'a text'],
    [
      { clients: [{ ...client, services: ['teleport'] }] },
      'gateway.clients[0].services[0]',
      'a known service',
    ],
    [{ clients: [{ ...client, countries: ['XX'] }] }, 'gateway.clients[0].countries[0]', 'ISO 3166-1'],
    [
      { clients: [{ ...client, margin: { percent: '-5' } }] },
      'gateway.clients[0].margin.percent',
      'a plain decimal',
    ],
    [
      { clients: [{ ...client, margin: { percent: 5 } }] },
      'gateway.clients[0].margin.percent',
      'a plain decimal',
    ],
    ...['1000.01', '1e3', '9'.repeat(5_000), '0x10', ''].map(
      (percent) =>
        [
          { clients: [{ ...client, margin: { percent } }] },
          'gateway.clients[0].margin.percent',
          'from 0 to 1000',
        ] as const,
    ),
    [
      { clients: [{ ...client, margin: { fixed: '9'.repeat(5_000) } }] },
      'gateway.clients[0].margin.fixed',
      'a plain decimal',
    ],
    ...['https://sms.example.com', 'sms.example.com:8080', '*', '', '.example.com'].map(
      (host) =>
        [{ clients: [client], hosts: [host] }, 'gateway.hosts[0]', 'without scheme and port'] as const,
    ),
    ...['proxy.example.com', '10.0.0.0/33', '10.0.0.0/8/8', '::/129', '10.0.0.0/', ''].map(
      (proxy) => [{ clients: [client], proxies: [proxy] }, 'gateway.proxies[0]', 'or a network'] as const,
    ),
    [{ clients: [{ ...client, colour: 'red' }] }, 'gateway.clients[0].colour', 'means nothing here'],
    [{ clients: [client], prot: 1 }, 'gateway.prot', 'did you mean port?'],
    [{ clients: [client], port: 70_000 }, 'gateway.port', 'a whole number from 0 to 65535'],
    [{ clients: [client], profile: 'nosite' }, 'gateway.profile', 'one of classic'],
    [{ clients: [client], repeats: { windowMs: 1 } }, 'gateway.repeats', 'from 1000 to 3600000'],
    [{ clients: [{ ...client, margin: { fixd: '1' } }] }, 'gateway.clients[0].margin.fixd', 'mean fixed?'],
    [{ clients: [client, client] }, 'gateway.clients', 'ids differ'],
    [{ clients: [client], priceHistory: { kepMs: 1 } }, 'gateway.priceHistory', 'did you mean keepMs?'],
    ...(
      [
        [{ services: ['telegram'] }, 'file', 'a file name'],
        [{ file: 'a', services: [] }, 'services', 'at least one service'],
        [{ file: 'a', services: ['teleport'] }, 'services[0]', 'a known service'],
        [{ file: 'a', services: ['telegram'], everyMs: 1 }, 'everyMs', 'a whole number from 60000'],
        [{ file: 'a', services: ['telegram'], most: 1 }, 'most', 'a whole number from 1000000'],
      ] as const
    ).map(
      ([priceHistory, field, expected]) =>
        [{ clients: [client], priceHistory }, `gateway.priceHistory.${field}`, expected] as const,
    ),
    ['text', 'gateway', 'an object { … }'],
  ])('%j', (raw, field, expected) => {
    let thrown: unknown;
    try {
      parseGatewaySettings(raw, env);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'INVALID_INPUT' });
    const { message, details } = thrown as { message: string; details: { field: string } };
    expect(details.field).toContain(field);
    expect(message).toContain(expected);
    expect(message).not.toContain('in-the-file-1234567');
  });
});

test('all mistakes are told at once, and in code as a list', () => {
  const raw = {
    port: -1,
    clients: [
      { ...client, id: 'C', budget: '5' },
      { ...client, maxPrice: '1EUR' },
    ],
  };
  let thrown: unknown;
  try {
    parseGatewaySettings(raw, env, { convert: () => undefined });
  } catch (error) {
    thrown = error;
  }
  const { message, details } = thrown as { message: string; details: { mistakes: { field: string }[] } };
  expect(message).toMatch(/^5 mistakes: gateway\.port: expected/);
  expect(details.mistakes.map(({ field }) => field).toSorted()).toEqual([
    'gateway.clients[0].budget',
    'gateway.clients[0].id',
    'gateway.clients[1].budget',
    'gateway.clients[1].maxPrice',
    'gateway.port',
  ]);
});

test('a token opens for its holder alone', () => {
  const [first, second] = [newToken(), newToken()];
  expect(first.token).toMatch(/^[0-9a-f]{32}$/);
  expect(first.token).not.toBe(second.token);
  expect(hashToken(first.token)).toBe(first.hash);
  for (const wrong of ['', first.hash, `${first.token} `, first.token.slice(1), 'é'.repeat(32)])
    expect(hashToken(wrong)).not.toBe(first.hash);
});

test.each([[{}], [{ HOOK: 'whsec_short' }], [{ HOOK: 'no base64, but long enough for it to be a secret' }]])(
  'a webhook without a secret that signs is refused: %j',
  (more) => {
    const webhook = { url: 'https://crm.example.com/hook', secret: { env: 'HOOK' } };
    const raw = { clients: [{ ...client, webhook }] };
    expect(() => parseGatewaySettings(raw, { ...env, ...more })).toThrow('gateway.clients[0].webhook.secret');
    const secret = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;
    const { clients } = parseGatewaySettings(raw, { ...env, HOOK: secret });
    expect(clients[0]?.webhook).toEqual({ url: webhook.url, secret });
  },
);
