import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Api } from './api.ts';
import { Apart } from './bidi.tsx';
import { CodeCurve } from './code-curve.tsx';
import { useSpeech } from './languages.ts';
import { BOARD_PLACE } from './place.ts';
import { ProblemNote } from './problem-note.tsx';
import type { VendorRecord } from './resources.ts';
import { useLoaded } from './use-loaded.ts';
import { BeliefPanel } from './vendor-belief.tsx';
import { SumsIn, VendorMoney } from './vendor-money.tsx';
import { sentOf, VendorOutcomes } from './vendor-outcomes.tsx';
import { VendorServices } from './vendor-services.tsx';

interface VendorPageProps {
  readonly api: Api;
  readonly id: string;
}

/** For operators: what the purchases at one vendor have come to. Read once, because it is made of the whole past. */
export function VendorPage({ api, id }: VendorPageProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { value, problem, isLoading, reload } = useLoaded<VendorRecord>(
    api,
    `providers/${encodeURIComponent(id)}`,
  );
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever followed the link goes on from here.
  useEffect(() => title.current?.focus({ preventScroll: true }), [id]);
  return (
    <section aria-labelledby="vendor-title">
      <p>
        <a href={BOARD_PLACE}>{words.allPrices}</a>
      </p>
      <div class="row spread">
        <h2 id="vendor-title" ref={title} tabIndex={-1}>
          <Apart>{id}</Apart>
        </h2>
        <span class="row small muted">
          {value && <Apart>{words.sentSince(formats.day(value.since))}</Apart>}
          <button type="button" class="quiet" aria-busy={isLoading} onClick={reload}>
            {words.refresh}
          </button>
        </span>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {!value && isLoading && (
        <p class="empty" role="status">
          {words.loading}
        </p>
      )}
      {value && <Record record={value} />}
    </section>
  );
}

function Record({ record }: { readonly record: VendorRecord }): JSX.Element {
  const { words, formats } = useSpeech();
  const { purchases, tried, delivered, curve, halfMs, mostMs, money, belief, services } = record;
  const isEmpty = sentOf(purchases) === 0;
  const said =
    halfMs === undefined || mostMs === undefined
      ? words.curveUnknown
      : words.curveSaid(formats.countdown(halfMs), formats.countdown(mostMs));
  return (
    <>
      {isEmpty ? (
        <p class="empty">{words.nothingBought}</p>
      ) : (
        <ul class="tiles">
          <Tile
            name={words.deliveredTitle}
            hint={tried === 0 ? undefined : words.deliveredOf(formats.count(delivered), formats.count(tried))}
          >
            {tried === 0 ? words.notTried : formats.share(delivered / tried)}
          </Tile>
          <Tile
            name={words.halfTitle}
            hint={mostMs === undefined ? undefined : words.mostWithin(formats.countdown(mostMs))}
          >
            {halfMs === undefined ? words.noCodeYet : formats.countdown(halfMs)}
          </Tile>
          <Tile name={words.moneyPlace.kept} hint={words.keptHint}>
            <SumsIn money={money} place="kept" />
          </Tile>
          <Tile name={words.moneyPlace.promised}>
            <SumsIn money={money} place="promised" />
          </Tile>
        </ul>
      )}
      <div class="panels">
        <section class="panel is-wide" aria-labelledby="curve-title">
          <h3 id="curve-title">{words.curveTitle}</h3>
          <CodeCurve measured={curve} expected={belief.curve} said={said} />
        </section>
        <BeliefPanel belief={belief} />
        {!isEmpty && <VendorOutcomes purchases={purchases} />}
        {!isEmpty && <VendorMoney money={money} />}
      </div>
      {services.length > 0 && <VendorServices services={services} />}
    </>
  );
}

interface TileProps {
  readonly name: string;
  readonly hint?: string | undefined;
  readonly children: ComponentChildren;
}

function Tile({ name, hint, children }: TileProps): JSX.Element {
  return (
    <li class="panel tile">
      <span class="small">{name}</span>
      <span class="amount">{children}</span>
      {hint !== undefined && <span class="small muted">{hint}</span>}
    </li>
  );
}
