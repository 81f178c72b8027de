import { type Box, Steps } from './steps.ts';

/** In the currency of the prices. */
export interface Worth {
  readonly second: number;
  readonly code: number;
}

/** What is best to do with an order. */
export interface Best {
  /** From here to the code, or until the want is over. */
  readonly cost: number;
  /** The age at which to give up, in seconds. */
  readonly until: number;
}

const MINUTE = 60;
/** Beyond an hour more time changes no decision. */
const MOST_MINUTES = 60;
const NEVER: Best = { cost: Number.POSITIVE_INFINITY, until: 0 };

/** What an order takes if this share of its like has the code when it is given up. */
const moneyOf = ({ price, keeps }: Box, had: number): number => price * (had + (1 - had) * keeps);

/**
 * What a code costs by this offer alone, bought until one comes (Weitzman's reservation price), and the
 * best age to give up.
 *
 * @param left Seconds: no order is waited for beyond.
 * @param steps To work with.
 */
export function indexOf(box: Box, left: number, { second }: Worth, steps: Steps = new Steps()): Best {
  const { purchase, cancelAfter, life } = box;
  const room = left - purchase;
  if (room <= 0) return NEVER;
  const first = Math.min(cancelAfter, life);
  if (room < first) {
    steps.fill(box, 0, room, first);
    const paid = moneyOf(box, steps.had(steps.length - 1));
    return { cost: (second * (purchase + steps.waited(0)) + paid) / steps.had(0), until: first };
  }
  steps.fill(box, 0, first, Math.min(life, room));
  let best = NEVER;
  for (let step = 0; step < steps.length; step += 1) {
    const had = steps.had(step);
    const cost = (second * (purchase + steps.waited(step)) + moneyOf(box, had)) / had;
    if (cost < best.cost) best = { cost, until: steps.age(step) };
  }
  return best;
}

/** What it costs to go on, by the seconds that are left. */
type GoingOn = (left: number) => number;

/** An order that may be bought, or that lives and has this age, and all its steps. */
class Order {
  readonly #box: Box;
  readonly #age: number;
  /** Until it is there. */
  readonly #purchase: number;
  readonly #first: number;
  readonly #steps: Steps;
  readonly #last: Steps;

  /** @param last To work with. @param age Of one that lives. */
  constructor(box: Box, last: Steps, age?: number) {
    this.#last = last;
    this.#box = box;
    this.#age = age ?? 0;
    this.#purchase = age === undefined ? box.purchase : 0;
    this.#first = Math.max(this.#age, Math.min(box.cancelAfter, box.life));
    this.#steps = new Steps().fill(box, this.#age, this.#first, Math.max(this.#first, box.life));
  }

  best(left: number, worth: Worth, goingOn: GoingOn): Best {
    const room = left - this.#purchase;
    if (room <= 0) return this.#purchase > 0 ? NEVER : { cost: worth.code, until: this.#first };
    const end = this.#age + room;
    if (end < this.#first) return this.#beyond(end, worth);
    let best = NEVER;
    const look = (steps: Steps, step: number): void => {
      const had = steps.had(step);
      const after = (1 - had) * goingOn(end - steps.age(step));
      const cost = worth.second * (this.#purchase + steps.waited(step)) + moneyOf(this.#box, had) + after;
      if (cost < best.cost) best = { cost, until: steps.age(step) };
    };
    let step = 0;
    while (step < this.#steps.length && this.#steps.age(step) <= end) look(this.#steps, step++);
    // Nothing is waited for after the end of the want.
    if (step < this.#steps.length) look(this.#last.fill(this.#box, this.#age, end, end), 0);
    return best;
  }

  /** It can be cancelled only after the want is over: a code in between is paid, and of no use. */
  #beyond(end: number, { second, code }: Worth): Best {
    const steps = this.#last.fill(this.#box, this.#age, end, this.#first);
    const paid = moneyOf(this.#box, steps.had(steps.length - 1));
    const cost = second * (this.#purchase + steps.waited(0)) + paid + (1 - steps.had(0)) * code;
    return { cost, until: this.#first };
  }
}

/** What going on costs at best, solved backwards minute by minute from the end of the want. */
function solve(orders: readonly Order[], left: number, worth: Worth): GoingOn {
  const minutes = Math.min(MOST_MINUTES, Math.ceil(Math.max(0, left) / MINUTE));
  const costs = new Float64Array(minutes + 1).fill(worth.code);
  let known = 0;
  const goingOn: GoingOn = (seconds) => {
    const at = Math.min(Math.max(0, seconds) / MINUTE, known);
    const [low, high] = [Math.floor(at), Math.ceil(at)];
    const [before = 0, after = 0] = [costs[low], costs[high]];
    return before + (after - before) * (at - low);
  };
  for (let minute = 1; minute <= minutes; minute += 1) {
    let least = worth.code;
    for (const order of orders) least = Math.min(least, order.best(minute * MINUTE, worth, goingOn).cost);
    costs[minute] = least;
    known = minute;
  }
  return goingOn;
}

/** What comes of beginning with each offer, if all goes on at best after it. */
export function planOf(boxes: readonly Box[], left: number, worth: Worth): readonly Best[] {
  const last = new Steps();
  const orders = boxes.map((box) => new Order(box, last));
  const goingOn = solve(orders, left, worth);
  return orders.map((order) => order.best(left, worth, goingOn));
}

/** When to give up an order of this age, if all goes on at best after it. @param boxes What may be bought then. */
export function goOn(live: Box, age: number, boxes: readonly Box[], left: number, worth: Worth): Best {
  const last = new Steps();
  const orders = boxes.map((box) => new Order(box, last));
  return new Order(live, last, age).best(left, worth, solve(orders, left, worth));
}
