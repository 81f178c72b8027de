import { join } from 'node:path';
import { NumrouteError } from '@numroute/core';
import type { GatewaySettings } from '@numroute/gateway';
import type { Endpoint } from '@numroute/gateway/shop';
import { importBeside, isNotFound } from '../config/installed.ts';

/** What serves agents. It is loaded where it is wanted: a program that serves none needs none of it. */
export type Mcp = typeof import('@numroute/mcp');

const NAME = '@numroute/mcp';

/** @throws {NumrouteError} INVALID_INPUT It is not installed. @param path What asks for it, for errors. */
export async function loadMcp(folder: string, path: string): Promise<Mcp> {
  const found = await importMcp(folder);
  if (found) return found;
  throw NumrouteError.input(
    path,
    `the package ${NAME} to be installed beside numroute (\`npm install ${NAME}\`; once: \`npx -p numroute -p ${NAME} numroute mcp\`)`,
  );
}

/** Undefined: it is not installed. */
export async function importMcp(folder: string): Promise<Mcp | undefined> {
  try {
    return (await importBeside(NAME, join(folder, 'package.json'))) as Mcp;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What serves them at a gateway. @throws {NumrouteError} INVALID_INPUT A setting is wrong, or nothing is installed. */
export async function endpointsOf(
  raw: unknown,
  folder: string,
  { clients }: GatewaySettings,
  onError: (error: unknown) => void,
): Promise<readonly Endpoint[]> {
  if (raw === undefined || raw === false) return [];
  const { mcpEndpoint, parseMcpEndpointSettings } = await loadMcp(folder, 'gateway.mcp');
  const settings = parseMcpEndpointSettings(raw);
  const stranger = settings.readOnly?.find((id) => !clients.some((client) => client.id === id));
  if (stranger !== undefined)
    throw NumrouteError.input(
      'gateway.mcp.readOnly',
      'ids of "gateway.clients"',
      JSON.stringify(stranger.slice(0, 40)),
    );
  return [mcpEndpoint({ ...settings, onError })];
}
