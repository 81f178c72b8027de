import { expect, test } from 'vitest';
import { mergedCodes } from '../src/ids/catalogue.ts';
import { countryNamed } from '../src/ids/country-name.ts';
import { numberland } from '../src/index.ts';

test.each([
  ['Russia', '7', 'RU'],
  ['Russian Federation', '+7', 'RU'],
  ['Kazakhstan', '77', 'KZ'],
  ['England', '44', 'GB'],
  ['United Kingdom', '0044', 'GB'],
  ['USA', '1', 'US'],
  ['United States', '', 'US'],
  ['Saint Lucia', '1758', 'LC'],
  ['Trinidad and Tobago', '1868', 'TT'],
  // One country alone has the calling code, whatever the shop calls it.
  ['Ivory Coast', '225', 'CI'],
  ['Turkey', '90', 'TR'],
  ['Myanmar', '95', 'MM'],
  ['Congo', '243', 'CD'],
])('%s with +%s is %s', (name, areacode, country) => {
  expect(countryNamed(name, areacode)).toBe(country);
});

test.each([
  ['a name that the calling code contradicts', 'Serbia', '372'],
  ['a calling code that several share', 'Somewhere', '7'],
  ['virtual numbers', 'USA Virtual', '1'],
  ['virtual numbers of a country that has its calling code alone', 'Estonia (virtual)', '372'],
  ['no name and no code', '', ''],
  ['a code of nobody', 'Atlantis', '999'],
])('%s: unknown', (_, name, areacode) => {
  expect(countryNamed(name, areacode)).toBeUndefined();
});

test("the vendor's own list goes before what is known, and the settings before both", () => {
  const listed = new Map([
    ['1', 'viber'],
    ['26', undefined],
    ['2', 'telegram'],
  ]);
  const known = { telegram: '1', apple: '26', viber: '9' };
  const ids = mergedCodes('numberland', known, {}, listed);
  expect(['1', '2', '9', '26', '30'].map(ids.nameOf)).toEqual([
    'viber',
    'telegram',
    'viber',
    'numberland:26',
    'numberland:30',
  ]);
  expect(ids.allOf('viber')).toEqual(['1', '9']);
  expect(ids.allOf('apple')).toEqual([]);
  expect(ids.allOf('numberland:30')).toEqual(['30']);
  expect([ids.allOf('numberland:2'), ids.allOf('numberland:'), ids.allOf('__proto__')]).toEqual([[], [], []]);
  const own = mergedCodes('numberland', known, { viber: '30' }, listed);
  expect([own.allOf('viber'), own.nameOf('1'), own.nameOf('9')]).toEqual([
    ['30'],
    'numberland:1',
    'numberland:9',
  ]);
});

test('the vocabulary is what is known without asking', () => {
  const known = numberland.vocabulary?.({ apiKey: '', services: { viber: '12' } });
  expect(known?.provider).toBe('numberland');
  expect(['telegram', 'apple', 'viber', 'google'].map((service) => known?.serviceCode(service))).toEqual([
    '1',
    '26',
    '12',
    undefined,
  ]);
  expect([known?.countryIds('RU'), known?.countryIds('EE')]).toEqual([[{ id: '1' }], []]);
  expect(known?.assumed).toEqual(['countries', 'services']);
});
