import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Api } from './api.ts';
import { useSpeech } from './languages.ts';
import { OrderCard } from './order-card.tsx';
import { PAST_PLACE } from './place.ts';
import { ProblemNote } from './problem-note.tsx';
import { PurchaseNote } from './purchase-note.tsx';
import type { Orders } from './use-orders.ts';
import type { Purchases } from './use-purchases.ts';

interface OrdersSectionProps {
  readonly api: Api;
  readonly orders: Orders;
  readonly purchases: Purchases;
}

export function OrdersSection({ api, orders, purchases }: OrdersSectionProps): JSX.Element {
  const { words } = useSpeech();
  const { list, isLoaded, problem } = orders;
  const isEmpty = list.length === 0 && purchases.list.length === 0;
  const title = useRef<HTMLHeadingElement>(null);
  // What goes away with its button leaves the focus here, and not nowhere.
  const comeBack = (): void => title.current?.focus();
  return (
    <section aria-labelledby="orders-title">
      <div class="row spread">
        <h2 id="orders-title" ref={title} tabIndex={-1}>
          {words.orders}
        </h2>
        <a class="small" href={PAST_PLACE}>
          {words.past}
        </a>
      </div>
      {problem && <ProblemNote problem={problem} />}
      {purchases.list.map((purchase) => (
        <PurchaseNote key={purchase.key} purchase={purchase} purchases={purchases} onAnswered={comeBack} />
      ))}
      {isEmpty && !problem && <p class="empty">{isLoaded ? words.noOrders : words.loading}</p>}
      {list.length > 0 && (
        <ul class="cards">
          {list.map((order) => (
            <OrderCard
              key={order.id}
              api={api}
              order={order}
              onOrder={orders.put}
              onHide={(id) => {
                orders.hide(id);
                comeBack();
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
