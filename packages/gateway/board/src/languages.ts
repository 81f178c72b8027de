import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { english, type Words } from './english.ts';
import { type Formats, formatsOf } from './formats.ts';
import { persian } from './persian.ts';

export interface Language {
  /** BCP 47. */
  readonly tag: string;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly toman: string;
  readonly words: Words;
}

export const languages: readonly [Language, ...Language[]] = [
  { tag: 'en', name: 'English', direction: 'ltr', toman: 'Toman', words: english },
  { tag: 'fa', name: 'فارسی', direction: 'rtl', toman: 'تومان', words: persian },
];

/** The wanted one, else the first of the browser's that there is. */
export function languageOf(wanted: string | undefined): Language {
  for (const tag of [wanted, ...navigator.languages]) {
    const found = languages.find((language) => language.tag === tag?.slice(0, 2).toLowerCase());
    if (found) return found;
  }
  return languages[0];
}

export interface Speech extends Language {
  readonly formats: Formats;
}

export const speechOf = (language: Language): Speech => ({ ...language, formats: formatsOf(language) });

export const SpeechContext = createContext<Speech>(speechOf(languages[0]));

export const useSpeech = (): Speech => useContext(SpeechContext);
