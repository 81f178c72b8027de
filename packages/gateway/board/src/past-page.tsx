import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import { useSpeech } from './languages.ts';
import { PastOrder } from './past-order.tsx';
import { PastPickers, type Search } from './past-pickers.tsx';
import { BOARD_PLACE } from './place.ts';
import { ProblemNote } from './problem-note.tsx';
import type { Account, Order, OrderPage, Problem } from './resources.ts';
import { SpendPanels } from './spend-panels.tsx';
import { useDrawn } from './use-drawn.ts';

interface PastPageProps {
  readonly api: Api;
  readonly account: Account;
  readonly vendors: readonly string[];
}

const PAGE = 50;
/** Of more the newest leave the page, because it would be slow. */
const MOST = 500;

const idOf = ({ id }: Order): string => id;
const DAY_MS = 86_400_000;

/** Orders of the past, found by what they are, in pages; and what was spent today and this month. */
export function PastPage({ api, account, vendors }: PastPageProps): JSX.Element {
  const { words, formats } = useSpeech();
  const [search, setSearch] = useState<Search>({ days: 30 });
  const { orders, isCut, hasMore, isLoading, problem, more } = usePast(api, search, account.operator);
  const shown = useDrawn(orders, idOf);
  const title = useRef<HTMLHeadingElement>(null);
  // Whoever followed the link goes on from here.
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  return (
    <section aria-labelledby="past-title">
      <p>
        <a href={BOARD_PLACE}>{words.allPrices}</a>
      </p>
      <h2 id="past-title" ref={title} tabIndex={-1}>
        {words.past}
      </h2>
      <SpendPanels api={api} isOperator={account.operator} />
      <PastPickers
        search={search}
        isOperator={account.operator}
        vendors={vendors}
        onSearch={(change) => setSearch({ ...search, ...change })}
      />
      {problem && <ProblemNote problem={problem} />}
      {/* Always there, because a reader hears what comes into it. */}
      <p class={orders.length === 0 && !problem ? 'empty' : 'unseen'} role="status">
        {isLoading ? words.loading : orders.length === 0 ? words.nothingPast : ''}
      </p>
      {isCut && orders.length > 0 && (
        <p class="note is-warning small">{words.newestLeft(formats.count(orders.length))}</p>
      )}
      <ul class="price-list past">
        {shown.map((order) => (
          <PastOrder key={order.id} order={order} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" class="more" aria-busy={isLoading} onClick={more}>
          {words.more}
        </button>
      )}
    </section>
  );
}

interface Past {
  readonly orders: readonly Order[];
  /** The newest were left out. */
  readonly isCut: boolean;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem?: Problem;
  readonly more: () => void;
}

/** What was found so far; a page more on demand. */
function usePast(api: Api, search: Search, isOperator: boolean): Past {
  const [orders, setOrders] = useState<readonly Order[]>([]);
  const [isCut, setCut] = useState(false);
  const [next, setNext] = useState<string>();
  const [isLoading, setLoading] = useState(true);
  const [problem, setProblem] = useState<Problem>();
  const running = useRef<AbortController>(undefined);

  const read = (before: readonly Order[], cursor: string | undefined): void => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    setLoading(true);
    const path = `orders?${queryOf(search, isOperator, cursor)}`;
    const work = async (): Promise<void> => {
      const page = await api.get<OrderPage>(path, stop.signal);
      if (stop.signal.aborted) return;
      const all = [...before, ...page.orders];
      setOrders(all.slice(-MOST));
      setCut((was) => (was && before.length > 0) || all.length > MOST);
      setNext(page.next);
      setProblem(undefined);
      setLoading(false);
    };
    work().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      setProblem(problemOf(error));
      setLoading(false);
    });
  };
  // Of what was searched for before nothing stays.
  useEffect(() => {
    setOrders([]);
    setNext(undefined);
    const timer = setTimeout(() => read([], undefined), TYPED_MS);
    return () => {
      clearTimeout(timer);
      running.current?.abort();
    };
  }, [api, search, isOperator]);

  return {
    ...{ orders, isCut, isLoading, hasMore: next !== undefined },
    ...(problem && { problem }),
    more: () => {
      if (!isLoading) read(orders, next);
    },
  };
}

/** Whoever types is not answered letter by letter. */
const TYPED_MS = 300;

function queryOf(
  { days, state, service, vendor, client }: Search,
  isOperator: boolean,
  cursor: string | undefined,
): URLSearchParams {
  return new URLSearchParams({
    limit: String(PAGE),
    since: new Date(days === undefined ? 0 : Date.now() - days * DAY_MS).toISOString(),
    ...(state && { state }),
    ...(service && { service }),
    ...(vendor && { provider: vendor }),
    ...(isOperator && { client: client || '*' }),
    ...(cursor !== undefined && { cursor }),
  });
}
