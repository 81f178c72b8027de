import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, isCurrency, type Money, money, NumrouteError, parseDecimal } from '@numroute/core';
import { z } from 'zod';

/** What a quote lets its client buy. */
export interface Wanted {
  readonly service: string;
  /** Absent: any. */
  readonly countries?: readonly string[];
  /** The most for all numbers that are tried under it, in the client's currency. */
  readonly cap: Money;
}

export interface Quote extends Wanted {
  /** By which the journal knows what is bought under it. */
  readonly nonce: string;
  /** Why nothing new may be bought under it; what was bought under it stays known. */
  readonly fault?: 'foreign' | 'old';
}

/** A quote is good for so long. */
const LIFETIME_MS = 600_000;
const SEAL_BYTES = 16;

const body = z.tuple([
  z.string().min(1).max(128),
  z.array(z.string().min(1).max(128)).max(50),
  z
    .string()
    .max(40)
    .refine((amount) => /^\d/.test(amount) && parseDecimal(amount) !== undefined),
  z.string().refine(isCurrency),
  z.string().regex(/^[\w-]{16}$/),
  z.number(),
]);

/** Mints quotes and reads them. Nothing is kept of them: what they say is in them, and sealed for their client. */
export class Quotes {
  readonly #key = randomBytes(32);
  readonly #clock: Pick<Clock, 'now'>;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  mint(client: string, { service, countries = [], cap }: Wanted): string {
    const nonce = randomBytes(12).toString('base64url');
    const expires = Math.ceil((this.#clock.now() + LIFETIME_MS) / 1_000);
    const said = [service, [...countries], cap.amount, cap.currency, nonce, expires] satisfies z.infer<
      typeof body
    >;
    const text = Buffer.from(JSON.stringify(said)).toString('base64url');
    return `${text}.${this.#seal(client, text).toString('base64url')}`;
  }

  /** @throws {NumrouteError} INVALID_INPUT It is no quote. */
  read(client: string, quote: string): Quote {
    const [text = '', seal = '', ...more] = quote.trim().split('.');
    const said = more.length === 0 ? body.safeParse(parsed(text)).data : undefined;
    if (!said) throw noQuote();
    const [service, countries, amount, currency, nonce, expires] = said;
    const given = Buffer.from(seal, 'base64url');
    const isOurs = given.length === SEAL_BYTES && timingSafeEqual(given, this.#seal(client, text));
    const fault = !isOurs ? 'foreign' : this.#clock.now() > expires * 1_000 ? 'old' : undefined;
    return {
      service,
      ...(countries.length > 0 && { countries }),
      cap: money(amount, currency),
      nonce,
      ...(fault && { fault }),
    };
  }

  #seal(client: string, text: string): Buffer {
    return createHmac('sha256', this.#key).update(`${client}.${text}`).digest().subarray(0, SEAL_BYTES);
  }
}

export function noQuote(): NumrouteError<'INVALID_INPUT'> {
  return NumrouteError.input('quote', 'a quote of the last ten minutes; compare_prices gives a new one');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
