// A test suite without a network and without money: numbers of one's own, whose SMS are files in a folder.
//
//   node --conditions=@numroute/source examples/own-numbers.ts
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatMoney, NumrouteError } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { ownNumbers } from '@numroute/own-numbers';
import { createRouter } from '@numroute/router';

const folder = await mkdtemp(path.join(tmpdir(), 'numroute-own-'));
const settings = ownNumbers.parseSettings({
  inbox: 'folder',
  folder,
  leases: path.join(folder, 'leases.sqlite'),
  currency: 'USD',
  numbers: [
    { number: '+15550001111', country: 'US', services: ['own:my-shop'] },
    { number: '+15550002222', country: 'US', services: ['own:my-shop'] },
  ],
});
const journal = sqliteJournal({ file: path.join(folder, 'orders.sqlite') });
const router = createRouter({ journal, providers: [ownNumbers.create(settings)] });
const myShop = { service: 'own:my-shop', country: 'US' };

/** What is tested: it sends a code to whoever signs up. Here the SMS is a file, renamed once it is whole. */
async function signUp(phone: string, code: string): Promise<void> {
  const file = path.join(folder, phone);
  await writeFile(file, JSON.stringify({ to: phone, from: 'my-shop', text: `Your code is ${code}` }));
  await rename(file, `${file}.json`);
}

try {
  let held = 0;
  const both = Promise.withResolvers<void>();
  const third = both.promise
    .then(() => router.buy(myShop, { maxPrice: '0.01 USD' }))
    .then(
      ({ phone }) => `${phone}, which was lent twice`,
      (error: unknown) => {
        if (!NumrouteError.is(error, 'NO_OFFER')) throw error;
        return error.details.excluded.map(({ why }) => why).join();
      },
    );
  const users = [
    { name: 'asha', code: '012345' },
    { name: 'bilal', code: '987654' },
  ];
  const signedUp = await Promise.all(
    users.map(async ({ name, code }) => {
      const got = await router.getCode(myShop, {
        maxPrice: '0.01 USD',
        maxSpend: '0.01 USD',
        deadlineMs: 60_000,
        use: async ({ phone }) => {
          held += 1;
          if (held === users.length) both.resolve();
          await third;
          await signUp(phone, code);
        },
      });
      if (got.code !== code) throw new Error(`${name} got the code of somebody else`);
      return `${got.order.phone}, spent ${formatMoney(got.spent)}`;
    }),
  );
  for (const line of signedUp.toSorted()) console.log(`signed up with ${line}`);
  console.log(`while both were held: ${await third}`);
} finally {
  await router.close({ open: 'cancel' });
  await journal.close();
  await rm(folder, { recursive: true });
}
