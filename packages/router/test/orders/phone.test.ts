import { listCountries } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { isSamePhone, otherCountry } from '../../src/orders/phone.ts';

describe('a number that is not of the country that was offered', () => {
  test.each([
    ['FR', '+5511912345678', '+55'],
    ['FR', '+79261234567', '+7'],
    ['US', '+447400123456', '+44'],
    ['RU', '+6281234567890', '+62'],
    ['CN', '+447400123456', '+44'],
  ])('is told by its calling code: %s, %s', (country, phone, told) => {
    expect(otherCountry(country, phone)).toBe(told);
  });

  test('is told by the vendor where the number fits both', () => {
    expect(otherCountry('US', '+14165550123', 'CA')).toBe('CA');
    expect(otherCountry('RU', '+77012345678', 'KZ')).toBe('KZ');
    expect(otherCountry('FR', '', 'BR')).toBe('BR');
  });
});

describe('nothing certain speaks against', () => {
  test('any country whose number begins with its calling code, whatever others share it', () => {
    for (const { code, callingCode } of listCountries())
      expect([code, otherCountry(code, `+${callingCode}5512345678`)]).toEqual([code, undefined]);
  });

  test.each([
    ['a Palestinian number under the other calling code', 'PS', '+972591234567'],
    ['a Kosovar number under an old one', 'XK', '+37744123456'],
    ['a national number', 'RU', '+9123456789'],
    ['a national number with its 0', 'FR', '+0612345678'],
    ['a national number of eleven digits', 'BR', '+11912345678'],
    ['a national number of eleven digits that looks American', 'CN', '+13812345678'],
    ['no number', 'FR', ''],
    ['a country that has no name', 'acme:12', '+5511912345678'],
  ])('%s', (_, country, phone) => {
    expect(otherCountry(country, phone)).toBeUndefined();
  });

  test('a vendor’s own word for a country, or a wrong one that the number contradicts', () => {
    expect(otherCountry('FR', '+33612345678', 'acme:78')).toBeUndefined();
    expect(otherCountry('FR', '+33612345678', 'RU')).toBeUndefined();
    expect(otherCountry('DK', '+4520123456', 'RU')).toBeUndefined();
    expect(otherCountry('acme:12', '+33612345678', 'FR')).toBeUndefined();
  });
});

test.each([
  ['+447340025217', '+4407340025217', true],
  ['+79261234567', '+9261234567', true],
  ['+37255500001', '+37255500001', true],
  ['+37255500001', '+37255500002', false],
])('%s and %s are one number: %s', (left, right, same) => {
  expect(isSamePhone(left, right)).toBe(same);
});
