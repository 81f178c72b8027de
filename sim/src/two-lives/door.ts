import type { Router } from '@numroute/router';
import type { Life } from '../life.ts';

/** The router as callers reach it: those whose connection is over hear nothing more from it. */
export function doorTo(router: Router, session: Life): Router {
  return {
    ...router,
    buy: (want, options) => session.through(() => router.buy(want, options)),
    cancel: (ref, options) => session.through(() => router.cancel(ref, options)),
    finish: (ref, options) => session.through(() => router.finish(ref, options)),
    requestAnotherSms: (ref, options) => session.through(() => router.requestAnotherSms(ref, options)),
    watch: (ref, options) => watched(router.watch(ref, options), session),
  };
}

async function* watched<T>(whole: AsyncIterable<T>, session: Life): AsyncIterable<T> {
  const each = whole[Symbol.asyncIterator]();
  for (;;) {
    const next = await session.through(() => each.next());
    if (next.done) return;
    yield next.value;
  }
}
