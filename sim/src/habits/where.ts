import type { Clock, OrderReport, Shop } from '@numroute/core';
import type { Action } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Vendor } from '../vendor.ts';
import type { Habit } from './list.ts';

/** Where a habit shows. */
export interface Where {
  readonly vendor: Vendor;
  readonly clock: Clock;
  readonly random: Random;
  /** Everything has healed: what comes and goes comes no more. */
  readonly isHealed: () => boolean;
  /** It has shown at this vendor. */
  readonly showed: (habit: Habit, about: string) => void;
}

/** The shop as it meets one request, changed by one habit. */
export type Manner = (shop: Shop, action: Action) => Shop;

/** The shop's way to ask for an order by its name, with another word about what is found. */
export const finding = (
  { findOrder }: Shop,
  tell: (report: OrderReport) => OrderReport,
): Pick<Shop, 'findOrder'> =>
  findOrder ? { findOrder: async (attempt) => tell(await findOrder(attempt)) } : {};

/** The shop's history, with another word about what is in it. */
export const recalling = (
  { listHistory }: Shop,
  tell: (reports: readonly OrderReport[]) => readonly OrderReport[],
): Pick<Shop, 'listHistory'> =>
  listHistory ? { listHistory: async (period) => tell(await listHistory(period)) } : {};
