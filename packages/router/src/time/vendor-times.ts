/** Where the vendor does not say how long its orders live: as long as its neighbours' do. */
export const LIFETIME_MS: number = 20 * 60_000;

/** A vendor may end an order this much before we think it does. */
export const EXPIRY_MARGIN_MS = 60_000;

/** So long a purchase is waited for. */
export const PURCHASE_TIMEOUT_MS = 65_000;

/** A purchase that has not left by then does not leave. */
export const TURN_MS = 20_000;

/** After its intent, a purchase is heard of or given up by then. */
export const HEARD_BY_MS: number = TURN_MS + PURCHASE_TIMEOUT_MS;

/** So long a server was seen to go on alone after that: until then "not there" proves nothing. */
export const MAX_SERVER_MS = 50_000;

/** An order may appear in a list this much after it was made. */
export const LIST_LAG_MS = 30_000;

/** No vendor says how long a refund takes to be in the balance; too long a lag only makes verdicts later. */
export const REFUND_LAG_MS = 60_000;

/** A vendor may charge so long after the intent, and longer where we waited longer for its reply. */
export const settledAfter = ({ unheardAfterMs = 0 }: { readonly unheardAfterMs?: number }): number =>
  Math.max(HEARD_BY_MS, unheardAfterMs) + MAX_SERVER_MS;
