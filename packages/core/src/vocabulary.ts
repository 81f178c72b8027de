/** How one vendor names what we name, as its adapter and the settings have it; nobody is asked. */
export interface Vocabulary {
  /** The id of the provider that speaks so. */
  readonly provider: string;
  /** Its ids of a country by ISO code; none: none that is known. */
  countryIds(country: string): readonly CountryId[];
  /** Its code of a service by our slug; undefined: none that is known. */
  serviceCode(service: string): string | undefined;
  /** What stands on an assumption, because nobody has read the vendor's own list. */
  readonly assumed: readonly ('countries' | 'services')[];
}

/** A vendor's id for a country. */
export interface CountryId {
  readonly id: string;
  /** Of VoIP numbers, which big services often refuse. */
  readonly virtual?: true;
}
