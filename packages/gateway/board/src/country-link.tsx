import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { CountryTitle } from './country-title.tsx';
import { KeptPrices } from './kept-prices.ts';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { pricesPlace } from './place.ts';

interface CountryLinkProps {
  readonly service: string;
  readonly country: string;
}

/** A country, which leads to its prices over time where they are kept. */
export function CountryLink({ service, country }: CountryLinkProps): JSX.Element {
  const { words } = useSpeech();
  const { countryName } = useNames();
  if (!useContext(KeptPrices).has(service)) return <CountryTitle country={country} />;
  return (
    <a href={pricesPlace(service, country)} aria-label={words.pricesOver(countryName(country))}>
      <CountryTitle country={country} />
    </a>
  );
}
