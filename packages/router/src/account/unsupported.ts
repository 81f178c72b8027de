import { NumrouteError } from '@numroute/core';

export function unsupported(provider: string, capability: string): NumrouteError<'UNSUPPORTED'> {
  return new NumrouteError('UNSUPPORTED', `${provider} has no ${capability}`, { capability });
}
