/** An id of a country or an application. `0` is any country, which is not for sale here. */
export const ID: RegExp = /^[1-9]\d{0,8}$/;

/** What a cost of 1 is, in the currency. */
export const units = ['1', '0.01'] as const;
export type Unit = (typeof units)[number];

/** `free`: the balance is without what is held for open orders. `total`: it is still in it. */
export const balances = ['free', 'total'] as const;
export type Balance = (typeof balances)[number];
