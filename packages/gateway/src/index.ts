export { parseGatewaySettings } from './clients/parse-settings.ts';
export type {
  BudgetSettings,
  ClientSettings,
  GatewaySettings,
  Margin,
  RepeatSettings,
} from './clients/settings.ts';
export { hashToken, type NewToken, newToken } from './clients/tokens.ts';
export { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
// The public names are older than the words of the code.
export type {
  Bought,
  OrderFilter as TicketFilter,
  OrderRecord as Ticket,
  Orders as Desk,
  Purchase,
} from './orders/orders.ts';
export {
  type RouterEvents,
  type RouterOrdersOptions as RouterDeskOptions,
  routerEvents,
  routerOrders as routerDesk,
} from './orders/router-orders.ts';
export { createLog } from './server/log.ts';
