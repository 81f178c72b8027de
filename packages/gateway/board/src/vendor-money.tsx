import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { Money, MoneyPlace, MoneyPlaces } from './resources.ts';

const places: readonly MoneyPlace[] = ['delivered', 'kept', 'promised', 'held', 'doubtful', 'returned'];

const isSome = ({ amount }: Money): boolean => amount !== '0';

/** One place's sums in every currency that has any. */
export function SumsIn({
  money,
  place,
}: {
  readonly money: readonly MoneyPlaces[];
  readonly place: MoneyPlace;
}): JSX.Element {
  const { words, formats } = useSpeech();
  const sums = money.map((one) => one[place]).filter(isSome);
  if (sums.length === 0) return <>{words.noMoney}</>;
  return (
    <>
      {sums.map((sum, nth) => (
        <span key={sum.currency} class="sum">
          {nth > 0 && ' + '}
          <Apart>{formats.money(sum)}</Apart>
        </span>
      ))}
    </>
  );
}

/** Where all that was ever to be paid is now. */
export function VendorMoney({ money }: { readonly money: readonly MoneyPlaces[] }): JSX.Element {
  const { words } = useSpeech();
  return (
    <section class="panel money" aria-labelledby="money-title">
      <h3 id="money-title">{words.moneyTitle}</h3>
      <ul>
        {places.map((place) => (
          <li key={place} class="row spread">
            <span>{words.moneyPlace[place]}</span>
            <span class={place === 'kept' && money.some(({ kept }) => isSome(kept)) ? 'bad' : undefined}>
              <SumsIn money={money} place={place} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
