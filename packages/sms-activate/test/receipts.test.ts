import { money, type Offer } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateAdapter } from '../src/index.ts';
import { fakeSend, offer, reply } from './support.ts';

const read = (name: ProfileName, text: string, of: Offer = offer, headers: Record<string, string> = {}) =>
  smsActivateAdapter(profiles[name]).purchase.read(reply(text, 200, headers), of);
const sale = (id: string, more: object = {}) => ({
  outcome: 'accepted',
  receipt: { id, status: 'open', messages: [], ...more },
});
const sold = (more: string) => `{"activationId":77,"phoneNumber":"13322000000",${more}}`;
const phone = '+13322000000';

describe('the currency of a receipt is the account’s', () => {
  test.each([
    ['grizzly', '"activationCost":0.35,"currency":643', undefined],
    ['herosms', '"activationCost":4.6,"currency":156', undefined],
    ['herosms', '"activationCost":4.6,"currency":978', undefined],
    ['herosms', '"activationCost":4.6,"currency":"EUR"', undefined],
    ['herosms', '"activationCost":4.6,"currency":true', undefined],
    ['herosms', '"activationCost":0,"currency":840', undefined],
    ['grizzly', '"activationCost":0.35,"currency":840', money('0.35', 'USD')],
    ['grizzly', '"activationCost":0.35,"currency":"usd"', money('0.35', 'USD')],
    ['grizzly', '"activationCost":0.35,"currency":""', money('0.35', 'USD')],
    ['grizzly', '"activationCost":0.35', money('0.35', 'USD')],
  ] as const)('%s %s', (name, more, price) => {
    expect(read(name, sold(more))).toEqual(sale('77', { phone, ...(price && { price }) }));
  });

  test('so is that of an account in another currency', () => {
    const { purchase } = smsActivateAdapter(profiles.grizzly, { currency: 'RUB' });
    const price = (label: number) =>
      purchase.read(reply(sold(`"activationCost":35,"currency":${label}`)), offer);
    expect(price(643)).toMatchObject({ receipt: { price: money('35', 'RUB') } });
    expect(price(840)).not.toHaveProperty('receipt.price');
  });

  test('and that of a list of open orders', async () => {
    const row = '{"activationId":"7","phoneNumber":"13322000000","activationCost":"0.35","currency":643}';
    const send = fakeSend({ getActiveActivations: `{"data":[${row}]}` });
    const [report] = (await smsActivateAdapter(profiles.tiger).listOpenOrders?.(send)) ?? [];
    expect(report).toEqual({ id: '7', status: 'open', messages: [], phone });
  });

  test('a balance that is labelled with another one is not understood', async () => {
    const balance = (label: string) =>
      smsActivateAdapter(profiles.tiger).fetchBalance?.(
        fakeSend({ getBalance: `{"balance":"4.6820","currency":${label}}` }),
      );
    await expect(balance('643')).rejects.toMatchObject({ code: 'UNREADABLE' });
    expect(await balance('840')).toEqual(money('4.682', 'USD'));
  });
});

