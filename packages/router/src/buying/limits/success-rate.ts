import { NumrouteError, type Offer } from '@numroute/core';
import type { Account } from '../../account/account.ts';
import { type Counted, marketOf, slideTo, type Tally } from './tally.ts';

/** The window in which a vendor counts, as far as we know: none says it better than "a day". */
const WINDOW_MS = 24 * 60 * 60_000;

/** Of the vendor's number, after which we hold back: what is still open may fail, too. */
const MARGIN = 0.8;

/** Holds back before a vendor shuts an account for too many numbers without a code. */
export interface SuccessRates {
  /**
   * @throws {NumrouteError} REJECTED Nothing was sent.
   * @throws {NumrouteError} CLOSED The journal cannot be read. Nothing was sent.
   */
  keep(account: Account, offer: Offer): Promise<void>;
}

interface SuccessRateParties {
  readonly providers: readonly Account['provider'][];
  readonly tally: Tally;
  readonly now: () => number;
}

interface Record {
  numbers: number;
  /** Those that still wait have not failed yet. */
  over: number;
  codes: number;
}

const NOTHING: Readonly<Record> = { numbers: 0, over: 0, codes: 0 };

export function createSuccessRates({ providers, tally, now }: SuccessRateParties): SuccessRates {
  const accounts = new Map<string, Records>();
  for (const { manifest } of providers) {
    if (!manifest.conduct?.length) continue;
    const records = createRecords(manifest.id);
    accounts.set(manifest.id, records);
    tally.open({ perMs: WINDOW_MS, asksBuyer: false, count: records.count });
  }
  return {
    keep: async (account, offer) => {
      const { id, conduct = [] } = account.provider.manifest;
      const records = accounts.get(id);
      if (!records) return;
      await slideTo(tally, now());
      for (const { numbers, minSuccessRate, per } of conduct) {
        const bought = per === 'account' ? records.whole : records.of(marketOf(offer));
        if (bought.numbers + 1 < numbers * MARGIN || bought.over === 0) continue;
        if (bought.codes / bought.over >= minSuccessRate) continue;
        const what = per === 'account' ? 'this account' : marketOf(offer);
        throw new NumrouteError(
          'REJECTED',
          `${id}: held back by us: ${bought.codes} of ${bought.over} numbers for ${what} got a code within a day; below ${minSuccessRate * 100} % of ${numbers} the vendor shuts the account`,
          {},
        );
      }
    },
  };
}

interface Records {
  readonly whole: Readonly<Record>;
  /** By service and country. */
  of(market: string): Readonly<Record>;
  count(one: Counted, by: 1 | -1): void;
}

function createRecords(provider: string): Records {
  const whole = { ...NOTHING };
  const markets = new Map<string, Record>();
  return {
    whole,
    of: (market) => markets.get(market) ?? NOTHING,
    count: (one, by) => {
      if (one.provider !== provider || one.order === 'none') return;
      const market = markets.get(one.market) ?? { ...NOTHING };
      markets.set(one.market, market);
      for (const record of [whole, market]) {
        record.numbers += by;
        if (one.order !== 'waits') record.over += by;
        if (one.order === 'code') record.codes += by;
      }
      if (market.numbers === 0) markets.delete(one.market);
    },
  };
}
