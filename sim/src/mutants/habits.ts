import type { Mutant } from './mutant.ts';
import { arzancell, core, router, smsActivate } from './places.ts';

/** Against what vendors do again and again, and callers under one key. */
export const habits: readonly Mutant[] = [
  {
    name: 'a charge in a currency without a rate is kept',
    changes: [
      {
        file: router('buying/accept.ts'),
        find: 'if (paid && compareMoney(paid, maxPrice) <= 0) return',
        replace: 'if (!paid || compareMoney(paid, maxPrice) <= 0) return',
      },
    ],
    lean: { habits: ['odd-currency'] },
  },
  {
    name: 'a vendor is told the whole cap',
    seed: 4,
    changes: [
      {
        file: router('buying/purchase.ts'),
        find: 'receipt = await provider.purchase(offer, { signal, maxPrice: agreed, attempt: id });',
        replace:
          'receipt = await provider.purchase(offer, { signal, maxPrice: deal.maxPrice, attempt: id });',
      },
    ],
    lean: { habits: ['charges-the-most'] },
  },
  {
    name: 'what a vendor charges above its list is forgotten',
    seed: 11,
    changes: [
      {
        file: router('quoting/surcharges.ts'),
        find: 'else seen.set(keyOf(offer), order.paid, { ttl });',
        replace: '',
      },
    ],
    lean: { habits: ['charges-more'], kinds: ['arzancell'], vendors: 1, callers: 30, withinMs: 600_000 },
  },
  {
    name: 'a cap in another currency is rounded up',
    changes: [
      {
        file: router('buying/agreed-price.ts'),
        find: 'if (!back || compareMoney(back, amount) <= 0) break;',
        replace: 'break;',
      },
    ],
  },
  {
    name: 'whoever leaves stops the purchase for all under the key',
    changes: [
      {
        file: router('buying/under-key.ts'),
        find: 'if (under.waiting === 0 ||',
        replace: 'if (under.waiting >= 0 ||',
      },
    ],
    lean: { habits: ['party'] },
  },
  {
    name: 'a budget counts what the vendor says that it charged',
    seed: 12,
    changes: [
      {
        file: core('order.ts'),
        find: 'return isPriceUnproven(order) ? order.quoted : order.paid;',
        replace: 'return order.paid;',
      },
      {
        file: core('order.ts'),
        find: 'return told && told.units > 0n ? price : undefined;',
        replace: 'return told && told.units >= 0n ? price : undefined;',
      },
    ],
    lean: { habits: ['tells-too-little'], kinds: ['herosms', 'tiger'], budget: true, callers: 20 },
  },
  {
    name: 'an order that its vendor denied for a minute is never asked for again',
    changes: [
      {
        file: router('account/not-found.ts'),
        find: 'const APART_MS = 180_000;',
        replace: 'const APART_MS = 30_000;',
      },
      {
        file: router('orders/revisit.ts'),
        find: "if (after.state === 'gone' && account.notFound.isDenied(after.id)) this.start(account, after);",
        replace: '',
      },
      {
        file: router('reconciliation/recover.ts'),
        find: "else if (entry.state === 'gone') revisits.start(account, entry);",
        replace: '',
      },
    ],
    lean: { habits: ['denies'] },
  },
  {
    name: 'an order that another provider holds is adopted',
    seed: 167,
    changes: [
      {
        file: router('reconciliation/open-orders.ts'),
        find: 'if (isElsewhere === true) continue;',
        replace: '',
      },
      {
        file: router('reconciliation/open-orders.ts'),
        find: 'if (isElsewhere === false) free.push(report);',
        replace: 'free.push(report);',
      },
    ],
    lean: { habits: ['twin'], kinds: ['herosms', 'tiger', 'classic'], vendors: 1 },
  },
  {
    name: 'a final refusal is ignored',
    changes: [
      {
        file: router('orders/cancel.ts'),
        find: "error.code === 'WRONG_STATE' && error.details.final === true;",
        replace: 'false;',
      },
    ],
    lean: { habits: ['cancel-final'], kinds: ['herosms', 'tiger', 'classic'] },
  },
  {
    name: 'a refused cancel is never repeated',
    seed: 4,
    changes: [
      {
        file: router('orders/cancel.ts'),
        find: 'return { entry: after, waitMs: pauseAfter(after, account, error) };',
        replace: 'return { entry: after, waitMs: 86_400_000 };',
      },
    ],
    lean: { habits: ['cancel-timeless'], crashes: 1, withinPoints: 300, downMs: 500, faults: [] },
  },
  {
    name: 'a number of another country is handed over',
    changes: [
      {
        file: router('buying/as-offered.ts'),
        find: 'if (unlike === undefined) return order;',
        replace: "if (unlike !== 'phone') return order;",
      },
    ],
    lean: { habits: ['other-country'] },
  },
  {
    name: 'a receipt without a number is dropped',
    changes: [
      {
        file: smsActivate('purchase.ts'),
        find: "if (receipt) return { outcome: 'accepted', receipt };",
        replace: "if (receipt?.phone) return { outcome: 'accepted', receipt };",
      },
      {
        file: arzancell('purchase.ts'),
        find: 'if (id === undefined || (phone === undefined && !/\\d/.test(id))) continue;',
        replace: 'if (id === undefined || phone === undefined) continue;',
      },
    ],
    lean: { habits: ['no-phone'] },
  },
  {
    name: 'an id that comes again is the order that was cancelled',
    seed: 580,
    changes: [
      { file: smsActivate('cancelled.ts'), find: 'if (!isClosed(status)) ids.delete(id);', replace: '' },
      { file: smsActivate('adapter.ts'), find: 'cancelled.forget(order);', replace: '' },
      {
        file: arzancell('adapter.ts'),
        find: 'for (const { id: orderId } of [receipt, ...(receipt.surplus ?? [])]) cancelled.delete(orderId);',
        replace: '',
      },
    ],
    lean: { habits: ['id-again'], callers: 12, withinMs: 600_000 },
  },
  {
    name: 'an order without a number is handed over',
    changes: [
      {
        file: router('buying/as-offered.ts'),
        find: 'if (unlike === undefined) return order;',
        replace: "if (unlike !== 'country') return order;",
      },
    ],
    lean: { habits: ['no-phone'] },
  },
];
