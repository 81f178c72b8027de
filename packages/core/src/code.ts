import type { Message } from './order.ts';

const PERSIAN_ZERO = 0x06f0;
const ARABIC_ZERO = 0x0660;

/**
 * The verification code of a message: the vendor's own word for it, exactly; else the first run of
 * 4 to 8 digits in the text (`123-456` counts as one). Undefined where there is none. Leading zeros
 * stay. The text is capped before it is searched, and the patterns are linear: strangers write it.
 */
export function codeOf(message: Message): string | undefined {
  if (message.code !== undefined) return message.code;
  const text = latinDigits((message.text ?? '').slice(0, 1000));
  const found = /(?<!\d)(?:\d{3}[- ]\d{3}|\d{4,8})(?!\d)/.exec(text);
  return found?.[0].replace(/[- ]/, '');
}

/**
 * Whether a vendor's word in the place of a code or a text means that there is none: blank, or a
 * programming language's word for nothing (seen: `null`, `None`, `undefined`, `false`, `nil`, `NaN`).
 */
export function saysNothing(told: string): boolean {
  return /^\s*(?:null|none|nil|nan|undefined|false|n\/a|-+)?\s*$/i.test(told);
}

function latinDigits(text: string): string {
  return text.replace(/[\u06F0-\u06F9\u0660-\u0669]/g, (digit) => {
    const point = digit.charCodeAt(0);
    return String(point - (point >= PERSIAN_ZERO ? PERSIAN_ZERO : ARABIC_ZERO));
  });
}
