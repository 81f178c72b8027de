import { NumrouteError } from '@numroute/core';
import type { Adapter, RequestDescription } from '../adapter.ts';
import type { Secret } from './secret.ts';

/** A request that is ready for the wire: the key is in it. It must not outlive the exchange. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
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
  readonly auth: Adapter['auth'];
  readonly key: Secret;
}

/** Turns a description into a request for the wire. The key comes last, and this is its only place. */
export function toWire(base: URL, description: RequestDescription, credentials?: Credentials): WireRequest {
  const inForm = credentials?.auth.in === 'form';
  const form = description.form || inForm ? { ...description.form } : undefined;
  const json = description.json && JSON.stringify(description.json);
  const method = description.method ?? (form || json ? 'POST' : 'GET');
  if ((form || json) && method !== 'POST')
    throw NumrouteError.input('method', 'POST for a request with a form or JSON', method);
  if (form && json) throw NumrouteError.input('json', 'one body: a form, where the key may be, or JSON');

  const url = address(base, description.path);
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
    else if (form) form[auth.name] = key.reveal();
  }
  return { method, url, headers, ...(form && { form }), ...(json && { json }) };
}

/** Below the base URL and nowhere else: an id in a path must not be able to climb out of it. */
function address(base: URL, path: string | undefined): URL {
  const url = new URL(base);
  if (path === undefined || path === '') return url;
  const steps = path.replace(/^\//, '').split('/');
  if (/[?#\\]/.test(path) || steps.some((step) => /^(?:\.|%2e){1,2}$/i.test(step))) {
    throw NumrouteError.input('path', 'a path below the base URL, without ?, # and dot segments');
  }
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${steps.join('/')}`;
  return url;
}
