import { useEffect, useState } from 'preact/hooks';

/** In the address after its `#`, so that a vendor's page can be kept, sent, and left by going back. */
const VENDOR = '#vendor=';

export const vendorPlace = (id: string): string => `${VENDOR}${encodeURIComponent(id)}`;

/** The address of the board itself. */
export const BOARD_PLACE = '#';

function vendorIn(hash: string): string | undefined {
  if (!hash.startsWith(VENDOR)) return undefined;
  try {
    return decodeURIComponent(hash.slice(VENDOR.length)) || undefined;
  } catch {
    // Somebody cut the address off.
    return undefined;
  }
}

/** The vendor whose page is open; undefined on the board. */
export function useVendorPlace(): string | undefined {
  const [vendor, setVendor] = useState(() => vendorIn(location.hash));
  useEffect(() => {
    const note = (): void => setVendor(vendorIn(location.hash));
    addEventListener('hashchange', note);
    return () => removeEventListener('hashchange', note);
  }, []);
  return vendor;
}
