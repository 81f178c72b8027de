/** What was wrong with a request that the framework refused before a route saw it. Never its value. */
export interface Refusal {
  readonly field?: string;
  readonly detail: string;
}

/** By the framework's code. */
const byCode: ReadonlyMap<string, readonly [field: string, expected: string]> = new Map([
  ['FST_ERR_BAD_URL', ['path', 'an address whose % escapes are UTF-8']],
  ['FST_ERR_MAX_PARAM_LENGTH', ['path', 'the id of an order, which is short']],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', ['content-type', 'application/json']],
  ['FST_ERR_CTP_INVALID_JSON_BODY', ['body', 'JSON, of an object without __proto__ and constructor']],
]);

export const CURRENCY = 'an ISO 4217 code in capitals such as "USD", or "IRT" for Toman';

/** What a field wants, by its name; a schema's own words name a rule and not the fix. */
const byField: ReadonlyMap<string, string> = new Map([
  ['body', 'a JSON object'],
  ['service', 'a service such as "telegram", or <provider>:<code>'],
  ['country', 'an ISO 3166-1 alpha-2 code such as "EE", a name such as "Estonia", or a list of them'],
  ['maxPrice', 'the most to pay, as {"amount": "0.50", "currency": "USD"}'],
  ['maxPrice.amount', 'a plain decimal as a text, such as "0.50"'],
  ['maxPrice.currency', CURRENCY],
  ['maxSpend', 'the most to pay for all numbers, as {"amount": "1", "currency": "USD"}'],
  ['withinMs', 'whole milliseconds from 1000 to 86400000, such as 600000 for ten minutes'],
  ['numbers', 'a whole number from 1 to 50'],
  ['nth', '1 for the first number of the code, 2 for the second'],
  ['currency', CURRENCY],
  ['allowVirtual', 'true or false'],
  ['open', 'true or false'],
  [
    'idempotency-key',
    'a header with a text of your own for this purchase, up to 255 characters, such as a random UUID: what is sent twice under it is bought once',
  ],
]);

interface SchemaFault {
  readonly instancePath?: string;
  readonly params?: { readonly missingProperty?: string; readonly additionalProperty?: string };
}

interface Refused {
  readonly code?: string;
  readonly message?: string;
  readonly validationContext?: string;
  readonly validation?: readonly SchemaFault[];
}

export function refusalOf(error: unknown): Refusal {
  const { code = '', message = '', validation, validationContext = '' } = error as Refused;
  const [refused, wanted] = byCode.get(code) ?? [];
  if (refused !== undefined && wanted !== undefined) return told(refused, wanted);
  const first = validation?.[0];
  if (!first) return { detail: 'Something in the request is wrong' };
  const { missingProperty, additionalProperty } = first.params ?? {};
  const path = (first.instancePath ?? '').split('/').filter(Boolean);
  if (additionalProperty !== undefined) {
    return told([...path, additionalProperty.slice(0, 40)].join('.'), 'nothing: no such field is known here');
  }
  const field = [...path, ...(missingProperty === undefined ? [] : [missingProperty])].join('.');
  if (field === '') return told(validationContext, byField.get(validationContext) ?? 'something else');
  // A place in a list wants what the list is of.
  const expected = byField.get(field.replace(/\.\d+$/, ''));
  return expected === undefined ? { field, detail: message.slice(0, 200) } : told(field, expected);
}

const told = (field: string, expected: string): Refusal => ({
  field,
  detail: `${field}: expected ${expected}`,
});
