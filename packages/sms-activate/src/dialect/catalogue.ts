import { listServices } from '@numroute/core';
import { listPlaces, serviceNameOf } from './codes.ts';
import { type Json, writeJson } from './json.ts';
import { showCountries } from './lists.ts';
import type { Visit } from './visit.ts';

export type CatalogueAction = 'getCountries' | 'getServicesList' | 'getOperators';

/**
 * What a site tells whom it does not know: its tables of names, and nothing of what is on sale here. An
 * operator is a supplier of the shop, so strangers see none but `any`.
 */
export function showCatalogue(
  action: CatalogueAction,
  { codes, manners, parameters }: Pick<Visit, 'codes' | 'manners' | 'parameters'>,
): string {
  switch (action) {
    case 'getCountries':
      return showCountries({ codes, manners });
    case 'getServicesList': {
      const known = new Set(listServices().flatMap(({ slug }) => codes.codeOf(slug) ?? []));
      const services = [...known].map((code) => ({ code, name: serviceNameOf(code) ?? code }));
      return writeJson({ status: 'success', services });
    }
    case 'getOperators': {
      const country = parameters.get('country');
      const places = listPlaces(codes).filter(([id]) => country === undefined || id === country);
      const countryOperators = new Map(places.map(([id]): [string, Json] => [id, ['any']]));
      return places.length === 0 ? 'OPERATORS_NOT_FOUND' : writeJson({ status: 'success', countryOperators });
    }
  }
}
