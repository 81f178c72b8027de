import type { ComponentChildren, JSX } from 'preact';

/** Text of its own direction: a name of a vendor's, or a number in a sentence of another script. */
export function Apart({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <bdi>{children}</bdi>;
}

/** A phone or a code: Latin, whatever stands around it. */
export function Digits({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <bdi dir="ltr" class="digits">
      {children}
    </bdi>
  );
}
