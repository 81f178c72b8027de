import { addMoney, type Money, money } from '@numroute/core';
import type { VirtualClock } from '@numroute/testkit';
import { SimBudget } from './budget.ts';
import type { Progress, Wish } from './caller.ts';
import { codeWishOf } from './codes/wish.ts';
import { type Weather, weather } from './faults.ts';
import { type Habit, Habits, habitsOf, type Where } from './habits/index.ts';
import { Judge } from './judge.ts';
import type { Lean } from './lean.ts';
import type { Life } from './life.ts';
import { Machine } from './machine.ts';
import { type Post, scheduleAnother, scheduleCode } from './post.ts';
import type { Random } from './random.ts';
import { rates } from './rates.ts';
import { fileStorage, memoryStorage, type Storage } from './storage.ts';
import type { Tally } from './tally.ts';
import { kinds, openVendor, twinsOf, type Vendor } from './vendor.ts';
import type { Site } from './wire.ts';

/** All there is before the engine starts, and what outlives its crashes. */
export interface Stage {
  readonly random: Random;
  readonly clock: VirtualClock;
  readonly tally: Tally;
  readonly weather: Weather;
  readonly judge: Judge;
  readonly vendors: readonly Vendor[];
  readonly sites: readonly Site[];
  readonly storage: Storage;
  readonly callers: readonly { readonly wish: Wish; readonly progress: Progress }[];
  readonly machine: Machine;
  /** In some scenarios. */
  readonly budget: SimBudget | undefined;
  /** The router has a strategy that ranks at random. */
  readonly isHostile: boolean;
  /** Every run of the engine so far. */
  readonly lives: Pick<Life, 'bornAt' | 'diedAt'>[];
  readonly trace: (line: string) => void;
  readonly lean: Lean;
}

/** Some are met by the cheapest only. */
const CAPS = ['0.2', '0.25', '0.3', '1'].map((amount) => money(amount, 'USD'));

export function createStage(
  random: Random,
  clock: VirtualClock,
  tally: Tally,
  lean: Lean = {},
  tell?: (line: string) => void,
): Stage {
  const trace = (line: string): void =>
    tell?.(`${(clock.monotonic() / 1_000).toFixed(3).padStart(9)} ${line}`);
  const today = weather(random, lean);
  const refundLag = (): number => {
    if (today.hits('refund-never') && random.chance(0.5)) return Number.POSITIVE_INFINITY;
    // Later than anybody waits for it.
    if (today.hits('refund-overdue') && random.chance(0.5)) return random.between(60_000, 900_000);
    return today.hits('refund-late') ? random.between(1_000, 15_000) : 0;
  };
  const habits = habitsOf(random, lean);
  const alone = Array.from({ length: lean.vendors ?? random.whole(1, 3) }, (_, n) => {
    const kind = random.pick(lean.kinds ?? kinds);
    const poor = today.hits('out-of-funds') && random.chance(0.7);
    const funds = kind === 'arzancell' ? (poor ? '6000' : '10000000') : poor ? '0.6' : '1000';
    return openVendor(`v${n}-${kind}`, kind, { clock, random, refundLagMs: refundLag(), funds, habits });
  });
  const vendors = alone.flatMap((vendor) => (vendor.habits.has('twin') ? twinsOf(vendor) : vendor));
  const machine = new Machine(clock);
  const budget = budgetOf(random, machine, lean);
  // Apart, so that what else happens in a scenario does not depend on it.
  const aside = random.apart(0);
  const wishes = someForCodes(aside, lean, wishesOf(random, lean, habits));
  const isHostile = lean.hostile ?? aside.chance(0.1);
  if (isHostile) tally.add('scenarios: a strategy that ranks at random');
  const judge = new Judge({ vendors, wishes, tally, clock, budget, isHostile });
  const isKnown: Post['isKnown'] = (sale) => judge.codes.isAwaited(sale) && judge.entryOf(sale) !== undefined;
  const post: Post = { random, clock, weather: today, tally, isKnown, trace };
  const sites = vendors.map((vendor): Site => {
    const vanished = new Set<string>();
    const showed = (habit: Habit, about: string): void => {
      tally.add(`habit: ${habit}`);
      trace(`${vendor.id} ${habit}: ${about}`);
    };
    const where: Where = { vendor, clock, random, isHealed: () => today.isOver, showed };
    const own = new Habits(where);
    return {
      vendor,
      clock,
      random,
      weather: today,
      tally,
      downUntil: 0,
      vanished,
      habits: own,
      nameFor: (id) => {
        const free = vendor.habits.has('id-again') ? judge.freeNames(vendor.id) : [];
        if (free.length === 0 || random.chance(0.3)) return id;
        const name = random.pick(free);
        own.names.give(id, name);
        showed('id-again', `${id} is called ${name}`);
        return name;
      },
      trace,
      // A life that lost its lease reads on until it hears of it, beside the one that took it.
      arrived: (at) => (lean.twoLives ? undefined : judge.arrived(vendor.id, at)),
      told: (attempt) => judge.told(attempt),
      wanted: (order, price) => judge.agreements.wanted(vendor.id, order, price),
      leaving: (attempt) => judge.leaving(vendor.id, attempt),
      sold: (sale) => {
        trace(`${vendor.id} sells ${sale.id} to want ${sale.want}, attempt ${sale.attempt}`);
        for (const habit of ['twin', 'charges-at-delivery'] as const)
          if (vendor.habits.has(habit)) tally.add(`habit: ${habit}`);
        judge.sold(sale);
        scheduleCode(vendor, sale, post);
      },
      askedAnother: (id) => scheduleAnother(vendor, id, post),
    };
  });
  return {
    random,
    clock,
    tally,
    weather: today,
    judge,
    vendors,
    sites,
    storage: (lean.files ?? random.chance(0.1)) ? fileStorage() : memoryStorage(),
    callers: wishes.map((wish) => ({
      wish,
      progress: { codes: [], state: 'new', since: 0 } satisfies Progress as Progress,
    })),
    machine,
    budget,
    isHostile,
    lives: [],
    trace,
    lean,
  };
}

