import type { SpendRow } from '@numroute/journal';
import { count, listOf, money, object, type Schema, share, text } from './schemas.ts';

const spendRow: Schema = object(
  {
    group: { ...text, description: 'Absent: of no client, or all together.' },
    charged: { ...money, description: 'What was taken, or may have been; refunds are not taken off.' },
    refunded: { ...money, description: 'Of this, what the balance showed to be back.' },
    promised: { ...money, description: 'Of this, what vendors promise back and no balance has shown yet.' },
    missing: { ...money, description: 'Of this, what was promised and is kept.' },
    inDoubt: { ...money, description: 'Of this, what nobody knows of: whether it was taken, or comes back.' },
    net: { ...money, description: '`charged` without `refunded`.' },
    numbers: count,
    over: { ...count, description: 'Of the numbers, those that do not wait for a first code any more.' },
    codes: { ...count, description: 'Of those, the ones that something came to.' },
    share: { ...share, description: '`codes` of `over`.' },
    perCode: { ...money, description: '`net` for each code.' },
  },
  ['group', 'share', 'perCode'],
);

/** What was spent, by group and currency. */
export const spendSchema: Schema = object({ rows: listOf(spendRow), totals: listOf(spendRow) });

export function spendResource(row: SpendRow): object {
  return { ...row, ...(row.over > 0 && { share: row.codes / row.over }) };
}
