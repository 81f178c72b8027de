import { type NumberFault, NumrouteError, type OrderRef } from '@numroute/core';
import { aBoolean, aSignal, type CallOptions, check, milliseconds, oneOf, type Rules } from './check.ts';
import type { CloseOptions } from './closing.ts';
import type { CodeOfOptions } from './code/with-number.ts';
import type { CancelOptions } from './orders/cancel.ts';
import type { WatchOptions } from './orders/watch.ts';
import type { RecoverOptions } from './reconciliation/recover.ts';
import type { Router } from './router.ts';

const ofCall: Rules<CallOptions> = { signal: aSignal };
const ofCode: Rules<CodeOfOptions> = { ...ofCall, withinMs: milliseconds };
const ofCancel: Rules<CancelOptions> = {
  ...ofCall,
  insist: aBoolean,
  fault: oneOf<NumberFault>({ used: true, refused: true }),
};
const ofRecover: Rules<RecoverOptions> = {
  ...ofCall,
  unattended: oneOf<NonNullable<RecoverOptions['unattended']>>({ cancel: true, keep: true }),
};
const ofClose: Rules<CloseOptions> = {
  open: oneOf<NonNullable<CloseOptions['open']>>({ cancel: true, keep: true }),
};
const ofWatch: Rules<WatchOptions> = {
  ...ofCall,
  everyMs: milliseconds,
  forMs: milliseconds,
  until: oneOf<NonNullable<WatchOptions['until']>>({
    message: true,
    next: true,
    closed: true,
    refunded: true,
  }),
};

/** The router, with the order and the options of each call checked first. `quote`, `buy` and `getCode` check their own. */
export function checked(router: Router): Router {
  return {
    ...router,
    fetch: async (ref, options = {}) => await router.fetch(refOf(ref), checkedBy(ofCall, options)),
    watch: (ref, options = {}) => router.watch(refOf(ref), checkedBy(ofWatch, options)),
    code: async (ref, options = {}) => await router.code(refOf(ref), checkedBy(ofCode, options)),
    cancel: async (ref, options = {}) => await router.cancel(refOf(ref), checkedBy(ofCancel, options)),
    finish: async (ref, options = {}) => await router.finish(refOf(ref), checkedBy(ofCall, options)),
    requestAnotherSms: async (ref, options = {}) =>
      await router.requestAnotherSms(refOf(ref), checkedBy(ofCall, options)),
    recover: async (options = {}) => await router.recover(checkedBy(ofRecover, options)),
    hint: (ref) => router.hint(refOf(ref)),
    balance: async (provider, options = {}) => await router.balance(provider, checkedBy(ofCall, options)),
    close: async (options = {}) => await router.close(checkedBy(ofClose, options)),
  };
}

function checkedBy<T extends object>(rules: Rules<T>, options: T): T {
  check(options, rules);
  return options;
}

/** @throws {NumrouteError} INVALID_INPUT */
function refOf(ref: OrderRef): OrderRef {
  const { provider, id } = (ref ?? {}) as Partial<OrderRef>;
  if (typeof provider === 'string' && typeof id === 'string') return ref;
  throw NumrouteError.input('ref', 'an order, or its provider and id');
}
