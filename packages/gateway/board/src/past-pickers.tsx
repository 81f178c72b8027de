import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { useSpeech } from './languages.ts';
import { ServiceNames } from './names.ts';
import { Picker } from './picker.tsx';
import type { OrderStatus } from './resources.ts';

/** What is looked for; what is absent restricts nothing. */
export interface Search {
  /** Bought within so many days. */
  readonly days?: number | undefined;
  readonly state?: OrderStatus | undefined;
  readonly service?: string | undefined;
  /** For operators, like what follows. */
  readonly vendor?: string | undefined;
  readonly client?: string | undefined;
}

interface PastPickersProps {
  readonly search: Search;
  readonly isOperator: boolean;
  readonly vendors: readonly string[];
  readonly onSearch: (change: Search) => void;
}

const spans = [1, 7, 30] as const;
const states: readonly OrderStatus[] = [
  ...(['open', 'delivered', 'finished', 'cancelled', 'expired', 'in-doubt', 'lost', 'gone'] as const),
];

export function PastPickers({ search, isOperator, vendors, onSearch }: PastPickersProps): JSX.Element {
  const { words, formats } = useSpeech();
  const services = useContext(ServiceNames);
  return (
    <div class="pickers">
      <label>
        {words.time}
        <select
          value={search.days ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onSearch({ days: value === '' ? undefined : Number(value) })
          }
        >
          {spans.map((days) => (
            <option key={days} value={days}>
              {words.lastDays(formats.count(days))}
            </option>
          ))}
          <option value="">{words.allTime}</option>
        </select>
      </label>
      <Picker
        name={words.state}
        value={search.state}
        options={states.map((state) => [state, words.status[state]])}
        onPick={(state) => onSearch({ state: state as OrderStatus | undefined })}
      />
      <Picker
        name={words.service}
        value={search.service}
        options={[...services].sort(([, one], [, other]) => formats.compare(one, other))}
        onPick={(service) => onSearch({ service })}
      />
      {isOperator && (
        <Picker
          name={words.vendor}
          value={search.vendor}
          options={vendors.map((id) => [id, id])}
          onPick={(vendor) => onSearch({ vendor })}
        />
      )}
      {isOperator && (
        <label>
          {words.client}
          <input
            type="search"
            dir="ltr"
            autocomplete="off"
            maxLength={32}
            value={search.client ?? ''}
            onInput={(event) => onSearch({ client: event.currentTarget.value.trim() })}
          />
        </label>
      )}
    </div>
  );
}
