import type { Probe, ProbeReply, Recognition } from '@numroute/core';
import { membersOf, parseJson, recognitionOf } from '@numroute/http';
import { firstRowOf } from '@numroute/http/price-list';

export const defaultBaseUrl = 'https://api.numberland.ir/v2.php';

const keyIn = { in: 'query', name: 'apikey' } as const;
const query = { method: 'balance' };

const wrongKey: Probe = { name: 'balance, wrong key', query, key: 'wrong', keyIn };
const balance: Probe = { name: 'balance', query, key: 'own', keyIn };
const countries: Probe = {
  name: 'countries',
  query: { method: 'getcountry' },
  key: 'own',
  keyIn,
  maxBytes: 4_194_304,
};

const fieldsOf = ({ text }: ProbeReply) => membersOf(parseJson(text));
const refusesKey = (reply: ProbeReply): boolean => fieldsOf(reply)?.get('RESULT') === '-901';

export const recognition: Recognition = recognitionOf({
  name: 'numberland',
  baseUrl: defaultBaseUrl,
  paths: ['/v2.php'],
  first: [{ probe: wrongKey, evidence: 'balance with a wrong key: RESULT -901', isIn: refusesKey }],
  later: [
    {
      probe: balance,
      evidence: 'balance: RESULT, BALANCE and CURRENCY',
      isIn(reply) {
        const fields = fieldsOf(reply);
        return fields?.has('BALANCE') && fields.has('CURRENCY');
      },
      refusesKey,
    },
    {
      probe: countries,
      evidence: 'getcountry: rows with name_en and areacode',
      isIn({ text }) {
        const row = new Map(firstRowOf(text));
        return row.has('name_en') && row.has('areacode');
      },
    },
  ],
});
