import type { Clock } from '@numroute/core';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { atMost } from '../at-most.ts';
import { hashToken } from '../clients/tokens.ts';
import type { ClientShop } from '../selling/client-shop.ts';
import { limits } from './limits.ts';
import { Slowing } from './slowing.ts';

/** Addresses that are remembered at a time. */
const MOST = 10_000;

/**
 * Finds whose token it is, and slows whoever tries tokens out. An address with too many wrong tokens is refused
 * unheard for a while: else the answer to the right guess would come as fast as ever. Tokens that have
 * opened from that address before go on opening, so that nobody at work behind a shared address is
 * locked out.
 */
export class TokenCheck {
  readonly #holderOf: (hash: string) => ClientShop | undefined;
  readonly #log: Logger;
  readonly #wrong: Slowing;
  readonly #strange: Slowing;
  readonly #known = new LRUCache<string, true>(atMost(MOST));

  /** @param holderOf Finds whose token it is, by its hash. */
  constructor(holderOf: (hash: string) => ClientShop | undefined, log: Logger, clock: Clock) {
    this.#holderOf = holderOf;
    this.#log = log;
    this.#wrong = new Slowing({
      times: limits.wrongTokens,
      inMs: limits.wrongTokensMs,
      clock,
      onSlowed: (address, forMs) =>
        log.warn({ address, forMs }, 'too many wrong tokens: no new one is heard'),
    });
    this.#strange = new Slowing({ times: limits.strangers, inMs: limits.strangersMs, clock });
  }

  /**
   * Undefined for a token that nobody holds. The address is unknown of a connection that has broken.
   *
   * @throws {NumrouteError} RATE_LIMITED
   */
  shopOf(token: string, address: string | undefined): ClientShop | undefined {
    // The digest is looked up, not the token: nobody can choose a digest, so how long that takes tells
    // nothing about a token, and a thousand clients cost no more than one.
    const holder = this.#holderOf(hashToken(token));
    const place = placeOf(address);
    const name = `${place} ${holder?.client.id}`;
    if (holder && this.#known.get(name)) return holder;
    this.#wrong.check(place, 'Too many wrong tokens came from this address.');
    if (holder) this.#known.set(name, true);
    else {
      this.#log.warn({ address: place }, 'a wrong token');
      this.#wrong.count(place);
    }
    return holder;
  }

  /**
   * Somebody without a token, who is told what a site tells everybody.
   *
   * @throws {NumrouteError} RATE_LIMITED
   */
  letStrangerPass(address: string | undefined): void {
    const place = placeOf(address);
    this.#strange.check(place, 'Too many questions without a key came from this address.');
    this.#strange.count(place);
  }
}

/** Who can have one IPv6 address can have all of its /64. */
export function placeOf(address: string = ''): string {
  const plain = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (plain !== undefined) return plain;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter(Boolean);
  const rest = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(':')}::/64`;
}
