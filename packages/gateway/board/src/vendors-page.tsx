import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Api } from './api.ts';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { BOARD_PLACE } from './place.ts';
import { ProblemNote } from './problem-note.tsx';
import type { VendorBalance, VendorRecord } from './resources.ts';
import { useRecords } from './use-records.ts';
import { VendorLink } from './vendor-link.tsx';

interface VendorsPageProps {
  readonly api: Api;
  /** Undefined: not told yet. */
  readonly vendors: readonly VendorBalance[] | undefined;
}

/** For operators: which share of its codes each vendor delivered, and how soon, side by side. */
export function VendorsPage({ api, vendors = [] }: VendorsPageProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { read, problem, isLoading, reload } = useRecords(
    api,
    vendors.map(({ id }) => id),
  );
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever followed the link goes on from here.
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const [first] = read;
  return (
    <section aria-labelledby="records-title">
      <p>
        <a href={BOARD_PLACE}>{words.allPrices}</a>
      </p>
      <div class="row spread">
        <h2 id="records-title" ref={title} tabIndex={-1}>
          {words.allVendors}
        </h2>
        <span class="row small muted">
          <span role="status">
            {!isLoading && first && read.length === vendors.length
              ? words.sentSince(formats.day(first.since))
              : words.recordsRead(formats.count(read.length), formats.count(vendors.length))}
          </span>
          <button type="button" class="quiet" aria-busy={isLoading} onClick={reload}>
            {words.refresh}
          </button>
        </span>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {read.length > 0 && (
        <div class="panel">
          <table class="spend" aria-labelledby="records-title">
            <thead>
              <tr>
                <td />
                <th scope="col">{words.deliveredTitle}</th>
                <th scope="col">{words.halfShort}</th>
                <th scope="col">{words.mostShort}</th>
              </tr>
            </thead>
            <tbody>
              {read.toSorted(byDelivered).map((record) => (
                <Row key={record.provider} record={record} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ record }: { readonly record: VendorRecord }): JSX.Element {
  const { words, formats } = useSpeech();
  const { provider, tried, delivered, halfMs, mostMs } = record;
  const within = (ms: number | undefined): JSX.Element | string =>
    ms === undefined ? <span class="muted">{words.noMoney}</span> : formats.countdown(ms);
  return (
    <tr>
      <th scope="row">
        <VendorLink id={provider} />
      </th>
      <td>
        {tried === 0 ? (
          <span class="muted">{words.notTried}</span>
        ) : (
          <>
            {formats.share(delivered / tried)}
            <br />
            <span class="small muted">
              <Apart>{words.someOf(formats.count(delivered), formats.count(tried))}</Apart>
            </span>
          </>
        )}
      </td>
      <td>{within(halfMs)}</td>
      <td>{within(mostMs)}</td>
    </tr>
  );
}

/** The best first; of whom nothing is known last. */
function byDelivered(left: VendorRecord, right: VendorRecord): number {
  const share = ({ tried, delivered }: VendorRecord): number => (tried === 0 ? -1 : delivered / tried);
  return share(right) - share(left) || (left.provider < right.provider ? -1 : 1);
}
