import type { ProbeReply, Recognition } from '@numroute/core';
import { membersOf, parseJson, recognitionOf } from '@numroute/http';
import { firstRowOf } from '@numroute/http/price-list';

export const defaultBaseUrl = 'https://api.numberland.ir/v2.php';

const refusesKey = ({ text }: ProbeReply): boolean => membersOf(parseJson(text))?.get('RESULT') === '-901';

export const recognition: Recognition = recognitionOf({
  name: 'numberland',
  baseUrl: defaultBaseUrl,
  paths: ['/v2.php'],
  keyIn: { in: 'query', name: 'apikey' },
  first: [
    {
      name: 'balance, wrong key',
      query: { method: 'balance' },
      key: 'wrong',
      evidence: 'balance with a wrong key: RESULT -901',
      isIn: refusesKey,
    },
  ],
  later: [
    {
      name: 'balance',
      query: { method: 'balance' },
      key: 'own',
      evidence: 'balance: RESULT, BALANCE and CURRENCY',
      isIn({ text }) {
        const fields = membersOf(parseJson(text));
        return fields?.has('BALANCE') && fields.has('CURRENCY');
      },
      refusesKey,
    },
    {
      name: 'countries',
      query: { method: 'getcountry' },
      key: 'own',
      maxBytes: 4_194_304,
      evidence: 'getcountry: rows with name_en and areacode',
      isIn({ text }) {
        const row = new Map(firstRowOf(text));
        return row.has('name_en') && row.has('areacode');
      },
    },
  ],
});
