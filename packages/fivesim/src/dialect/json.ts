import { decimalOf, formatDecimal, type Money, type WireReply } from '@numroute/core';

/** Digits that stand in JSON as they are: no float rounds them. */
export type Digits = string & { readonly isDigits: true };

export const plain = (amount: Money): Digits => formatDecimal(decimalOf(amount)) as Digits;

/** Ids are numbers at 5sim; whatever else a shop calls its orders stays text. */
export const idOf = (id: string): Digits =>
  (/^(?:0|[1-9]\d{0,19})$/.test(id) ? id : JSON.stringify(id)) as Digits;

/** An object of members that are JSON already. */
export function objectOf(members: Iterable<readonly [name: string, json: string]>): string {
  return `{${[...members].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`;
}

export const json = (body: string): WireReply => ({
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body,
});

export const isoTime = (at: number): string => JSON.stringify(new Date(at).toISOString());
