import type { JSX } from 'preact';
import { languages, useSpeech } from './languages.ts';

/** Each language in its own name, so that whoever reads no other finds it. */
export function LanguagePicker({ onSpeak }: { readonly onSpeak: (tag: string) => void }): JSX.Element {
  const { tag, words } = useSpeech();
  return (
    <select aria-label={words.language} value={tag} onChange={(event) => onSpeak(event.currentTarget.value)}>
      {languages.map((language) => (
        <option key={language.tag} value={language.tag} lang={language.tag}>
          {language.name}
        </option>
      ))}
    </select>
  );
}
