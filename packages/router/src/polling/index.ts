export { type Arrivals, usualArrivals } from './arrivals.ts';
export type { News, Told } from './polled-order.ts';
export { createWaitingRoom, type Waiter, type WaitingRoom, type WaitingRoomOptions } from './poller.ts';
