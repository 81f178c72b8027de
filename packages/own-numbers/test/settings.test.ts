import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import byDefault, { ownNumbers } from '../src/index.ts';

const numbers = [{ number: '+15550001111', country: 'US' }];
const folder = { inbox: 'folder', folder: './sms', leases: './own.sqlite', currency: 'USD', numbers };
const accountSid = `AC${'0'.repeat(32)}`;
const twilio = { inbox: 'twilio', apiKey: 'k', accountSid, leases: './own.sqlite', currency: 'USD', numbers };

test('every setting passes, and none is asked for that its inbox does not need', async () => {
  const settings = {
    ...twilio,
    id: 'mine',
    keySid: `SK${'0'.repeat(32)}`,
    baseUrl: 'https://x.example/2010-04-01',
    allowInsecureHttp: false,
    timeoutMs: 5_000,
    limits: { requests: 5, perMs: 100, concurrent: 2 },
    lifetimeMs: 60_000,
    restMs: 1_000,
    numbers: [
      { ...numbers[0], price: '0.250', services: ['telegram', 'mine:shop'], virtual: false, pool: 'a' },
    ],
  };
  expect(ownNumbers.parseSettings(settings)).toEqual(settings);
  expect(ownNumbers.parseSettings(folder)).toEqual({ ...folder, apiKey: '' });
  expect(byDefault).toBe(ownNumbers);
  const provider = ownNumbers.create(ownNumbers.parseSettings(settings));
  expect(provider.manifest).toMatchObject({ id: 'mine', limits: settings.limits, traits: { free: true } });
  // Nothing was opened.
  expect(() => readFileSync('./own.sqlite')).toThrow('ENOENT');
  await provider.close?.();
});

const one = (more: object) => ({ ...folder, numbers: [{ ...numbers[0], ...more }] });

test.each([
  [{ ...folder, folder: undefined }, 'folder'],
  [{ ...folder, inbox: undefined }, 'inbox'],
  [{ ...folder, inbox: 'vonage' }, 'inbox'],
  [{ ...folder, leases: undefined }, 'leases'],
  [{ ...folder, currency: undefined }, 'currency'],
  [{ ...folder, restMs: 999 }, 'restMs'],
  [{ ...folder, color: 1 }, 'color'],
  [{ ...folder, numbers: [] }, 'numbers'],
  [{ ...folder, numbers: [...numbers, ...numbers] }, 'numbers[1].number'],
  [{ ...twilio, apiKey: undefined }, 'apiKey'],
  [{ ...twilio, accountSid: undefined }, 'accountSid'],
  [{ ...twilio, baseUrl: 'http://x.example' }, 'baseUrl'],
  [one({ number: '15550001111' }), 'numbers[0].number'],
  [one({ country: 'Atlantis' }), 'numbers[0].country'],
  [one({ price: 0.25 }), 'numbers[0].price'],
  [one({ price: '-1' }), 'numbers[0].price'],
  [one({ services: ['other:shop'] }), 'numbers[0].services'],
  [one({ colour: 1 }), 'numbers[0]'],
])('%j is refused by name', (raw, field) => {
  expect(() => ownNumbers.parseSettings(raw)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});
