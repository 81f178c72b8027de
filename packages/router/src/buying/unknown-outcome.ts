import { type AnyNumrouteError, NumrouteError, type Offer } from '@numroute/core';

/** Money may have moved, and nobody knows yet. */
export function unknownOutcome(
  offer: Offer,
  message: string,
  { vendorWord, cause }: { readonly vendorWord?: string | undefined; readonly cause?: unknown } = {},
): NumrouteError<'OUTCOME_UNKNOWN'> & AnyNumrouteError {
  return new NumrouteError(
    'OUTCOME_UNKNOWN',
    message,
    { offer, ...(vendorWord !== undefined && { vendorWord }) },
    cause === undefined ? undefined : { cause },
  ) as NumrouteError<'OUTCOME_UNKNOWN'> & AnyNumrouteError;
}
