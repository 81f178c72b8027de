import { describe, expect, test } from 'vitest';
import { ran } from './io.ts';

describe('services and countries', () => {
  test('one service, by any of its spellings', async () => {
    const { code, out } = await ran(['services', 'tg']);
    expect(code).toBe(0);
    expect(out).toMatch(/^SERVICE +NAME +SMS-ACTIVATE +ALSO\ntelegram +Telegram +tg +tg\n$/);
  });

  test('the United States are two products at the sms-activate family', async () => {
    const { out } = await ran(['countries', 'US']);
    expect(out).toMatch(/US +United States +\+1 +187 +12 \(virtual\)/);
  });

  test('all of them fit 80 columns', async () => {
    for (const command of ['services', 'countries']) {
      const { code, out } = await ran([command]);
      expect(code).toBe(0);
      const lines = out.split('\n');
      expect(lines.length).toBeGreaterThan(100);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });

  test('as JSON', async () => {
    const { out } = await ran(['countries', 'gb', '--json']);
    expect(JSON.parse(out)).toEqual({
      countries: [
        {
          country: 'GB',
          name: 'United Kingdom',
          callingCode: '44',
          smsActivate: 16,
          smsActivateVirtual: null,
        },
      ],
    });
  });

  test('what nobody knows is said', async () => {
    expect(await ran(['services', 'zzzz'])).toMatchObject({ code: 3, out: 'None known by that name.\n' });
    expect(await ran(['countries', 'XX'])).toMatchObject({ code: 2 });
  });
});