describe('a sale is known by its id', () => {
  test.each([
    ['smshub', 'ACCESS_NUMBER:77:'],
    ['smshub', 'ACCESS_NUMBER:77:79584******'],
    ['smshub', 'ACCESS_NUMBER:77:09150681843'],
    ['smshub', 'ACCESS_NUMBER:77:null'],
    ['classic', '{"activationId":77,"phoneNumber":"79584******"}'],
    ['classic', '{"activationId":77,"phoneNumber":""}'],
    ['classic', '{"activationId":77,"phoneNumber":null}'],
    ['classic', '{"activationId":77,"phoneNumber":13322}'],
  ] as const)('%s: %s has no phone that can be read', (name, text) => {
    expect(read(name, text)).toEqual(sale('77'));
  });

  test.each([
    '13322000000',
    '+13322000000',
    '0013322000000',
    '+1 332 200-00-00',
    '1 (332) 200.00.00',
    ' 1\u00a0332\u2011200\u20130000 ',
  ])('the phone %j is read', (told) => {
    expect(read('smshub', `ACCESS_NUMBER:77:${told}`)).toEqual(sale('77', { phone }));
    const text = JSON.stringify({ activationId: '77', phoneNumber: told });
    expect(read('classic', text)).toEqual(sale('77', { phone }));
  });

  test('a zero behind the calling code stays, but for one in brackets', () => {
    expect(read('smshub', 'ACCESS_NUMBER:77:4407340025217')).toEqual(sale('77', { phone: '+4407340025217' }));
    expect(read('smshub', 'ACCESS_NUMBER:77:+44 (0)7340 025217')).toEqual(
      sale('77', { phone: '+447340025217' }),
    );
    // The zero of the Ivory Coast belongs to the number.
    expect(read('smshub', 'ACCESS_NUMBER:77:2250712345678')).toEqual(sale('77', { phone: '+2250712345678' }));
  });

  test.each([
    ['RU', '9000000000', '+79000000000'],
    ['RU', '(900) 000-00-00', '+79000000000'],
    ['RU', '+7 900 000 00 00', '+79000000000'],
    ['RU', '79000000000', '+79000000000'],
    ['RU', '007 900 000 00 00', '+79000000000'],
    // Dialled with 8 within Russia, and so are eleven digits.
    ['RU', '89000000000', undefined],
    ['RU', '900000000', undefined],
    ['IR', '09150681843', undefined],
    ['EE', '5555 5555', '+37255555555'],
    ['EE', '+372 5555 5555', '+37255555555'],
    // An international number of another country stays one.
    ['EE', '+44 7340 025217', '+447340025217'],
  ])('without its calling code in %s: %s', (country, told, expected) => {
    const { outcome, receipt } = read('onlinesim', `ACCESS_NUMBER:77:${told}`, {
      ...offer,
      country,
    }) as ReturnType<typeof sale>;
    expect([outcome, (receipt as { phone?: string }).phone]).toEqual(['accepted', expected]);
  });

  test('more fields behind the phone change nothing', () => {
    expect(read('smshub', 'ACCESS_NUMBER:77:13322000000:x')).toEqual(sale('77', { phone }));
  });

  test.each([
    // The id has no end.
    'ACCESS_NUMBER:77',
    'ACCESS_NUMBER::13322000000',
    'ACCESS_NUMBER:null:13322000000',
    'ACCESS_NUMBER:NO_NUMBERS:13322000000',
    'ACCESS_NUMBER:ERROR_SQL25:13322000000',
    'ACCESS_NUMBER:77:13322000000\nACCESS_NUMBER:78:13322000001',
    'ACCESS_NUMBER:77:13322000000\nNO_BALANCE',
    '{"activationId":"NO_NUMBERS","phoneNumber":"13322000000"}',
    '{"activationId":"NO_NUMBERS","phoneNumber":null}',
    '{"activationId":"error","phoneNumber":"13322000000"}',
    '{"activationId":"none","phoneNumber":"13322000000"}',
    '{"activationId":"-","phoneNumber":"13322000000"}',
    // The id of which order?
    '{"activationId":"77"}',
    '{"activationId":"77","phoneNumber":"","error":"ORDER_ALREADY_EXISTS"}',
    '{"activationId":"77","phoneNumber":null,"message":"see your other order"}',
    '{"data":{"activationId":"77","phoneNumber":"13322000000"}}',
    '[{"activationId":"77","phoneNumber":"13322000000"}]',
  ])('%j is none that can be read, and no refusal', (text) => {
    expect(read('classic', text)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('the country that a receipt names', () => {
  const named = (country: string, text: string, name: ProfileName = 'herosms') =>
    (read(name, text, { ...offer, country }) as { receipt?: { country?: string } }).receipt?.country;

  test('is told where it is another than the offer’s', () => {
    const brazilian = '"phoneNumber":"5511912345678","countryCode":"73","countryPhoneCode":55';
    expect(named('FR', `{"activationId":1,${brazilian}}`)).toBe('BR');
  });

  test.each([
    ['"phoneNumber":"33612345678","countryCode":78', 'FR'],
    ['"phoneNumber":"33612345678","countryCode":"78","countryPhoneCode":33', 'FR'],
    ['"phoneNumber":"33612345678","countryPhoneCode":"33"', 'FR'],
    ['"phoneNumber":"33612345678"', undefined],
    // A label that the number contradicts is a label of another kind.
    ['"phoneNumber":"33612345678","countryCode":73', undefined],
    ['"phoneNumber":"5511912345678","countryCode":"73","countryPhoneCode":33', undefined],
    ['"phoneNumber":"33612345678","countryPhoneCode":55', undefined],
    // Nobody knows what this id means, and many countries have this calling code.
    ['"phoneNumber":"33612345678","countryCode":"9999"', undefined],
    ['"phoneNumber":"33612345678","countryCode":"FR"', undefined],
    ['"phoneNumber":"13322000000","countryPhoneCode":1', undefined],
    // The number cannot be read, the label can.
    ['"phoneNumber":"","countryCode":"73"', 'BR'],
  ])('{%s}: %s', (fields, country) => {
    expect(named('FR', `{"activationId":1,${fields}}`)).toBe(country);
  });

  test('is in our words by the ids of the site', () => {
    expect(
      named('JP', '{"activationId":1,"phoneNumber":"819012345678","countryCode":"1001"}', 'smsbower'),
    ).toBe('JP');
    const own = '{"activationId":1,"phoneNumber":"33612345678","countryCode":"9999"}';
    expect(named('herosms:9999', own)).toBe('herosms:9999');
  });

  test('of a row in the list of open orders is left out where its number contradicts it', async () => {
    const list = async (row: string) => {
      const send = fakeSend({ getActiveActivations: `{"data":[{"activationId":"7",${row}}]}` });
      return (await smsActivateAdapter(profiles.tiger).listOpenOrders?.(send))?.[0]?.country;
    };
    expect(await list('"phoneNumber":"33612345678","countryCode":"78"')).toBe('FR');
    expect(await list('"phoneNumber":"33612345678","countryCode":"33"')).toBeUndefined();
    expect(await list('"countryCode":"78"')).toBe('FR');
    expect(await list('"phoneNumber":"33612345678","countryCode":"9999"')).toBe('tiger-sms:9999');
  });
});
