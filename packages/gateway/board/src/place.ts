import { useEffect, useState } from 'preact/hooks';

/** Where somebody is: in the address after its `#`, so that a page can be kept, sent, and left by going back. */
export type Place = { readonly page: 'board' | 'past' } | { readonly page: 'vendor'; readonly id: string };

const VENDOR = '#vendor=';

export const BOARD_PLACE = '#';
export const PAST_PLACE = '#past';
export const vendorPlace = (id: string): string => `${VENDOR}${encodeURIComponent(id)}`;

const board: Place = { page: 'board' };

function placeIn(hash: string): Place {
  if (hash === PAST_PLACE) return { page: 'past' };
  if (!hash.startsWith(VENDOR)) return board;
  try {
    return { page: 'vendor', id: decodeURIComponent(hash.slice(VENDOR.length)) };
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
