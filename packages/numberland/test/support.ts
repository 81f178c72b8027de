import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

/** The samples of the vendor's guide, letter for letter. */
export const guide = {
  balance: '{\n"RESULT":"1",\n"BALANCE":"192100",\n"CURRENCY":"Toman"\n}',
  row: '{"service":"1","country":"8","operator":"1","count":"1087","amount":"1700","repeat":"1","time":"00:20:00","active":1,"description":"بدون ریپورت"}',
  number:
    '{"RESULT":"1","ID":"74001","NUMBER":"79313226657","AREACODE":"7","AMOUNT":"2200","REPEAT":"1","TIME":"00:20:00"}',
  status: '{"RESULT":1,"CODE":"0","DESCRIPTION":"wait code"}',
} as const;

/** Rows of the two lists, with the fields that the guide names. */
export const lists = {
  services: JSON.stringify([
    { id: '1', name: 'تلگرام', name_en: 'Telegram', description: '', image: 'a.png', active: '1' },
    { id: '2', name: 'واتساپ', name_en: 'WhatsApp', description: '', image: 'b.png', active: '1' },
    { id: '5', name: 'جیمیل', name_en: 'Gmail', description: '', image: 'c.png', active: '1' },
    { id: '6', name: 'یوتیوب', name_en: 'YouTube', description: '', image: 'd.png', active: '1' },
    { id: '77', name: 'دیوار', name_en: 'Divar-like Thing', description: '', image: 'e.png', active: '0' },
  ]),
  countries: JSON.stringify([
    { id: '1', name: 'روسیه', name_en: 'Russia', areacode: '7', emoji: '🇷🇺', image: '', active: '1' },
    { id: '8', name: 'استونی', name_en: 'Estonia', areacode: '372', emoji: '🇪🇪', image: '', active: '1' },
    { id: '9', name: 'هیچ', name_en: 'Atlantis', areacode: '1', emoji: '', image: '', active: '1' },
  ]),
} as const;

export const offer: Offer = {
  provider: 'numberland',
  service: 'telegram',
  country: 'RU',
  pool: '1',
  price: money('2200', 'IRT'),
  stock: 3,
  handle: '{"service":"1","country":"1","operator":"1"}',
};

/** When every reply of these tests came. */
export const AT = 1_790_000_000_000;

export const call = { signal: new AbortController().signal };
export const purchaseCall = { ...call, maxPrice: money('2200', 'IRT') };

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: AT, text };
}

/** A vendor that answers from a list, by method, and remembers what it was asked. */
export function fakeSend(
  replies: Record<string, string | Reply>,
): Send & { readonly asked: readonly RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const all: Record<string, string | Reply> = {
    getservice: lists.services,
    getcountry: lists.countries,
    ...replies,
  };
  const send: Send = async (request) => {
    asked.push(request);
    const answer = all[request.query?.['method'] ?? ''] ?? '{"RESULT":-902}';
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}
