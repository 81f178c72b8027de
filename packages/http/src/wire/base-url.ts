import { NumrouteError } from '@numroute/core';

const KEY_NAMES =
  /^(?:api|api[_-]?key|x-api-key|key|token|access[_-]?token|auth|authorization|secret|password|pass)$/i;

export interface UrlSettings {
  readonly baseUrl: string;
  readonly proxy?: string;
  readonly allowInsecureHttp?: boolean;
  readonly warn?: (message: string) => void;
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The base URL, checked: what it holds ends up in messages and logs, so a key has no place in it.
 * No error repeats the value, for it may be the very key.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function parseBaseUrl(settings: UrlSettings): URL {
  const insecure = settings.allowInsecureHttp === true;
  const url = parse('baseUrl', settings.baseUrl);
  if (url.protocol === 'http:' && !insecure) {
    throw NumrouteError.input(
      'baseUrl',
      'an https: address. Over http: everybody on the way can read and alter the key and the codes; ' +
        'set allowInsecureHttp to true if the vendor offers nothing else',
      'an http: address',
    );
  }
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' && !insecure) {
    throw NumrouteError.input(
      'baseUrl',
      'a process that checks certificates: unset NODE_TLS_REJECT_UNAUTHORIZED, or set allowInsecureHttp to true',
    );
  }
  // On the loopback there is nobody on the way.
  if (url.protocol === 'http:' && !isLoopback(url)) {
    const warn = settings.warn ?? ((message: string): void => process.emitWarning(message));
    warn(
      `numroute: ${url.host} is reached over http: everybody on the way can read and alter the key and the codes`,
    );
  }
  return url;
}

/** Whether an address is of this machine: nobody is on the way to it. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/** @throws {NumrouteError} INVALID_INPUT */
export function parseProxy(text: string): URL {
  return parse('proxy', text);
}

function parse(field: 'baseUrl' | 'proxy', text: string): URL {
  const url = typeof text === 'string' ? URL.parse(text.trim()) : null;
  const [protocols, example] =
    field === 'proxy'
      ? [['http:', 'https:', 'socks5:'], 'http://host:port']
      : [['https:', 'http:'], 'https://example.com/api'];
  if (!url) throw NumrouteError.input(field, `an absolute address such as ${example}`);
  if (!protocols.includes(url.protocol) || url.hostname === '') {
    const starts = protocols.map((protocol) => `${protocol}//`).join(' or ');
    throw NumrouteError.input(field, `an address that starts with ${starts}, such as ${example}`);
  }
  if (url.username !== '' || url.password !== '') {
    const instead = field === 'proxy' ? ' and pass them as proxyAuth' : '';
    throw NumrouteError.input(field, `an address without user name and password; take them out${instead}`);
  }
  if (url.hash !== '' || url.href.endsWith('#')) {
    throw NumrouteError.input(field, 'an address without a fragment (#…); take it out');
  }
  if ([...url.searchParams.keys()].some((name) => KEY_NAMES.test(name.trim()))) {
    throw NumrouteError.input(field, 'an address without the key; take it out and pass it as apiKey');
  }
  return url;
}
