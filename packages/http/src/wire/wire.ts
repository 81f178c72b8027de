import { NumrouteError } from '@numroute/core';
import type { KeyPlace, RequestDescription } from '../adapter.ts';
import type { Secret } from './secret.ts';

/** A request that is ready for the wire: the key is in it. It must not outlive the exchange. */
export interface WireRequest {
  readonly method: NonNullable<RequestDescription['method']>;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  /** As text. */
  readonly json?: string;
}

/** What belongs to the connection, not to an adapter. */
const NOT_THEIRS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'accept-encoding',
  'content-type',
  'referer',
  'proxy-authorization',
]);

/** The key and where it goes. */
export interface Credentials {
  readonly auth: KeyPlace;
  readonly key: Secret;
}

/** Turns a description into a request for the wire. The key comes last, and this is its only place. */
export function toWire(base: URL, description: RequestDescription, credentials?: Credentials): WireRequest {
  const keyIn = credentials?.auth.in;
  const form = description.form || keyIn === 'form' ? { ...description.form } : undefined;
  const json = description.json || keyIn === 'json' ? { ...description.json } : undefined;
  const method = description.method ?? (form || json ? 'POST' : 'GET');
  if ((form || json) && !hasBody(method))
    throw NumrouteError.input('method', 'POST, PUT or PATCH for a request with a form or JSON', method);
  if (form && json) throw NumrouteError.input('json', 'one body, a form or JSON, where the key may be');

  const url = address(base, stepsOf(description.path));
  for (const [name, value] of Object.entries(description.query ?? {})) url.searchParams.set(name, value);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(description.headers ?? {})) {
    if (!NOT_THEIRS.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  headers['user-agent'] = 'numroute';
  headers['cache-control'] = 'no-store';
  if (form) headers['content-type'] = 'application/x-www-form-urlencoded';
  if (json) headers['content-type'] = 'application/json';

  if (credentials) {
    const { auth, key } = credentials;
    if (auth.in === 'query') url.searchParams.set(auth.name, key.reveal());
    else if (auth.in === 'header') headers[auth.name.toLowerCase()] = `${auth.prefix ?? ''}${key.reveal()}`;
    else if (auth.in === 'basic') headers['authorization'] = basic(auth.user, key.reveal());
    else if (auth.in === 'path') url.pathname = below(url, [encodeURIComponent(key.reveal())]);
    else if (form) form[auth.name] = key.reveal();
    else if (json) json[auth.name] = key.reveal();
  }
  return { method, url, headers, ...(form && { form }), ...(json && { json: JSON.stringify(json) }) };
}

function hasBody(method: WireRequest['method']): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

/** For `authorization` and `proxy-authorization`. Without a user, the key is both, `user:password`. */
export function basic(user: string | undefined, key: string): string {
  const pair = user === undefined ? key : `${user}:${key}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

/** Longer than any id, key or name in a path. */
const LONGEST_STEP = 500;

/** @throws {NumrouteError} INVALID_INPUT A step would climb out of the base URL, or is none. */
function stepsOf(path: RequestDescription['path'] = []): readonly string[] {
  if (typeof path !== 'string') return path.map(encoded);
  if (/[?#\\]/.test(path)) throw climbs('path');
  const steps = path.replace(/^\//, '').split('/');
  return steps.length === 1 && steps[0] === '' ? [] : steps;
}

function encoded(step: string): string {
  if (step !== '' && step.length <= LONGEST_STEP && step.isWellFormed()) return encodeURIComponent(step);
  throw NumrouteError.input('path', `steps of 1 to ${LONGEST_STEP} characters`);
}

/** Below the base URL and nowhere else: an id in a path must not be able to climb out of it. */
function address(base: URL, steps: readonly string[]): URL {
  const url = new URL(base);
  if (steps.some((step) => /^(?:\.|%2e){1,2}$/i.test(step))) throw climbs('path');
  if (steps.length > 0) url.pathname = below(url, steps);
  return url;
}

const below = ({ pathname }: URL, steps: readonly string[]): string =>
  `${pathname.replace(/\/$/, '')}/${steps.join('/')}`;

const climbs = (field: string): NumrouteError =>
  NumrouteError.input(field, 'a path below the base URL, without ?, # and dot segments');
