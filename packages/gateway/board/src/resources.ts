/** What the gateway's REST tells, as `/v1/openapi.json` describes it. */
export interface Money {
  /** An exact decimal. Never made a number. */
  readonly amount: string;
  readonly currency: string;
}

export interface Rate {
  readonly base: string;
  readonly quote: string;
  readonly value: string;
  readonly source: string;
  readonly asOf: string;
}

export interface Account {
  readonly client: string;
  readonly operator: boolean;
  readonly allowVirtual: boolean;
  readonly currency: string;
  readonly currencies: readonly string[];
  readonly rates?: readonly Rate[];
  /** Services whose prices are kept. */
  readonly priceHistory: readonly string[];
}

export interface Balance {
  readonly balance: Money;
  readonly budget: Money;
  readonly per: 'day' | 'month' | 'total';
}

/** Who may use the gateway, as an operator sees it. */
export interface Client {
  readonly id: string;
  /** `config`: only the settings of the gateway change it. */
  readonly from: 'config' | 'here';
  readonly budget: Money;
  readonly per?: Balance['per'];
  readonly operator?: boolean;
  /** Absent once it is revoked. */
  readonly balance?: Money;
  readonly addedAt?: string;
  readonly revokedAt?: string;
  readonly webhook?: {
    readonly url: string;
    readonly waiting?: number;
    readonly failing?: number;
    readonly givenUp?: number;
    readonly lastHeardAt?: string;
    readonly lastProblem?: string;
  };
}

export interface NewClient {
  readonly id: string;
  readonly budget: Money;
  readonly per: Balance['per'];
  readonly webhook?: { readonly url: string };
}

/** What is told once, when a client is added. */
export interface AddedClient {
  readonly client: Client;
  readonly token: string;
  readonly webhookSecret?: string;
}

export interface VendorBalance {
  readonly id: string;
  readonly balance?: Money;
  readonly error?: string;
}

/** Where the money of purchases is, each a sum in one currency. */
export type MoneyPlace = 'delivered' | 'kept' | 'promised' | 'held' | 'doubtful' | 'returned';
export type MoneyPlaces = Readonly<Record<MoneyPlace, Money>>;

/** By what became of them. */
export type Purchases = Readonly<
  Record<
    'code' | 'open' | 'finished' | 'cancelled' | 'expired' | 'gone' | 'refused' | 'lost' | 'in-doubt',
    number
  >
>;

export interface CurvePoint {
  readonly afterMs: number;
  /** From 0 to 1; rises. */
  readonly share: number;
}

/** What is thought of a vendor's next order. */
export interface VendorBelief {
  readonly chance: number;
  readonly meanMs: number;
  readonly curve: readonly CurvePoint[];
  readonly keeps: number;
  /** Of one service. */
  readonly phantom?: number;
  readonly orders: number;
  readonly from: Grounds;
}

interface TrackRecord {
  readonly purchases: Purchases;
  readonly tried: number;
  readonly delivered: number;
  readonly curve: readonly CurvePoint[];
  /** Absent where no code came. */
  readonly halfMs?: number;
  readonly mostMs?: number;
  readonly money: readonly MoneyPlaces[];
  readonly belief: VendorBelief;
}

export interface ServiceRecord extends TrackRecord {
  readonly service: string;
}

/** What the purchases at a vendor have come to. */
export interface VendorRecord extends TrackRecord {
  readonly provider: string;
  readonly since: string;
  readonly services: readonly ServiceRecord[];
}

export interface Service {
  readonly slug: string;
  readonly name: string;
}

/** What a thought mostly rests on. */
export type Grounds = 'measured' | 'vendor' | 'usual';

/** What an order would come to, by what was seen of such orders. */
export interface Outlook {
  /** A share from 0 to 1. */
  readonly chance: number;
  readonly meanMs: number;
  readonly perCode: Money;
  readonly orders: number;
  readonly from: Grounds;
}

export interface Offer {
  readonly service: string;
  readonly country: string;
  readonly price: Money;
  readonly stock: number | null;
  readonly virtual?: boolean;
  readonly listedAt?: string;
  /** For operators, like what follows. */
  readonly provider?: string;
  readonly pool?: string;
  readonly cost?: Money;
  readonly successRate?: { readonly value: number; readonly windowHours?: number; readonly source: string };
  /** Of the best of each country. */
  readonly outlook?: Outlook;
}

export interface OfferPage {
  readonly currency: string;
  readonly total: number;
  readonly complete: boolean;
  /** The cheapest first. */
  readonly offers: readonly Offer[];
  readonly silent?: readonly { readonly provider: string; readonly code: string; readonly message: string }[];
  readonly excluded?: readonly { readonly provider: string; readonly why: string; readonly count: number }[];
}

export type OrderStatus =
  | 'in-doubt'
  | 'lost'
  | 'open'
  | 'delivered'
  | 'finished'
  | 'cancelled'
  | 'expired'
  | 'gone';

export interface Message {
  readonly code?: string;
  readonly text?: string;
  readonly from?: string;
  readonly receivedAt?: string;
}

export interface Order {
  readonly id: string;
  readonly status: OrderStatus;
  readonly service: string;
  readonly country: string;
  readonly phone?: string;
  readonly price: Money;
  readonly refund: 'none' | 'promised' | 'unknown' | 'seen' | 'missing';
  readonly messages: readonly Message[];
  readonly orderedAt: string;
  readonly expiresAt?: string;
  readonly cancelAfter?: string;
  /** Without a code by then the gateway cancels. */
  readonly cancelBefore?: string;
  readonly provider?: string;
  /** For operators, in the past. */
  readonly client?: string;
}

export interface OrderPage {
  readonly orders: readonly Order[];
  /** The cursor of the page after. */
  readonly next?: string;
}

/** Prices of a service in a country over time. */
export interface PriceHistory {
  readonly since: string;
  readonly until: string;
  readonly stepMs: number;
  readonly series: readonly {
    /** For operators. */
    readonly provider?: string;
    /** The least of each step in which something could be bought. */
    readonly points: readonly { readonly at: string; readonly price: string }[];
  }[];
}

export interface SpendRow {
  readonly group?: string;
  /** Numbers that do not wait for a first code any more, and those of them that one came to. */
  readonly over: number;
  readonly codes: number;
  /** What was charged without what came back. */
  readonly net: Money;
}

export const isOpen = ({ status }: Order): boolean =>
  status === 'in-doubt' || status === 'open' || status === 'delivered';

export interface Wish {
  readonly service: string;
  readonly country: string;
  readonly maxPrice: Money;
  readonly allowVirtual: boolean;
  /** For operators: of these alone. */
  readonly providers?: readonly string[];
  /** Only where the stock is told and as large. */
  readonly minStock?: number;
}

/** RFC 9457, and whether money may have moved. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly moneyMayHaveMoved: boolean;
  readonly price?: Money;
  readonly retryAfterMs?: number;
}
