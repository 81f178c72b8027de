import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useNames } from './names.ts';

/** A country in the page's language, with its code. */
export function CountryTitle({ country }: { readonly country: string }): JSX.Element {
  const { countryName } = useNames();
  return (
    <>
      <Apart>{countryName(country)}</Apart>{' '}
      {/^[A-Z]{2}$/.test(country) && <span class="code-of-country">{country}</span>}
    </>
  );
}
