export { parseGatewaySettings } from './clients/parse-settings.ts';
export type {
  BudgetSettings,
  ClientSettings,
  GatewaySettings,
  Margin,
  PriceHistorySettings,
  RepeatSettings,
  WebhookSettings,
} from './clients/settings.ts';
export { hashToken, type NewToken, newToken } from './clients/tokens.ts';
export { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
export type { Bought, OrderFilter, OrderRecord, Orders, Purchase } from './orders/orders.ts';
export {
  type RouterEvents,
  type RouterOrdersOptions,
  routerEvents,
  routerOrders,
} from './orders/router-orders.ts';
export type { ClientChanges } from './selling/clientele.ts';
export { type Door, openDoor } from './server/door.ts';
export { createLog } from './server/log.ts';
