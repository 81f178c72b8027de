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
export type { Bought, Desk, Purchase, Ticket, TicketFilter } from './orders/desk.ts';
export { type RouterDeskOptions, type RouterEvents, routerDesk, routerEvents } from './orders/router-desk.ts';
export { createLog } from './server/log.ts';
