import type { Setup, Word } from '../plan.ts';
import type { StillClock } from './sleepy-clock.ts';

/** How long a lease lasts, in real time. */
export const LEASE_MS = 600;
/** So many times as fast as the real clock: a doubt of 165 s is over after 1.4 s. */
export const FACTOR = 120;
/** A harm lasts longer than a lease, a look and a doubt. */
export const HARM_MS = 2_600;

/** What a duellist is told before it stands by. */
export interface Stance {
  readonly kind: 'stance';
  readonly url: string;
  readonly name: string;
  readonly still: StillClock;
}

export type Order = Stance | { readonly kind: 'buy'; readonly setup: Setup } | { readonly kind: 'close' };

export type DuelWord =
  | Word
  | { readonly kind: 'owner'; readonly name: string; readonly fence: number; readonly wasLeft: boolean }
  /** Before it releases what it holds. */
  | { readonly kind: 'released'; readonly fence: number }
  /** A vendor's reply that a process has read. */
  | { readonly kind: 'bought'; readonly order: string };
