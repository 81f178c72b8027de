import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { useSpeech } from './languages.ts';

/** A service's name by its slug, as the gateway tells it. */
export const ServiceNames = createContext<ReadonlyMap<string, string>>(new Map());

export interface Names {
  readonly serviceName: (slug: string) => string;
  /** In the page's language; a vendor's own code as it is. */
  readonly countryName: (code: string) => string;
  readonly wishName: (wish: { readonly service: string; readonly country: string }) => string;
}

/** Isolated, because a name is put into sentences of another direction. */
const apart = (name: string): string => `\u2068${name}\u2069`;

export function useNames(): Names {
  const names = useContext(ServiceNames);
  const { formats } = useSpeech();
  const serviceName: Names['serviceName'] = (slug) => names.get(slug) ?? slug;
  const countryName: Names['countryName'] = (code) => formats.country(code) ?? code;
  return {
    serviceName,
    countryName,
    wishName: ({ service, country }) => `${apart(serviceName(service))} ${apart(countryName(country))}`,
  };
}
