import type { JSX } from 'preact';
import { Freshness } from './freshness.tsx';
import { SHOP, type Vendor } from './price-rows.ts';
import { VendorLink } from './vendor-link.tsx';

/** How fresh each vendor's prices are, where no column says it. */
export function VendorAges({ vendors }: { readonly vendors: readonly Vendor[] }): JSX.Element {
  return (
    <ul class="facts small">
      {vendors.map(
        ({ id, since }) =>
          since !== undefined && (
            <li key={id}>
              {id !== SHOP && <VendorLink id={id} />} <Freshness since={since} />
            </li>
          ),
      )}
    </ul>
  );
}
