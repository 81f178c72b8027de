import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';

interface PickerProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly onPick: (value: string | undefined) => void;
}

/** One of several, or any. */
export function Picker({ name, value = '', options, onPick }: PickerProps): JSX.Element {
  const { words } = useSpeech();
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => onPick(event.currentTarget.value || undefined)}>
        <option value="">{words.any}</option>
        {options.map(([one, shown]) => (
          <option key={one} value={one}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}
