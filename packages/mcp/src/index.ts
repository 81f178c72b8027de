export { type Confirm, TOOLS, type ToolName } from './desk.ts';
export { type McpEndpointOptions, mcpEndpoint } from './endpoint.ts';
export { type HostOptions, serveHost } from './host.ts';
export { type RelayOptions, relay } from './relay.ts';
export {
  type Asking,
  type McpEndpointSettings,
  type McpSettings,
  parseMcpEndpointSettings,
  parseMcpSettings,
} from './settings.ts';
