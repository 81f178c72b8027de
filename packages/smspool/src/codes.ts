import { type Codes, codesOf } from '@numroute/http';
import { countryIds } from './data/countries.ts';
import { serviceIds } from './data/services.ts';

export interface SmspoolCodes {
  readonly countries: Codes;
  readonly services: Codes;
}

/** The vendor's ids are numbers. One that has no name of ours is `<provider>:<id>`. */
export function createCodes(provider: string): SmspoolCodes {
  return {
    countries: numbered(codesOf(provider, countryIds)),
    services: numbered(codesOf(provider, serviceIds)),
  };
}

function numbered(codes: Codes): Codes {
  return {
    nameOf: codes.nameOf,
    codeOf(name) {
      const code = codes.codeOf(name);
      return code !== undefined && /^\d{1,9}$/.test(code) ? code : undefined;
    },
  };
}