function budgetOf(
  random: Random,
  machine: Machine,
  { budget = random.chance(0.15) }: Lean,
): SimBudget | undefined {
  if (!budget) return undefined;
  const limit = money(random.pick(['0.5', '0.9', '1.7']), 'USD');
  return new SimBudget(limit, random.pick([300_000, 3_600_000]), rates, machine);
}

/** In dollars, or in a currency in which the vendors' prices come out with many decimals. */
function capOf(random: Random, n: number): Money {
  const cap = addMoney(random.pick(CAPS), money(String((n + 1) / 10_000), 'USD'));
  const foreign = random.chance(0.15) && rates.convert(cap, 'AED');
  return foreign ? money(Number(foreign.amount).toFixed(4), 'AED') : cap;
}

/** Mostly a handful, now and then a crowd that comes within seconds. */
function wishesOf(random: Random, lean: Lean, habits: ReadonlySet<Habit>): Wish[] {
  const parties = habits.has('party');
  const crowd = random.chance(0.1);
  const usual = crowd ? 3_000 : random.pick([1_000, 60_000, 600_000]);
  const within = lean.withinMs ?? (habits.has('rush') ? 1_000 : usual);
  const length = lean.callers ?? (crowd ? 30 : random.whole(2, 12) + (habits.has('rush') ? 8 : 0));
  return Array.from({ length }, (_, n) => {
    const country = random.pick(['EE', 'GB', undefined]);
    return {
      number: n,
      key: `want-${n}`,
      service: random.pick(['telegram', 'whatsapp']),
      ...(country !== undefined && { country }),
      maxPrice: capOf(random, n),
      tolerance: random.pick([undefined, undefined, 0.1, 0.5]),
      afterMs: random.between(0, within),
      patienceMs: random.pick([30_000, 60_000, 60_000, 120_000, 300_000]),
      faithful: random.chance(0.75),
      stutters: random.chance(0.1),
      leavesOthersAfterMs:
        parties && random.chance(0.7) ? random.between(0, random.pick([300, 2_000])) : undefined,
      finishes: random.chance(0.8),
      insists: random.chance(0.5),
      wantsMore: random.chance(0.25),
    };
  });
}

/** In some scenarios some want a code, or all. */
function someForCodes(aside: Random, { codes }: Lean, wishes: readonly Wish[]): readonly Wish[] {
  const share = codes ?? aside.pick([0, 0, 0, 0.5, 1]);
  return wishes.map((wish) => {
    if (!aside.chance(share)) return wish;
    const code = codeWishOf(aside, wish.maxPrice);
    return { ...wish, code, faithful: wish.faithful && code.keyed };
  });
}
