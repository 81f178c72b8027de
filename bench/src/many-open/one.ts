import { createPoller } from '../../../packages/router/src/polling/index.ts';
import { print } from '../report.ts';
import { LIFETIME_MS, watchCrowd } from '../waiting/crowd.ts';

/** A message comes to nobody. */
const never = [{ byMs: 2 * LIFETIME_MS, share: 1e-9 }] as const;
const MEASURED_S = 2_400;

/** How often one order is asked for in a life without a code, at a vendor that sets a floor and at one that sets none. */
export async function looksAtOne(): Promise<void> {
  const looks = async (pollMs: number): Promise<number> => {
    const { requests } = await watchCrowd(
      (provider, clock) => createPoller(provider, { clock, limits: provider.manifest.limits }),
      never,
      {
        ...{ requestsPerSecond: 100, ordersPerSecond: 1_000 / LIFETIME_MS, list: false },
        ...{ pollMs, span: { warm: 0, measured: MEASURED_S } },
      },
    );
    return (requests * LIFETIME_MS) / 1_000;
  };
  const [none, second] = [await looks(1), await looks(1_000)];
  print({
    what: 'requests for one watched order that gets no code: a floor of 1 ms vs one of 1 s',
    ratio: none / second,
    goal: '<= 5',
    met: none <= 5 * second,
    detail: `${none.toFixed(0)} vs ${second.toFixed(0)} in 20 min, 100 requests/s permitted`,
  });
}
