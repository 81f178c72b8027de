import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { CLIENTS_PLACE, VENDORS_PLACE } from './place.ts';
import type { OfferPage, Rate, VendorBalance } from './resources.ts';
import { VendorLink } from './vendor-link.tsx';

interface VendorsSectionProps {
  readonly page: OfferPage | undefined;
  readonly balances: readonly VendorBalance[] | undefined;
  readonly rates: readonly Rate[];
}

/** For operators: what is not compared and why, what we hold where, and what the rates are. */
export function VendorsSection({ page, balances, rates }: VendorsSectionProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { excluded = [] } = page ?? {};
  const problemWord = (code: string): string => words.problem[code] ?? code;
  return (
    <div class="panels">
      {excluded.length > 0 && (
        <section class="panel" aria-labelledby="excluded-title">
          <h2 id="excluded-title">{words.leftOut}</h2>
          <ul>
            {excluded.map(({ provider, why, count }) => (
              <li key={`${provider} ${why}`} class="row spread">
                <span>
                  <strong>
                    <VendorLink id={provider} />
                  </strong>{' '}
                  {words.why[why] ?? why}
                </span>
                <span class="muted">{formats.count(count)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="panel" aria-labelledby="vendors-title">
        <div class="row spread">
          <h2 id="vendors-title">{words.vendors}</h2>
          <a class="small" href={VENDORS_PLACE}>
            {words.allVendors}
          </a>
        </div>
        {balances === undefined && <p class="muted">{words.loading}</p>}
        <ul>
          {balances?.map(({ id, balance, error }) => (
            <li key={id} class="row spread">
              <strong>
                <VendorLink id={id} />
              </strong>
              {balance ? (
                <Apart>{formats.money(balance)}</Apart>
              ) : (
                <span class="bad">{error === undefined ? words.noBalance : problemWord(error)}</span>
              )}
            </li>
          ))}
        </ul>
        <p>
          <a class="small" href={CLIENTS_PLACE}>
            {words.clients}
          </a>
        </p>
      </section>
      {rates.length > 0 && (
        <section class="panel" aria-labelledby="rates-title">
          <h2 id="rates-title">{words.rates}</h2>
          <ul>
            {rates.map(({ base, quote, value, source, asOf }) => (
              <li key={`${base} ${quote}`} class="row spread">
                <bdi dir="ltr">{words.rate(base, formats.decimal(value), quote)}</bdi>
                <span class="small muted">
                  <Apart>{words.rateFrom(source, asOf)}</Apart>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
