import type { Operation, Shop } from '@numroute/core';

/** The same shop. @param hear Told before each call; what it throws is the shop's answer, and the shop does nothing. */
export function overheard(shop: Shop, hear: (operation: Operation) => void): Shop {
  return new Proxy(shop, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        hear(name as Operation);
        return Reflect.apply(member, target, given);
      };
    },
  });
}

const moves: readonly Operation[] = [
  'purchase',
  'cancelOrder',
  'rejectNumber',
  'finishOrder',
  'requestAnotherSms',
];

/** What a request was for: what it changed, else what it read last. Undefined: the shop was not asked. */
export function purposeOf(asked: readonly Operation[]): Operation | undefined {
  return asked.find((one) => moves.includes(one)) ?? asked.at(-1);
}
