import type { Lean } from '../lean.ts';
import type { Random } from '../random.ts';
import type { Kind } from '../vendor.ts';

/**
 * What a vendor or the callers of a scenario do again and again, in good weather, too. Each is counted
 * as `habit: name` where it showed.
 */
export const habits = [
  /** Knows no such order for 20 s to 5 min, and then knows it again. */
  'denies',
  /** Gives an id out again once its order is over, with another number. */
  'id-again',
  /** Charges what the buyer said to pay at most, whatever its list says. */
  'charges-the-most',
  /** Charges a fifth more than its list says, and has no price guard. */
  'charges-more',
  /** Says that it charged nothing, or half of what it charged. */
  'tells-too-little',
  /** Says that it charged in a currency that no rate leads from. */
  'odd-currency',
  /** Charges when the SMS comes, and says so. */
  'charges-at-delivery',
  /** The list of open orders has its first rows only. */
  'list-cut',
  /** The list of open orders is some minutes old. */
  'list-cached',
  /** An order appears in the list some minutes late. */
  'list-late',
  /** The list of offers is some minutes old, and prices have risen. */
  'offers-stale',
  /** Tells the number of an order later, or never. */
  'no-phone',
  /** Sells the number of another country. */
  'other-country',
  /** Refuses to cancel an order for good. */
  'cancel-final',
  /** Refuses a cancel some times, and never says for how long. */
  'cancel-timeless',
  /** Takes the buyer's own order id, and finds an order by it, if late. */
  'takes-names',
  /** Keeps a history of orders that are over, if late. */
  'keeps-history',
  /** One account is configured as two providers. */
  'twin',
  /** Several callers ask under one key, and the first of them leaves. */
  'party',
  /** Many callers come within a second, and the vendor serves several at once and takes its time. */
  'rush',
] as const;

export type Habit = (typeof habits)[number];

const lists = (kind: Kind): boolean => kind !== 'arzancell' && kind !== 'smsbower';

const UNTRUE_LISTS: readonly Habit[] = ['list-cut', 'list-cached', 'list-late', 'denies'];

/** Whose habit it can be. */
const fits: Readonly<Partial<Record<Habit, (kind: Kind) => boolean>>> = {
  'charges-the-most': (kind) => kind !== 'arzancell',
  'charges-more': (kind) => kind === 'arzancell',
  'tells-too-little': (kind) => kind === 'herosms' || kind === 'tiger',
  'list-cut': lists,
  'list-cached': lists,
  'list-late': lists,
  'offers-stale': (kind) => kind !== 'arzancell',
  twin: lists,
  rush: lists,
};

/** Most scenarios have none, the others one or two. */
export function habitsOf(random: Random, { habits: asked }: Lean): ReadonlySet<Habit> {
  const share = random.next();
  const drawn = [random.pick(habits), random.pick(habits)];
  return new Set(asked ?? (share < 0.55 ? [] : share < 0.8 ? drawn.slice(1) : drawn));
}

/** What of it a vendor of this kind takes up. */
export function takenUp(all: ReadonlySet<Habit>, kind: Kind, random: Random): ReadonlySet<Habit> {
  const fitting = [...all].filter((habit) => fits[habit]?.(kind) ?? true);
  const taken = new Set(fitting.filter(() => random.chance(0.8)));
  // Of an id that came again, the number alone tells the judge which order is meant.
  if (taken.has('id-again')) taken.delete('no-phone');
  // Its balance cannot contradict a list that leaves orders out, so nobody could.
  if (taken.has('charges-at-delivery') && lists(kind)) for (const list of UNTRUE_LISTS) taken.delete(list);
  return taken;
}
