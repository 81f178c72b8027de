import { type JournalEntry, type JournalReader, readJournal, UNFINISHED } from '@numroute/journal';

interface LiveOrder {
  readonly word: string;
  readonly text: string;
}

const STATES = {
  open: ['open', 'delivered'],
  'in doubt': ['sending', 'unknown', 'disputed', 'lost'],
} as const;

/** What is open and paid, and what may have been. */
export async function unsettled(journal: Pick<JournalReader, 'list'>): Promise<readonly JournalEntry[]> {
  const entries = await journal.list({ states: UNFINISHED });
  // A lost purchase whose money came back, or never will, is over.
  return entries.filter(({ money }) => money !== 'returned' && money !== 'missing');
}

/** Names that other commands take, read beside whoever works with the journal. */
export async function liveOrders(file: string, which: keyof typeof STATES): Promise<readonly LiveOrder[]> {
  const journal = readJournal({ file });
  try {
    const entries = await journal.list({ states: STATES[which] });
    return entries.map(({ number, order, offer, state }) => ({
      word: order ? `${order.provider}/${order.id}` : String(number),
      text: `${offer.service} ${offer.country}, ${state}`,
    }));
  } finally {
    await journal.close();
  }
}
