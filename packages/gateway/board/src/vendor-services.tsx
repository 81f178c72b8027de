import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import type { ServiceRecord } from './resources.ts';
import { SumsIn } from './vendor-money.tsx';
import { sentOf } from './vendor-outcomes.tsx';

const SHOWN = 30;

/** A card for each service, that of which most was bought first. */
export function VendorServices({ services }: { readonly services: readonly ServiceRecord[] }): JSX.Element {
  const { words, formats } = useSpeech();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? services : services.slice(0, SHOWN);
  return (
    <section class="by-service" aria-labelledby="services-title">
      <h3 id="services-title">{words.byService}</h3>
      <ul class="price-list">
        {shown.map((one) => (
          <ServiceCard key={one.service} record={one} />
        ))}
      </ul>
      {services.length > SHOWN && (
        <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? words.showFewer : words.showAllServices(formats.count(services.length))}
        </button>
      )}
    </section>
  );
}

function ServiceCard({ record }: { readonly record: ServiceRecord }): JSX.Element {
  const { words, formats } = useSpeech();
  const { serviceName } = useNames();
  const { service, purchases, tried, delivered, halfMs, money, belief } = record;
  const rows: readonly (readonly [string, JSX.Element | string])[] = [
    [words.purchasesSent, formats.count(sentOf(purchases))],
    [
      words.deliveredTitle,
      tried === 0 ? words.notTried : words.someOf(formats.count(delivered), formats.count(tried)),
    ],
    ...(halfMs === undefined ? [] : [[words.halfTitle, formats.countdown(halfMs)] as const]),
    [words.moneyPlace.kept, <SumsIn key="kept" money={money} place="kept" />],
    [words.moneyPlace.promised, <SumsIn key="promised" money={money} place="promised" />],
    [words.expectedCode, formats.share(belief.chance)],
    ...(belief.phantom === undefined
      ? []
      : [[words.expectedNothing, formats.share(belief.phantom)] as const]),
  ];
  return (
    <li class="card service-record">
      <div class="row spread">
        <h4>
          <Apart>{serviceName(service)}</Apart>
        </h4>
        {tried > 0 && <span class="price">{formats.share(delivered / tried)}</span>}
      </div>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name} class="row spread">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
