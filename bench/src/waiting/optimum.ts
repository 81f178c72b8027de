/**
 * The least mean delay from message to code that any scheduler can reach.
 *
 * Orders come at an even rate, each has its first message at an age of distribution F (some never),
 * is looked at until the message is seen, and needs a look at its end. Every scheduler spends, over
 * all orders, some mean number of looks per order, K; the budget allows K = looks per second /
 * orders per second. The least delay for a given K is the lower convex hull of what single schedules
 * reach, because a scheduler may treat some orders by one schedule and the others by another. Its
 * corners are found by giving a look a price p and minimising E[delay] + p E[looks] backwards from
 * the end: with s the age of the last look, t that of the next, and everything counted over all orders,
 *
 *   C(s) = min over t of: integral from s to t of (F(x) - F(s)) dx + p (1 - F(s)) + C(t).
 *
 * For many looks this is the square root law: with n(a) looks per second at age a the delay is
 * f(a) / 2 n(a) and the cost n(a) (1 - F(a)), so n is proportional to the root of the hazard
 * f / (1 - F). At a look or two per order the law no longer holds and the recursion does.
 *
 * Written apart from the scheduler's own timetable (another grid, no shared code), so that they do
 * not share a mistake.
 */
export interface Optimum {
  readonly ordersPerSecond: number;
  readonly looksPerOrder: number;
  /** Seconds. */
  readonly meanDelay: number;
}

interface Corner {
  readonly looks: number;
  /** Summed over all orders, with or without a message, in seconds. */
  readonly delay: number;
  readonly stay: number;
}

/**
 * @param shareBy F, by age in seconds.
 * @param end The age of the last look, in whole seconds.
 * @param waiting How many wait on average; gives the rate at which orders come.
 * @param staysOn What an order without a message stays after its last look, in seconds.
 */
export function findOptimum(
  shareBy: (age: number) => number,
  end: number,
  floor: number,
  { waiting, looksPerSecond, staysOn }: { waiting: number; looksPerSecond: number; staysOn: number },
): Optimum {
  const arrived = Float64Array.from({ length: end + 1 }, (_, age) => shareBy(age));
  const area = new Float64Array(end + 1);
  for (let age = 1; age <= end; age += 1) {
    area[age] = at(area, age - 1) + (at(arrived, age) + at(arrived, age - 1)) / 2;
  }
  const total = at(arrived, end);
  /** How many would wait, if the schedule used the budget up. */
  const crowd = ({ looks, stay }: Corner): number => (looksPerSecond / looks) * stay;

  const cornerAt = (price: number): Corner => {
    const owed = new Float64Array(end + 1);
    const next = new Int32Array(end + 1);
    for (let age = end - 1; age >= 0; age -= 1) {
      let least = Number.POSITIVE_INFINITY;
      for (let look = Math.min(age + floor, end); look <= end; look += 1) {
        const cost = at(area, look) - at(area, age) - at(arrived, age) * (look - age) + at(owed, look);
        if (cost < least) {
          least = cost;
          next[age] = look;
        }
      }
      owed[age] = least + price * (1 - at(arrived, age));
    }
    let [looks, delay, stay] = [0, 0, (1 - total) * (end + staysOn)];
    for (let age = 0; age < end; ) {
      const look = next[age] ?? end;
      looks += 1 - at(arrived, age);
      delay += at(area, look) - at(area, age) - at(arrived, age) * (look - age);
      stay += (at(arrived, look) - at(arrived, age)) * look;
      age = look;
    }
    return { looks, delay, stay };
  };

  const figures = ({ looks, delay }: Corner, ordersPerSecond: number): Optimum => ({
    ordersPerSecond,
    looksPerOrder: looks,
    meanDelay: delay / total,
  });
  // Where the floor leaves a part of the budget over, a look costs nothing.
  const idle = cornerAt(0);
  if (crowd(idle) >= waiting) return figures(idle, waiting / idle.stay);
  // Cheaper looks, fewer who wait.
  let [low, high] = [1e-3, 1e5];
  for (let round = 0; round < 60; round += 1) {
    const middle = Math.sqrt(low * high);
    if (crowd(cornerAt(middle)) < waiting) low = middle;
    else high = middle;
  }
  const [fewer, more] = [cornerAt(low), cornerAt(high)];
  // A part of the orders by one schedule, the rest by the other, so that exactly so many wait.
  const excess = ({ looks, stay }: Corner): number => looksPerSecond * stay - waiting * looks;
  const part = excess(more) === excess(fewer) ? 0 : -excess(fewer) / (excess(more) - excess(fewer));
  const mix = (of: (corner: Corner) => number): number => of(fewer) + part * (of(more) - of(fewer));
  const looksPerOrder = mix(({ looks }) => looks);
  return {
    ordersPerSecond: looksPerSecond / looksPerOrder,
    looksPerOrder,
    meanDelay: mix(({ delay }) => delay) / total,
  };
}

const at = (column: Float64Array, index: number): number => column[index] ?? 0;
