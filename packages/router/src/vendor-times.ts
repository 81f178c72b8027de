/** Where the vendor does not say how long its orders live: as long as its neighbours' do. */
export const LIFETIME_MS: number = 20 * 60_000;

/** So long a purchase is waited for. */
export const PURCHASE_TIMEOUT_MS = 65_000;

/** So long a server was seen to go on alone after that: until then "not there" proves nothing. */
export const MAX_SERVER_MS = 50_000;

/** No vendor says how long a refund takes to be in the balance; too long a lag only makes verdicts later. */
export const REFUND_LAG_MS = 60_000;
