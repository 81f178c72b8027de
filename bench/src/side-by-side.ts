import { money } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { openStall, openTellingStall, type Stall } from './market.ts';
import { median, ms, print, timed } from './report.ts';

const want = { service: 'telegram', country: 'EE' };
const BUYERS = 10;

/** Ten buyers at once at one account, against one: where list and receipt name what was bought, and where the balance alone does. */
export async function sideBySide(): Promise<void> {
  const named = await tenAgainstOne(await openTellingStall(0, 'stall', { saleMs: 2_000 }), '1 USD');
  print({
    what: `${BUYERS} buyers at once vs one, at an account with a list and told prices, 2 s a sale`,
    ratio: named.ratio,
    goal: '<= 1.50',
    met: named.ratio <= 1.5,
    detail: named.detail,
  });
  const alone = await tenAgainstOne(await openStall('stall', 0, { saleMs: 500 }), '9000 IRT');
  print({
    what: `${BUYERS} buyers at once vs one, at an account that the balance alone tells of: one by one`,
    ratio: alone.ratio,
    goal: '9.00 to 12.00',
    met: alone.ratio >= 9 && alone.ratio <= 12,
    detail: alone.detail,
  });
}

async function tenAgainstOne(
  { provider, sandbox }: Stall,
  cap: string,
): Promise<{ readonly ratio: number; readonly detail: string }> {
  const journal = memoryJournal({ acceptOrphans: true });
  const router = createRouter({ providers: [provider], journal });
  const [amount = '', currency = ''] = cap.split(' ');
  const buy = () => router.buy(want, { maxPrice: money(amount, currency) });
  // The list, the connections, the first reading of the balance, and a first sale that shows what is told.
  await buy();
  const ones: number[] = [];
  for (let n = 0; n < 3; n += 1) ones.push(await timed(buy));
  const ten = await timed(() => Promise.all(Array.from({ length: BUYERS }, buy)));
  await router.close();
  await sandbox.close();
  const one = median(ones);
  return { ratio: ten / one, detail: `${ms(ten)} vs ${ms(one)}` };
}
