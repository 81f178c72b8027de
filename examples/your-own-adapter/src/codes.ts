import { findCountry } from '@numroute/core';

/** The vendor's codes by our names. What is not listed here is `pigeon:<code>` in our words. */
const services: Readonly<Record<string, string>> = {
  telegram: 'tg',
  whatsapp: 'wa',
  viber: 'vb',
  discord: 'ds',
};
const serviceNames = new Map(Object.entries(services).map(([name, code]) => [code, name]));

/** Undefined: the vendor cannot sell it, as far as anybody knows. */
export function codeOfService(provider: string, service: string): string | undefined {
  return foreign(provider, service) ?? (Object.hasOwn(services, service) ? services[service] : undefined);
}

export function serviceOfCode(provider: string, code: string): string {
  return serviceNames.get(code) ?? `${provider}:${code}`;
}

export function codeOfCountry(provider: string, country: string): string | undefined {
  if (country === 'GB') return 'uk';
  return foreign(provider, country) ?? (findCountry(country) && country.toLowerCase());
}

export function countryOfCode(provider: string, code: string): string {
  if (code === 'uk') return 'GB';
  const known = code === code.toLowerCase() && code !== 'gb' ? findCountry(code.toUpperCase()) : undefined;
  return known?.code ?? `${provider}:${code}`;
}

function foreign(provider: string, name: string): string | undefined {
  return name.startsWith(`${provider}:`) ? name.slice(provider.length + 1) : undefined;
}
