export type { Bought, Desk, Purchase, Ticket, TicketFilter } from './desk.ts';
export { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
export { createLog } from './log.ts';
export { parseGatewaySettings } from './parse-settings.ts';
export { type RouterDeskOptions, type RouterEvents, routerDesk, routerEvents } from './router-desk.ts';
export type { BudgetSettings, ClientSettings, GatewaySettings, Margin, RepeatSettings } from './settings.ts';
export { hashToken, type NewToken, newToken } from './tokens.ts';
