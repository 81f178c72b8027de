import { useEffect, useState } from 'preact/hooks';

/** Where somebody is: in the address after its `#`, so that a page can be kept, sent, and left by going back. */
export type Place =
  | { readonly page: 'board' | 'past' | 'vendors' | 'clients' }
  | { readonly page: 'vendor'; readonly id: string }
  | { readonly page: 'prices'; readonly service: string; readonly country: string };

const VENDOR = '#vendor=';
const PRICES = '#prices=';

export const BOARD_PLACE = '#';
export const PAST_PLACE = '#past';
export const VENDORS_PLACE = '#vendors';
export const CLIENTS_PLACE = '#clients';
export const pricesPlace = (service: string, country: string): string =>
  `${PRICES}${[service, country].map(encodeURIComponent).join('/')}`;
export const vendorPlace = (id: string): string => `${VENDOR}${encodeURIComponent(id)}`;

const board: Place = { page: 'board' };

function placeIn(hash: string): Place {
  if (hash === PAST_PLACE) return { page: 'past' };
  if (hash === VENDORS_PLACE) return { page: 'vendors' };
  if (hash === CLIENTS_PLACE) return { page: 'clients' };
  try {
    if (hash.startsWith(VENDOR)) return { page: 'vendor', id: decodeURIComponent(hash.slice(VENDOR.length)) };
    if (!hash.startsWith(PRICES)) return board;
    const [service = '', country = ''] = hash.slice(PRICES.length).split('/').map(decodeURIComponent);
    return service && country ? { page: 'prices', service, country } : board;
  } catch {
    // Somebody cut the address off.
    return board;
  }
}

export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeIn(location.hash));
  useEffect(() => {
    const note = (): void => setPlace(placeIn(location.hash));
    addEventListener('hashchange', note);
    return () => removeEventListener('hashchange', note);
  }, []);
  return place;
}
