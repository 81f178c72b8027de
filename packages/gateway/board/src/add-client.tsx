import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { plainDecimal } from './formats.ts';
import { useSpeech } from './languages.ts';
import type { Balance, NewClient } from './resources.ts';

interface AddClientProps {
  readonly currencies: readonly string[];
  readonly isBusy: boolean;
  /** Resolves with true where it was added. */
  readonly onAdd: (client: NewClient) => Promise<boolean>;
}

type Per = Balance['per'];

const spans: readonly Per[] = ['day', 'month', 'total'];

/** The gateway checks what is typed, and says what is wrong with it. */
export function AddClient({ currencies, isBusy, onAdd }: AddClientProps): JSX.Element {
  const { words, formats } = useSpeech();
  const [id, setId] = useState('');
  const [typed, setTyped] = useState('');
  const [currency, setCurrency] = useState(currencies[0] ?? 'USD');
  const [per, setPer] = useState<Per>('day');
  const [url, setUrl] = useState('');
  const submit = async (): Promise<void> => {
    const isAdded = await onAdd({
      ...{ id: id.trim(), budget: { amount: plainDecimal(typed), currency }, per },
      ...(url.trim() !== '' && { webhook: { url: url.trim() } }),
    });
    if (!isAdded) return;
    setId('');
    setTyped('');
    setUrl('');
  };
  return (
    <form
      class="panel add-client"
      aria-labelledby="add-title"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void submit();
      }}
    >
      <h3 id="add-title">{words.addClient}</h3>
      <div class="pickers">
        <label>
          {words.clientName}
          <input
            {...{ value: id, dir: 'ltr', maxLength: 32, autocomplete: 'off', required: true }}
            onInput={({ currentTarget: { value } }) => setId(value)}
          />
        </label>
        <label>
          {words.budget}
          <input
            {...{ value: typed, dir: 'ltr', maxLength: 40, autocomplete: 'off', required: true }}
            inputMode="decimal"
            onInput={({ currentTarget: { value } }) => setTyped(value)}
          />
        </label>
        <label>
          {words.currency}
          <select value={currency} onChange={({ currentTarget: { value } }) => setCurrency(value)}>
            {currencies.map((one) => (
              <option key={one} value={one}>
                {formats.currency(one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.budgetSpan}
          <select value={per} onChange={({ currentTarget: { value } }) => setPer(value as Per)}>
            {spans.map((one) => (
              <option key={one} value={one}>
                {words.budgetPer[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.webhookAddress}
          <input
            {...{ value: url, dir: 'ltr', type: 'url', maxLength: 500, autocomplete: 'off' }}
            onInput={({ currentTarget: { value } }) => setUrl(value)}
          />
        </label>
      </div>
      <div>
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {words.add}
        </button>
      </div>
    </form>
  );
}
