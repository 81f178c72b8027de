import { addMoney, compareMoney } from '@numroute/core';
import type { Sale } from './counter.ts';
import type { Judge } from './judge.ts';

/**
 * Sales for so much more or less than was quoted that they look like something else: twice the price
 * like two purchases. Only where the vendor does not tell what it charged.
 */
export function strangeCharges(
  { sales, entries }: Pick<Judge, 'sales' | 'entries'>,
  vendor: string,
): readonly Sale[] {
  return sales.filter((sale) => {
    const entry = sale.vendor === vendor ? entries.get(sale.attempt ?? '') : undefined;
    if (!entry || entry.order?.paidSource === 'vendor') return false;
    const { price } = entry.offer;
    const isTooMuch = compareMoney(sale.price, addMoney(price, price)) >= 0;
    return isTooMuch || compareMoney(addMoney(sale.price, sale.price), price) < 0;
  });
}
