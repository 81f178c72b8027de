// OpenTelemetry spans of a router: one for each want, in it one for each attempt, in it one for each call to a vendor.
// Copy it. It needs @opentelemetry/api, and whatever SDK and exporter you have:
//
//   const tracing = traced(trace.getTracer('numroute'));
//   const router = createRouter({ …, onEvent: tracing.tell });   // or, of a gateway: events.listen(tracing.tell)
//   …
//   tracing.end();                                               // before the SDK is shut down
//
// No phone, no code and no key becomes an attribute.

import { LIVE } from '@numroute/journal';
import type { RouterEvent } from '@numroute/router';
import {
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';

/** Nobody says that a want is over: a minute without an open attempt, and it was. */
const REST_MS = 60_000;

type Written = Extract<RouterEvent, { type: 'attempt-written' }>;
type Call = Extract<RouterEvent, { type: 'call-ended' }>;

interface Want {
  readonly span: Span;
  readonly open: Set<string>;
  restsSince: number;
}

/** Spans of what a router does. */
export interface Tracing {
  /** What the router is given as `onEvent`. */
  readonly tell: (event: RouterEvent) => void;
  /** Ends what is open. */
  end(): void;
}

/** @param now Milliseconds since 1970. */
export function traced(tracer: Tracer, now: () => number = Date.now): Tracing {
  const wants = new Map<string, Want>();
  const attempts = new Map<string, Span>();
  /** By vendor and its order: a call about an order names that. */
  const orders = new Map<string, string>();
  const within = (span: Span | undefined): Context =>
    span ? trace.setSpan(context.active(), span) : context.active();

  const sweep = (isEnd = false): void => {
    for (const [id, { span, open, restsSince }] of wants) {
      if (!isEnd && (open.size > 0 || now() - restsSince < REST_MS)) continue;
      span.end(open.size > 0 ? now() : restsSince);
      wants.delete(id);
    }
  };

  const begin = ({ entry: { id, want = id, offer } }: Written): void => {
    const { provider, service, country } = offer;
    const attributes = { 'numroute.service': service, 'numroute.country': country };
    const startTime = now();
    const wanted: Want = wants.get(want) ?? {
      span: tracer.startSpan('want', { startTime, attributes: { ...attributes, 'numroute.want': want } }),
      open: new Set(),
      restsSince: startTime,
    };
    wants.set(want, wanted);
    wanted.open.add(id);
    const own = { ...attributes, 'numroute.attempt': id, 'numroute.provider': provider };
    attempts.set(id, tracer.startSpan('attempt', { startTime, attributes: own }, within(wanted.span)));
  };

  const written = (event: Written): void => {
    const { entry, before, happening } = event;
    const { id, want = id, offer, order, state } = entry;
    if (!before) begin(event);
    const span = attempts.get(id);
    // An earlier run bought it.
    if (!span) return;
    if (order) orders.set(`${offer.provider} ${order.id}`, id);
    span.addEvent(happening.kind, { 'numroute.state': state, 'numroute.money': entry.money }, now());
    if (LIVE.includes(state)) return;
    if (state === 'lost' || state === 'refused')
      span.setStatus({ code: SpanStatusCode.ERROR, message: state });
    span.setAttribute('numroute.state', state);
    span.end(now());
    attempts.delete(id);
    if (order) orders.delete(`${offer.provider} ${order.id}`);
    const wanted = wants.get(want);
    wanted?.open.delete(id);
    if (wanted) wanted.restsSince = now();
  };

  const called = (call: Call): void => {
    const { provider, operation, waitedMs, tookMs = 0, error, isAborted } = call;
    const attempt = call.attempt ?? orders.get(`${provider} ${call.order}`);
    const ended = now();
    const span = tracer.startSpan(
      `${operation} ${provider}`,
      {
        kind: SpanKind.CLIENT,
        startTime: ended - tookMs - waitedMs,
        attributes: {
          'numroute.provider': provider,
          'numroute.operation': operation,
          'numroute.waited_ms': waitedMs,
          'numroute.sent': call.tookMs !== undefined,
          ...(isAborted && { 'numroute.aborted': true }),
        },
      },
      within(attempt === undefined ? undefined : attempts.get(attempt)),
    );
    if (error) span.setStatus({ code: SpanStatusCode.ERROR, message: error.code });
    span.end(ended);
  };

  return {
    tell: (event) => {
      sweep();
      if (event.type === 'attempt-written') written(event);
      if (event.type === 'call-ended') called(event);
    },
    end: () => {
      for (const span of attempts.values()) span.end(now());
      attempts.clear();
      sweep(true);
    },
  };
}
