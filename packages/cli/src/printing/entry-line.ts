import { formatMoney, type Order } from '@numroute/core';
import { type CancelTrack, type JournalEntry, refundOf } from '@numroute/journal';
import { type painter, tame } from '../io.ts';
import { exact, nameOf } from './format.ts';
import { eachSms, untoldText } from './sms.ts';

type Paint = ReturnType<typeof painter>;

/** One entry of the journal as a person reads it. */
export function entryLine(entry: JournalEntry, paint: Paint): string {
  const { number, order, cancel, adopted } = entry;
  if (!order) return doubtLine(entry, paint);
  const { phone, service, country, paid, status } = order;
  const tail = tailOf(order);
  const refund = refundWords[refundOf(entry)];
  const more = [
    ...(cancel && status === 'open' ? [cancelText(cancel)] : []),
    ...(adopted ? ['found again after its reply was lost'] : []),
    ...(refund === undefined ? [] : [refund]),
  ];
  const name = paint('bold', nameOf(order));
  return [
    `${name}  ${phone || 'no number yet'}  ${service} ${country}  ${exact(paid)}  ${status}, ${tail}`,
    ...more,
    `#${number}`,
  ].join('; ');
}

/** Every code; where there is none, what came instead. */
function tailOf(order: Order): string {
  const { status } = order;
  const told = eachSms(order);
  const codes = told.flatMap(({ code }) => code ?? []);
  if (codes.length > 0) return `code ${tame(codes.join(', '), 60)}`;
  const text = told.at(-1)?.text;
  if (text !== undefined) return `SMS: ${tame(text, 1_000)}`;
  return status === 'delivered' || status === 'finished' ? untoldText(order) : 'no code yet';
}

export const refundWords: Readonly<Record<Order['refund'], string | undefined>> = {
  none: undefined,
  promised: 'refund promised, not seen yet',
  seen: 'refund seen in the balance',
  missing: 'refund missing in the balance',
  unknown: 'nobody knows whether it was refunded',
};

function cancelText({ step, notBefore, insist }: CancelTrack): string {
  if (step === 'asked') return 'cancel asked, no answer yet';
  const when = notBefore > 0 ? `from ${new Date(notBefore).toISOString()}` : 'until it is over';
  const again = insist ? `, asked again ${when}` : '';
  return step === 'refused' ? `cancel refused${again}` : `cancel ${step}${again}`;
}

const doubts: Readonly<Record<string, string>> = {
  sending: 'It may have been charged. Nothing more is bought at that account.',
  unknown: 'It may have been charged. Nothing more is bought at that account.',
  lost: 'It was charged, and its number is not known. The money comes back if the vendor refunds what expires.',
  disputed: 'The evidence contradicts itself. Nothing more is bought for that want.',
  refused: 'Nothing was bought.',
  absent: 'It is proven that nothing was bought.',
};

function doubtLine({ number, offer, sentAt, state, money, reason }: JournalEntry, paint: Paint): string {
  const when = new Date(sentAt).toISOString();
  const why = reason === undefined ? '' : ` Known: ${tame(reason, 200)}.`;
  const help = money === 'reserved' ? ` Look there, then: numroute settle ${number}` : '';
  const what = `a purchase of ${offer.service} in ${offer.country} at ${offer.provider} for ${formatMoney(offer.price)}, sent ${when}`;
  const text = `#${number} ${state}: ${what}. ${doubts[state] ?? ''}${why}${help}`;
  return money === 'reserved' ? paint('yellow', text) : text;
}
