import { type Body, wordsOf } from '../reply.ts';

const words: ReadonlySet<string> = new Set([
  ...['BAD_SERVICE', 'WRONG_SERVICE', 'SERVICE_IS_INCORRECT', 'SERVICE_UNAVAILABLE_REGION'],
  ...['BAD_COUNTRY', 'WRONG_COUNTRY', 'WRONG_COUNTRY_ID', 'COUNTRY_IS_INCORRECT'],
  ...['NO_NUMBERS', 'NO_NUMBER', 'OUT_OF_STOCK', 'NO_PROVIDERS'],
  'THE_SERVICE_IS_PROHIBITED_FOR_SALE_BY_ADMINISTRATION',
]);

/** Whether a site says that it does not sell what was asked for, or has none of it: nothing to sell, and no error. */
export function sellsNothing(body: Body): boolean {
  return wordsOf(body).some(({ word, rest, info }) => {
    if (words.has(word)) return true;
    const [field = info?.get('field'), blame = info?.get('code')] = rest?.split(':') ?? [];
    return (
      word === 'UNPROCESSABLE_ENTITY' && blame === 'INVALID' && (field === 'service' || field === 'country')
    );
  });
}
