import { expect, test } from 'vitest';
import { ran, terminal, widest } from './io.ts';
import { withPast } from './past.ts';

const env = { KEY: 'a-key-of-some-length' };

test('spend tells what was charged, what of it is back or promised, and what a code has cost', async () => {
  await withPast(async (cwd) => {
    const { code, out, err } = await ran(['spend', '--by', 'provider'], { cwd, env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`PROVIDER   IN   CHARGED  BACK  PROMISED    NET  CODES  SHARE  A CODE COST
arzancell  IRT    8,400     0         0  8,400      1   100%        8,400
hub        USD     1.01   0.2       0.4   0.81      1    33%         0.81
all        IRT    8,400     0         0  8,400      1   100%        8,400
all        USD     1.01   0.2       0.4   0.81      1    33%         0.81

5 numbers. NET: what was charged and is not back. SHARE: of numbers that do not wait for a code any more.
BACK: the balance showed it.
PROMISED: the vendor says that it is back, and no balance has shown it yet; it is still in NET.
`);
  });
});

test('a narrow terminal gets no share and no count, and every amount', async () => {
  await withPast(async (cwd) => {
    const seen = { ...terminal(60), cwd, env: { ...env, ...terminal(60).env } };
    const { out } = await ran(['spend', '--by', 'provider'], seen);
    expect(out).toMatch(/^PROVIDER +IN +CHARGED +BACK +PROMISED +NET +A CODE COST$/m);
    expect(out).toMatch(/^arzance\S+ +IRT +8,400 +0 +0 +8,400 +8,400$/m);
    expect(widest(out)).toBeLessThanOrEqual(60);
  });
});

test('amounts are converted by the rates of the config, which are named, and stay apart without one', async () => {
  await withPast(async (cwd) => {
    const days = await ran(['spend', '--by', 'day', '--in', 'usd'], { cwd, env });
    expect(days.out).toContain(`2026-11-21  USD    0.475     0       0.4  0.475      1    50%       0.4750
2026-11-22  USD    0.300     0         0  0.300      0      -            -
all         USD    1.085   0.2       0.4  0.885      2    50%       0.4425
`);
    expect(days.out).toContain('Days are those of UTC.\nRates: 1 USD = 112,000 IRT (test, 2026-11-20)\n');
    const none = await ran(['spend', '--in', 'EUR'], { cwd, env });
    expect(none.out).toContain('No rate leads from IRT, USD to EUR');
    expect(none.out).not.toContain('Rates:');
    expect(none.out).toMatch(/^IRT +8,400/m);
  });
});

test('as JSON: exact, with the span that was meant and the rates', async () => {
  await withPast(async (cwd) => {
    const argv = ['spend', '--by', 'client', '--in', 'USD', '--json'];
    const said = JSON.parse((await ran([...argv, '--until', '2026-11-20'], { cwd, env })).out);
    const nothing = { amount: '0', currency: 'USD' };
    const usd = (amount: string) => ({ amount, currency: 'USD' });
    const row = {
      charged: usd('0.2'),
      refunded: usd('0.2'),
      net: nothing,
      numbers: 1,
      share: 0,
      perCode: null,
    };
    expect(said).toMatchObject({
      ...{ by: 'client', since: null, until: '2026-11-21T00:00:00.000Z', zone: 'UTC', currency: 'USD' },
      rows: [
        { group: null, ...row },
        { group: 'qa', charged: usd('0.11'), net: usd('0.11'), share: 1, perCode: usd('0.11') },
      ],
      totals: [{ group: null, charged: usd('0.31'), net: usd('0.11'), over: 2, codes: 1, share: 0.5 }],
      rates: [],
    });
    const all = JSON.parse((await ran([...argv, '--service', 'wa', '--country', 'EE'], { cwd, env })).out);
    expect(all).toMatchObject({
      ...{ service: 'whatsapp', country: 'EE' },
      rows: [{ charged: usd('0.075') }],
      rates: [{ base: 'USD', quote: 'IRT', source: 'test', asOf: '2026-11-20' }],
    });
  });
});

test('a span without a purchase says so, and what cannot be read is refused', async () => {
  await withPast(async (cwd) => {
    const { code, out } = await ran(['spend', '--since', '2026-11-29'], { cwd, env });
    expect({ code, out }).toEqual({ code: 0, out: 'Nothing was charged for what was asked for.\n' });
    for (const wrong of [
      ['--by', 'year'],
      ['--since', 'soon'],
      ['--in', 'coins'],
      ['--by', 'day', '--zone', 'Mars/Base'],
    ])
      expect(await ran(['spend', ...wrong], { cwd, env })).toMatchObject({ code: 2, out: '' });
  });
});
