import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Habit, habits } from './habits/index.ts';

export interface Options {
  /** Numbers to be sold before it is enough. */
  readonly orders: number;
  /** The first scenario's; the next has the next. Absent: as chance has it. */
  readonly seed: number | undefined;
  readonly workers: number;
  /** Tells one scenario line by line. */
  readonly trace: boolean;
  /** Runs the broken engines instead, all or those whose name contains it. */
  readonly mutants: boolean;
  readonly only: string;
  /** These in each scenario and no others; absent: as chance has it. */
  readonly habits: readonly Habit[] | undefined;
  /** Two machines on one journal in each scenario. */
  readonly twoLives: boolean;
  /** Dies at every crash point of so many scenarios, in turn. */
  readonly everyPoint: number;
}

const usage = `Usage: pnpm sim [--orders N] [--seed S] [--workers W] [--trace]
       pnpm sim --habits A,B         with these habits in each scenario, or none; known are
                                     ${habits.join(' ')}
       pnpm sim --two-lives N        N numbers, and two machines on one journal in each scenario
       pnpm sim --every-point N      die at every crash point of N scenarios, in turn
       pnpm sim --mutants [--only T] break the engine on purpose and see whether it is noticed: first by
                                     what noticed it before, or with --seed S by chance alone`;

/** @throws {RangeError} What is wrong, and how it is used. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      orders: { type: 'string', default: '20000' },
      seed: { type: 'string' },
      workers: { type: 'string', default: String(availableParallelism()) },
      trace: { type: 'boolean', default: false },
      mutants: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      habits: { type: 'string' },
      'two-lives': { type: 'string' },
      'every-point': { type: 'string', default: '0' },
    },
  });
  const count = (name: string, text: string): number => {
    const number = Number(text.replaceAll('_', ''));
    if (Number.isSafeInteger(number) && number >= 0) return number;
    throw new RangeError(`--${name}: a whole number, found ${text}\n${usage}`);
  };
  const double = values['two-lives'];
  return {
    orders: double === undefined ? count('orders', values.orders) : count('two-lives', double),
    twoLives: double !== undefined,
    seed: values.seed === undefined ? undefined : count('seed', values.seed),
    workers: Math.max(1, count('workers', values.workers)),
    trace: values.trace,
    mutants: values.mutants,
    only: values.only,
    habits: values.habits === undefined ? undefined : habitsNamed(values.habits),
    everyPoint: count('every-point', values['every-point']),
  };
}

function habitsNamed(list: string): readonly Habit[] {
  return list === 'none'
    ? []
    : list.split(',').map((name) => {
        const habit = habits.find((one) => one === name);
        if (habit) return habit;
        throw new RangeError(`--habits: ${name} is none\n${usage}`);
      });
}
