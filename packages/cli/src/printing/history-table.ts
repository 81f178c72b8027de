import { type JournalEntry, type MoneyState, takenFor } from '@numroute/journal';
import { type Io, tame } from '../io.ts';
import { printColumns } from './columns.ts';
import { exact, minuteOf } from './format.ts';
import { newestSms } from './sms.ts';

/** Where the money is, in a word; what was paid for good needs none. */
const moneyWords: Readonly<Record<MoneyState, string>> = {
  reserved: 'in doubt',
  free: '',
  held: 'held',
  spent: '',
  due: 'promised',
  doubtful: 'in doubt',
  returned: 'back',
  missing: 'missing',
};

const TITLES = ['SENT (UTC)', 'ORDER', 'FOR', 'COST', 'REFUND', 'STATE', 'CODE'];

/** A line for each. */
export function printHistory(io: Io, entries: readonly JournalEntry[], codes: boolean): void {
  if (entries.length === 0) {
    io.stdout.write('Nothing was bought, as far as was asked.\n');
    return;
  }
  printColumns(
    io,
    TITLES,
    entries.map((entry) => [
      minuteOf(entry.sentAt),
      nameOf(entry),
      `${tame(entry.offer.service, 20)} ${tame(entry.offer.country, 10)}`,
      costOf(entry),
      moneyWords[entry.money],
      entry.state,
      codeOf(entry, codes),
    ]),
    [
      { title: 'SENT (UTC)', brief: entries.map(({ sentAt }) => minuteOf(sentAt).slice(0, 10)) },
      { title: 'FOR', least: 8 },
      { title: 'STATE' },
    ],
  );
}

/** As other commands take it. */
const nameOf = ({ order, number, offer }: JournalEntry): string =>
  order ? `${order.provider}/${tame(order.id)}` : `#${number} ${offer.provider}`;

function costOf(entry: JournalEntry): string {
  const taken = takenFor(entry);
  return taken ? exact(taken) : '-';
}

/** Whether one came, or the code itself. */
function codeOf({ order }: JournalEntry, codes: boolean): string {
  if (!order || order.messages.length === 0) return '-';
  const sms = newestSms(order);
  if (!sms) return 'not kept';
  if (!codes) return 'came';
  return tame(sms.code ?? sms.text ?? '', 40);
}
