import { PHONE } from './browser.ts';

/** How people see a page: its name in pictures, and what their browser asks for. */
export const looks = [
  ['desktop', {}],
  ['phone', PHONE],
  ['dark', { colorScheme: 'dark' }],
  ['persian', { locale: 'fa-IR' }],
  ['persian dark phone', { ...PHONE, locale: 'fa-IR', colorScheme: 'dark' }],
] as const;
