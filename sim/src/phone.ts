/** No two vendors sell one number: an order of one id and one phone at both would be of one account. */
export function phoneOf(vendor: string, callingCode: string, n: number): string {
  const place = /\d/.exec(vendor)?.[0] ?? '0';
  return `+${callingCode}5${String(n).padStart(6, '0')}${place}`;
}
