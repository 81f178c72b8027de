import { setImmediate as turn } from 'node:timers/promises';
import { listServices, type Query } from '@numroute/core';
import type { Reply } from '@numroute/http';
import { describe, expect, test } from 'vitest';
import { serviceCodes } from '../src/data/service-codes.ts';
import { countryCalled, serviceCalled } from '../src/ids/names.ts';
import type { SmsmanOptions } from '../src/index.ts';
import { adapterOf, fakeSend, offer, page, refusal, reply } from './support.ts';

const list = async (
  prices: string | Reply,
  query: Query = {},
  more: Partial<SmsmanOptions> = {},
  lists: Readonly<Record<string, string | Reply>> = {},
) => [...(await adapterOf(more).listOffers(fakeSend({ 'get-prices': prices, ...lists }), query))];
const inRussia = { country: 'RU' };

describe('prices', () => {
  test('of a country, and of all countries', async () => {
    expect(await list(page.prices, inRussia)).toEqual([offer]);
    expect(await list(page.allPrices)).toEqual([offer]);
    expect(await list(page.allPrices, { service: 'vk' })).toEqual([offer]);
    expect(await list(page.allPrices, { service: 'telegram' })).toEqual([]);
  });

  test('the lists of ids are read once, and each country is asked for by its id', async () => {
    const adapter = adapterOf();
    const send = fakeSend({ 'get-prices': page.prices });
    await adapter.listOffers(send, inRussia);
    await adapter.listOffers(send, { ...inRussia, service: 'vk' });
    await adapter.listOffers(send, { country: 'EE' });
    expect(send.asked.map(({ path, query }) => [path, query?.['country_id']])).toEqual([
      ['applications', undefined],
      ['countries', undefined],
      ['get-prices', '1'],
      ['get-prices', '1'],
    ]);
  });

  test('lists in the place of objects, numbers in the place of texts, rows by a count', async () => {
    const rows = '[{"application_id":1,"country_id":1,"cost":12.5,"count":100}]';
    const lists = {
      countries: '[{"id":1,"title":"Russia","code":"RU"}]',
      applications: '[{"id":1,"name":"Vkontakte","code":"vk"}]',
    };
    expect(await list(rows, inRussia, {}, lists)).toEqual([offer]);
    expect(await list(`{"1":${rows}}`, {}, {}, lists)).toEqual([offer]);
    expect(await list(page.prices.replace('{"1"', '{"7"'), inRussia)).toEqual([offer]);
  });

  test('in hundredths, where the settings say so, with every digit', async () => {
    const [found] = await list(page.prices, inRussia, { unit: '0.01', currency: 'USD' });
    expect(found?.price).toEqual({ amount: '0.125', currency: 'USD' });
    const long = page.prices.replace('12.5', '90071992547.409931');
    expect((await list(long, inRussia))[0]?.price.amount).toBe('90071992547.409931');
  });

  test('what has no name of ours passes by its id; any country is nowhere', async () => {
    const rows = '{"0":{"1":{"cost":"1","count":"5"}},"9":{"8":{"cost":"2","count":"0"}}}';
    expect(await list(rows)).toMatchObject([
      { service: 'smsman:8', country: 'smsman:9', stock: 0, handle: '{"country":"9","service":"8"}' },
    ]);
    expect(await list(rows, { country: 'smsman:0' })).toEqual([]);
  });

  test.each([
    ['an empty list', '[]', {}],
    ['an empty list of a country', '[]', inRussia],
    ['a country of nothing', '{"1":[],"2":{}}', {}],
    ['a country that the vendor does not sell', reply(refusal('wrong_country_id'), 400), inRussia],
    ['a price of nothing', page.prices.replace('12.5', '0.00'), inRussia],
  ])('nothing to sell: %s', async (_, prices, query) => {
    expect(await list(prices, query)).toEqual([]);
  });

  test.each([
    ['UNREADABLE', '{}', {}],
    ['UNREADABLE', '{}', inRussia],
    ['UNREADABLE', 'null', {}],
    ['UNREADABLE', '[1]', {}],
    ['UNREADABLE', '{"1":7}', {}],
    ['UNREADABLE', page.allPrices.replace('12.5', '$12.5'), {}],
    // The form of all countries for one.
    ['UNREADABLE', page.allPrices, inRussia],
    // Another country than was asked for.
    ['UNREADABLE', page.prices.replace('"country_id":"1"', '"country_id":"2"'), inRussia],
    ['UNREADABLE', page.prices.slice(0, -1), inRussia],
    ['UNREADABLE', refusal('service_down'), {}],
    ['UNAUTHORIZED', page.wrongToken, {}],
    ['UNAUTHORIZED', reply(page.wrongToken, 400), inRussia],
    ['REJECTED', refusal('wrong_country_id'), {}],
    ['UNAVAILABLE', reply(page.allPrices, 500), {}],
    ['UNAVAILABLE', reply('<html>', 200), {}],
  ])('%s: %j is no list', async (code, prices, query) => {
    await expect(list(prices, query)).rejects.toMatchObject({ code });
  });

  test('a row that cannot be read is left out', async () => {
    const rows =
      '{"1":{"1":{"cost":"12.5","count":"100"},"2":{"cost":null},"3":"x","vk":{"cost":"1"}},"RU":{"1":{"cost":"1"}}}';
    expect(await list(rows)).toEqual([offer]);
  });

  test('a list of megabytes is read with turns for everybody else', async () => {
    const row = (n: number) => `"${n + 1}":{"cost":"${n + 1}.25","count":"${n}"}`;
    const rows = Array.from({ length: 400 }, (_, n) => row(n)).join();
    const text = `{${Array.from({ length: 150 }, (_, n) => `"${n + 1}":{${rows}}`).join()}}`;
    let turns = 0;
    let isOver = false;
    const reading = list(text).finally(() => {
      isOver = true;
    });
    for (; !isOver; turns += 1) await turn();
    expect(await reading).toHaveLength(60_000);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('names', () => {
  test.each([
    ['Telegram', '', 'telegram'],
    ['Vkontakte', 'vk', 'vk'],
    ['Mail.ru Group', 'ma', 'mailru'],
    ['Something New', 'zz', undefined],
    // Its letters are another service's: neither is believed.
    ['Wildberries', 'wb', undefined],
  ])('the application %s (%s) is %s', (title, code, slug) => {
    expect(serviceCalled(title, code)).toBe(slug);
  });

  test.each([
    ['Russia', 'RU', 'RU'],
    ['England', 'UK', 'GB'],
    ['Kazakhstan', '', 'KZ'],
    ['Somewhere', 'kz', 'KZ'],
    ['Ukraine', 'UK', undefined],
    ['USA (virtual)', 'US', undefined],
    ['Somewhere', 'smsman:1', undefined],
    ['Atlantis', 'ZZ', undefined],
  ])('the country %s (%s) is %s', (title, code, iso) => {
    expect(countryCalled(title, code)).toBe(iso);
  });

  test('the letters are each of one slug of ours', () => {
    const slugs = listServices().map(({ slug }) => slug);
    expect(Object.keys(serviceCodes).filter((slug) => !slugs.includes(slug))).toEqual([]);
    expect(new Set(Object.values(serviceCodes)).size).toBe(Object.keys(serviceCodes).length);
  });

  test.each([
    ['UNREADABLE', '[]'],
    ['UNREADABLE', '{}'],
    ['UNREADABLE', '{"1":{"id":"1"}}'],
    ['UNREADABLE', '"x"'],
    ['UNAUTHORIZED', page.wrongToken],
    ['UNAVAILABLE', '<html></html>'],
  ])('%s: %s is no list of names, and is not kept', async (code, text) => {
    const adapter = adapterOf();
    const broken = fakeSend({ applications: text, 'get-prices': page.prices });
    await expect(adapter.listOffers(broken, inRussia)).rejects.toMatchObject({ code });
    expect([...(await adapter.listOffers(fakeSend({ 'get-prices': page.prices }), inRussia))]).toEqual([
      offer,
    ]);
  });
});
