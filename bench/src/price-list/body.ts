import type { ProfileName } from '@numroute/sms-activate';

const COUNTRIES = 200;

/** What one cell of a list holds, and how many cells a country has: 180,000 prices in every list. */
const lists = {
  classic: { services: 900, cell: ({ price, count }: Numbers) => `{"cost":${price()},"count":${count()}}` },
  smshub: { services: 300, cell: (numbers: Numbers) => `{${three(() => tier(numbers))}}` },
  tiger: {
    services: 300,
    cell: (numbers: Numbers) => `{"prices":{${three(() => tier(numbers))}},"has_multi":{}}`,
  },
  smsbower: { services: 300, cell: (numbers: Numbers) => `{${three(() => supplier(numbers))}}` },
} satisfies Partial<Record<ProfileName, unknown>>;

export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as readonly ListName[];

interface Numbers {
  price(): string;
  count(): number;
  pool(): number;
}

const three = (make: () => string): string => `${make()},${make()},${make()}`;
const tier = ({ price, count }: Numbers): string => `"${price()}":${count()}`;

function supplier({ price, count, pool }: Numbers): string {
  const id = pool();
  return `"${id}":{"count":${count()},"price":${price()},"provider_id":${id}}`;
}

/** A price list of all services in all countries, as a site sends it; the same one each time. */
export function priceListBody(name: ListName): string {
  const numbers = numbersFrom(1);
  const { services, cell } = lists[name];
  const codes = Array.from({ length: services }, (_, n) => (n === 0 ? 'tg' : (n + 1296).toString(36)));
  const countries = Array.from({ length: COUNTRIES }, (_, id) => {
    const cells = codes.map((code) => `"${code}":${cell(numbers)}`);
    return `"${id}":{${cells.join(',')}}`;
  });
  // Through bytes, as from the wire: joined text is a tree that every reader would have to flatten first.
  return Buffer.from(`{${countries.join(',')}}`).toString();
}

function numbersFrom(seed: number): Numbers {
  let state = seed;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((state / 0x8000_0000) * limit);
  };
  return {
    price: () => (next(5_0000) / 1_0000 + 0.0067).toFixed(4),
    count: () => next(10_000),
    pool: () => 2_000 + next(300),
  };
}
