import type { Lean } from './lean.ts';
import type { Random } from './random.ts';

/**
 * When the wire breaks, seen from what the vendor does: not at all, done, or done after we gave up.
 */
export type When = 'before' | 'after' | 'later';

/** What the client sees instead of the reply. */
export type Break =
  | 'reset'
  | 'hang'
  | 'http-500'
  | 'http-502-page'
  | 'page'
  | 'key-echoed'
  | 'garbage'
  | 'truncated'
  | 'cut-short'
  | 'empty'
  | 'redirect'
  | 'throttled';

export type Fault =
  | { readonly kind: 'broken'; readonly how: Break; readonly when: When }
  /** The reply comes whole, but takes its time. */
  | { readonly kind: 'slow' }
  /** No connection. */
  | { readonly kind: 'unreachable' }
  /** A proxy on the way sends the request on twice. */
  | { readonly kind: 'doubled' }
  /** The vendor says that it is too early, whatever the time. */
  | { readonly kind: 'cancel-refused' }
  /** The list of orders lacks the newest. */
  | { readonly kind: 'list-behind' }
  /** The vendor knows the order no more. */
  | { readonly kind: 'id-vanished' };

const breaks: readonly Break[] = [
  'reset',
  'hang',
  'http-500',
  'http-502-page',
  'page',
  'key-echoed',
  'garbage',
  'truncated',
  'cut-short',
  'empty',
  'redirect',
  'throttled',
];

/** Every fault of the wire and of a vendor's manners, each with the name that it is counted under. */
export const wireFaults: ReadonlyMap<string, Fault> = new Map<string, Fault>([
  ...breaks.flatMap((how) =>
    (['before', 'after', 'later'] as const)
      // A vendor that asks to slow down has not acted: that is what the word means.
      .filter((when) => how !== 'throttled' || when === 'before')
      .map((when) => [`${how} ${when}`, { kind: 'broken', how, when }] as const),
  ),
  ['slow', { kind: 'slow' }],
  ['unreachable', { kind: 'unreachable' }],
  ['doubled', { kind: 'doubled' }],
  ['cancel-refused', { kind: 'cancel-refused' }],
  ['list-behind', { kind: 'list-behind' }],
  ['id-vanished', { kind: 'id-vanished' }],
]);

/** What befalls a vendor, the market or the machine, at some moment and not with a request. */
export const blows = [
  'vendor-down',
  'out-of-funds',
  'price-drift',
  'sold-out',
  'clock-jump',
  'disk-full',
  'refund-late',
  'refund-never',
  'refund-overdue',
  'code-late',
] as const;

export type Blow = (typeof blows)[number];

/** The faults of one scenario. Swarm testing: each scenario has its own few, at its own rates. */
export interface Weather {
  /** A fault for this request, with its name; undefined for fair weather. */
  strike(action: Action): { readonly name: string; readonly fault: Fault } | undefined;
  hits(blow: Blow): boolean;
  /** From now on nothing breaks. */
  clear(): void;
  /** It was cleared. */
  readonly isOver: boolean;
  /** Nothing breaks all along. */
  readonly isFair: boolean;
}

export type Action = 'purchase' | 'cancel' | 'list' | 'other';

const fits: Readonly<Record<Fault['kind'], readonly Action[]>> = {
  broken: ['purchase', 'cancel', 'list', 'other'],
  slow: ['purchase', 'cancel', 'list', 'other'],
  unreachable: ['purchase', 'cancel', 'list', 'other'],
  doubled: ['purchase'],
  'cancel-refused': ['cancel'],
  'list-behind': ['list'],
  'id-vanished': ['other'],
};

/** Faults that no engine can undo; scenarios with them are judged by what the engine says of them. */
const RARE: ReadonlySet<string> = new Set(['doubled', 'id-vanished']);

export function weather(random: Random, lean: Lean = {}): Weather {
  const names = [...wireFaults.keys()];
  const manner = random.next();
  const share = lean.rate ?? (manner < 0.08 ? 0 : manner < 0.3 ? 0.03 : manner < 0.7 ? 0.12 : 0.3);
  const single = manner > 0.93;
  const active =
    lean.faults ?? names.filter((name) => random.chance(RARE.has(name) ? 0.05 : single ? 0.04 : 0.4));
  const struck = new Set(lean.blows ?? (share === 0 ? [] : blows.filter(() => random.chance(0.25))));
  const rate = lean.rate ?? (single ? 0.6 : share);
  // Purchases are few and the reason why we are here.
  const purchaseRate = Math.min(0.9, rate * random.pick([1, 1, 3]));
  let isClear = rate === 0 || active.length === 0;
  let isOver = false;
  return {
    strike(action) {
      if (isClear || !random.chance(action === 'purchase' ? purchaseRate : rate)) return undefined;
      const name = random.pick(active);
      const fault = wireFaults.get(name);
      return fault && fits[fault.kind].includes(action) ? { name, fault } : undefined;
    },
    isFair: isClear && struck.size === 0,
    hits: (blow) => struck.has(blow),
    clear: () => {
      isClear = true;
      isOver = true;
    },
    get isOver() {
      return isOver;
    },
  };
}
