import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { vendorPlace } from './place.ts';

/** A vendor's name, which leads to its page. */
export function VendorLink({ id }: { readonly id: string }): JSX.Element {
  return (
    <a href={vendorPlace(id)}>
      <Apart>{id}</Apart>
    </a>
  );
}
