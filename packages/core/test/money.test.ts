import {
  addMoney,
  compareMoney,
  divideDecimals,
  formatDecimal,
  formatMoney,
  money,
  NumrouteError,
  parseDecimal,
  parseMoney,
  roundDecimal,
  subtractMoney,
} from '@numroute/core';
import { describe, expect, test } from 'vitest';

const decimal = (text: string) => {
  const found = parseDecimal(text);
  if (!found) throw new Error(text);
  return found;
};

describe('money', () => {
  test.each([
    ['0.2500', '0.25'],
    ['5600', '5600'],
    ['-0.0', '0'],
    ['0012.10', '12.1'],
    ['0.000000000000000001', '0.000000000000000001'],
  ])('%s is written %s', (text, written) => {
    expect(money(text, 'USD').amount).toBe(written);
  });

  test.each(['', ' 1', '1e3', 'NaN', '1,5', '.5', '1.', '0x10', '١'])('%j is no amount', (text) => {
    expect(() => money(text, 'USD')).toThrow(/amount: expected a plain decimal/);
  });

  test('IRT is a currency, XXY is none', () => {
    expect(money(5, 'IRT')).toEqual({ amount: '5', currency: 'IRT' });
    expect(() => money(5, 'XXY')).toThrow(/currency: expected an ISO 4217 code/);
  });

  test('sums and orders exactly', () => {
    expect(addMoney(money('0.1', 'USD'), money('0.2', 'USD')).amount).toBe('0.3');
    expect(subtractMoney(money('0.3', 'USD'), money('0.1', 'USD')).amount).toBe('0.2');
    expect(compareMoney(money('0.10', 'USD'), money('0.1', 'USD'))).toBe(0);
    expect(compareMoney(money('0.105', 'USD'), money('0.11', 'USD'))).toBe(-1);
  });

  test('never compares two currencies', () => {
    const attempt = () => compareMoney(money(1, 'USD'), money(1, 'EUR'));
    expect(attempt).toThrow(/convert first/);
    try {
      attempt();
    } catch (error) {
      expect(NumrouteError.is(error, 'INVALID_INPUT') && error.details.field).toBe('currency');
    }
  });

  test.each(['0.5USD', ' 0.50 usd ', '9000IRT'])('%j is read', (text) => {
    expect(parseMoney(text, 'max').amount).toMatch(/^(0\.5|9000)$/);
  });

  test.each(['0.11 USD', '12345.0000001 IRT', '-3 EUR'])('%j is written as it is', (text) => {
    const [amount = '', currency = ''] = text.split(' ');
    expect(formatMoney(money(amount, currency))).toBe(text);
  });

  test.each(['-1USD', '0.5', 'USD', '5 dollars', '1..2USD'])('%j names the field', (text) => {
    expect(() => parseMoney(text, 'max')).toThrow(/^max: expected/);
  });

  test('division and rounding go half away from zero', () => {
    expect(formatDecimal(divideDecimals(decimal('1'), decimal('3'), 4))).toBe('0.3333');
    expect(formatDecimal(divideDecimals(decimal('2'), decimal('3'), 4))).toBe('0.6667');
    expect(formatDecimal(roundDecimal(decimal('-0.125'), 2))).toBe('-0.13');
  });
});
