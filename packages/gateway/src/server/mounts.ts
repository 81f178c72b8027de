import { arzancellDialect } from '@numroute/arzancell';
import type { Dialect } from '@numroute/core';
import { fivesimDialect } from '@numroute/fivesim';
import { type ProfileName, profiles, smsActivateDialect } from '@numroute/sms-activate';

/** A dialect at its addresses. */
export interface Mount {
  readonly name: string;
  readonly dialect: Dialect;
  readonly paths: readonly string[];
  /**
   * `parameters`: whatever the method, they are read as a query. `whole`: the address says what is wanted,
   * so the dialect hears the request as it came, below its own root or below `/<name>`.
   */
  readonly hears: 'parameters' | 'whole';
  /** What its clients take amounts to be in; absent: the balance says it, so the client's own. */
  readonly currency?: string;
  /** Whether it can show several prices, or pools, of one thing. */
  readonly tiers: boolean;
  /** Whether its clients may number their purchases, by `orderId`. */
  readonly numbered: boolean;
}

/**
 * Every dialect has an address of its own, `/<profile>/stubs/handler_api.php`; the original's speaks
 * the chosen profile.
 */
export function mountsOf(profile: ProfileName): readonly Mount[] {
  const sites = (Object.keys(profiles) as ProfileName[]).map((name): Mount => {
    const path = '/stubs/handler_api';
    const own = [`/${name}${path}`, `/${name}${path}.php`];
    return {
      name,
      dialect: smsActivateDialect(profiles[name]),
      hears: 'parameters',
      paths: name === profile ? [path, `${path}.php`, ...own] : own,
      currency: profiles[name].currency,
      tiers: true,
      // The original alone documents it; to the others it is a word that means nothing.
      numbered: name === 'classic',
    };
  });
  const arzancell: Mount = {
    name: 'arzancell',
    dialect: arzancellDialect(),
    hears: 'parameters',
    paths: ['/api/handler.php', '/api/handler', '/arzancell/api/handler.php'],
    tiers: false,
    numbered: false,
  };
  const fivesim: Mount = {
    name: 'fivesim',
    dialect: fivesimDialect(),
    hears: 'whole',
    // Many clients let only the host be set. The gateway's own /v1 has no such resources.
    paths: ['/fivesim/v1/*', '/v1/user/*', '/v1/guest/*'],
    currency: 'USD',
    tiers: true,
    numbered: false,
  };
  return [...sites, arzancell, fivesim];
}
