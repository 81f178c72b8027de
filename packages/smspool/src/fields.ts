import { type Message, saysNothing } from '@numroute/core';
import { phone } from '@numroute/http/fields';
import * as v from 'valibot';

type Told = string | null | undefined;
export type PhoneParts = Readonly<Partial<Record<'cc' | 'phonenumber' | 'number', Told>>>;

/** E.164, of `cc` and `phonenumber`; none where `number`, which is both joined, says something else. */
export function phoneOf({ cc, phonenumber, number }: PhoneParts): string | undefined {
  const apart = cc && phonenumber ? cc + phonenumber : undefined;
  const joined = number && number !== '0' ? number : undefined;
  const [one, other] = [apart ?? joined, joined ?? apart].map((told) => v.safeParse(phone, told));
  return one?.success && other?.success && one.output === other.output ? one.output : undefined;
}

/** One word is a code; what holds a sentence is the text of the SMS. */
const CODE = /^(?:[\x21-\x7e]{1,40}|[\d\s-]{1,40})$/;

/** What stands in the places of a code and a text: at most one SMS. `0` stands for none. */
export function messagesOf(code: Told, text: Told): readonly Message[] {
  const [told = '', full = ''] = [code, text].map((one) =>
    !one || one === '0' || saysNothing(one) ? '' : one,
  );
  if (!told && !full) return [];
  const isCode = CODE.test(told);
  const words = full || (isCode ? '' : told);
  return [{ ...(isCode && { code: told }), ...(words && { text: words }) }];
}

/** The vendor's messages hold HTML. */
export function plain(html: string): string {
  const apart = html.replace(/<[/\\]*(\w*)[^<>]{0,200}>/g, (_, tag) =>
    /^(?:p|br|div|li|ul)$/i.test(tag) ? ' ' : '',
  );
  return apart.replace(/\s+/g, ' ').trim();
}
