export { type Arrivals, usualArrivals } from './arrivals.ts';
export type { News, Told } from './polled-order.ts';
export { createPoller, type Poller, type PollerOptions, type Waiter } from './poller.ts';
