import {
  type AttemptState,
  ENDED,
  type EntryFilter,
  type JournalEntry,
  type JournalReader,
  LIVE,
  pagesOf,
} from '@numroute/journal';
import { noneOf, wholeOf } from '../arguments.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { printHistory } from '../printing/history-table.ts';
import { entryJson } from '../printing/order-json.ts';
import { type PastFlags, pastOf } from '../span.ts';
import { masked } from './order.ts';

export interface HistoryFlags extends PastFlags {
  readonly all?: boolean;
  readonly limit?: string;
  readonly before?: string;
  readonly state?: string;
  readonly key?: string;
  readonly codes?: boolean;
  readonly json?: boolean;
}

interface HistoryAsked {
  readonly filter: Omit<EntryFilter, 'most'>;
  readonly key: string | undefined;
  readonly limit: number;
  readonly codes: boolean;
  readonly json: boolean;
}

const STATES: readonly AttemptState[] = [...LIVE, 'lost', ...ENDED];
/** Nothing was bought. */
const NOTHING: readonly AttemptState[] = ['refused', 'absent'];

/** @throws {NumrouteError} INVALID_INPUT */
export function parseHistory(flags: HistoryFlags): HistoryAsked {
  const { limit = '20', before, state, key, codes = false, json = false } = flags;
  return {
    filter: {
      ...pastOf(flags),
      states: state === undefined ? STATES.filter((one) => !NOTHING.includes(one)) : statesOf(state),
      ...(before !== undefined && { before: wholeOf(before, '--before', 1, 999_999_999) }),
      newestFirst: true,
    },
    ...{ key, limit: wholeOf(limit, '--limit', 1, 999_999), codes, json },
  };
}

function statesOf(text: string): readonly AttemptState[] {
  return text.split(',').map((word) => {
    const found = STATES.find((state) => state === word.trim());
    if (found) return found;
    throw noneOf('--state', word.trim(), STATES);
  });
}

/** The past, the newest first: what was bought, what it cost, and where its money is. */
export async function history(io: Io, journal: JournalReader, asked: HistoryAsked): Promise<number> {
  const { codes, json, limit } = asked;
  const found = await newestOf(journal, asked);
  const shown = found.slice(0, limit);
  const next = found.length > limit ? shown.at(-1)?.number : undefined;
  if (json) {
    const orders = shown.map((entry) => entryJson(codes ? entry : masked(entry)));
    printJson(io, { orders, next: next ?? null });
  } else printHistory(io, shown, codes);
  if (next !== undefined && !json)
    io.stderr.write(`There are older ones: the same with --before ${next} shows them.\n`);
  return EXIT.ok;
}

/** One more than is shown, if there is one. */
async function newestOf(
  journal: JournalReader,
  { filter, key, limit }: HistoryAsked,
): Promise<readonly JournalEntry[]> {
  if (key !== undefined) return await underKey(journal, filter, key);
  const found: JournalEntry[] = [];
  for await (const page of pagesOf(journal, filter)) {
    found.push(...page);
    if (found.length > limit) break;
  }
  return found;
}

/** What was bought under a key is one want, and where numbers are bought side by side a second one beside it. */
async function underKey(
  journal: JournalReader,
  filter: Omit<EntryFilter, 'most'>,
  key: string,
): Promise<readonly JournalEntry[]> {
  const [first] = await journal.list({ key, most: 1 });
  if (first?.want === undefined) return [];
  const { want } = first;
  const lists = await Promise.all([want, `${want}#2`].map((one) => journal.list({ ...filter, want: one })));
  return lists.flat().sort((one, other) => other.number - one.number);
}
