import type { Clock, Dialect, Provider, ProviderPlugin, Recognition, Vocabulary } from '@numroute/core';
import type { Adapter, ConnectionSettings } from './adapter.ts';
import { createHttpProvider } from './provider/provider.ts';
import type { VendorCodes } from './reading/codes.ts';
import {
  type Checks,
  type CommonSettings,
  checkSettings,
  connectionOf,
  refusePlainHttp,
} from './settings.ts';

/** What is one vendor's own in a plugin. */
export interface PluginParts<S extends CommonSettings> {
  readonly id: string;
  /** Where the vendor is, with its path, unless the settings say otherwise. */
  readonly baseUrl: string;
  readonly checks: Checks<S>;
  /** Settings beside `apiKey` that nothing else tells: without one of them its check is asked what is missing. @default none */
  readonly required?: readonly (keyof S & string)[];
  /** The vendor's adapter with these settings. */
  readonly adapter: (settings: S) => Adapter;
  /** The vendor's names with these settings. */
  readonly vocabulary?: (settings: S) => Vocabulary;
  readonly recognition?: Recognition;
}

/** The plugin of a vendor with one address: checks its settings, and connects its adapter by them. */
export function pluginOf<S extends CommonSettings>(parts: PluginParts<S>): ProviderPlugin<S> {
  const { id, baseUrl, checks, required, adapter, vocabulary, recognition } = parts;
  return {
    id,
    apiVersion: 1,
    parseSettings(raw) {
      const settings = checkSettings(raw, checks, required);
      refusePlainHttp(settings);
      return settings;
    },
    create: (settings) =>
      createHttpProvider(adapter(settings), connectionOf(settings, settings.baseUrl ?? baseUrl)),
    ...(vocabulary && { vocabulary }),
    ...(recognition && { recognition }),
  };
}

/** @param assumed What the vendor's own lists may say otherwise. @default nothing: its codes all stand in tables */
export function vocabularyOf(
  { provider, countries, services }: VendorCodes,
  assumed: Vocabulary['assumed'] = [],
): Vocabulary {
  return {
    provider,
    countryIds: (country) => countries.allOf(country).map((id) => ({ id })),
    serviceCode: services.codeOf,
    assumed,
  };
}

/** Where a simulated vendor is, as the conformance kit says it. */
export interface SimulatedSite {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** For a read and for a purchase alike. */
  readonly timeoutMs: number;
  readonly clock?: Clock;
}

/** What the `conformance.ts` of an adapter's package gives to the conformance kit. */
export interface SimulatedVendor {
  readonly market?: {
    readonly currency: string;
    readonly decimals?: number;
    /** As its `traits.charges`. @default 'purchase' */
    readonly charges?: 'purchase' | 'delivery';
    /** As the trait of that name. @default true */
    readonly refundsOnCancel?: boolean;
    readonly offers?: readonly {
      readonly service: string;
      readonly country: string;
      readonly pool?: string;
      readonly price: string;
      readonly stock: number;
    }[];
  };
  /** A new vendor's way of talking. */
  readonly dialect: () => Dialect;
  /** A provider that talks to this site. */
  readonly create: (site: SimulatedSite) => Provider;
  readonly plugin?: ProviderPlugin;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly deviations?: readonly { readonly case: string; readonly reason: string }[];
}

/** A vendor that an adapter of its own connects to, without a plugin: it counts durations by the kit's clock. */
export function simulatedVendor(
  dialect: () => Dialect,
  adapter: () => Adapter,
  market?: SimulatedVendor['market'],
): SimulatedVendor {
  return {
    dialect,
    create: (site) => createHttpProvider(adapter(), simulatedSettings(site)),
    ...(market && { market }),
  };
}

/** The settings that lead to it. */
export function simulatedSettings(
  site: SimulatedSite,
): ConnectionSettings & CommonSettings & { readonly clock?: Clock } {
  const { baseUrl, apiKey, timeoutMs, clock } = site;
  return {
    baseUrl,
    apiKey,
    timeoutMs,
    purchaseTimeoutMs: timeoutMs,
    allowInsecureHttp: true,
    ...(clock && { clock }),
  };
}
