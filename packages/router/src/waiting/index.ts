export { type Arrivals, usualArrivals } from './arrivals.ts';
export type { News, Told } from './waiting-order.ts';
export { createWaitingRoom, type Waiter, type WaitingRoom, type WaitingRoomOptions } from './waiting-room.ts';
