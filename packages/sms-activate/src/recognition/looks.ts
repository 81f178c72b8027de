import { type ProbeReply, parseDecimal } from '@numroute/core';
import { normalWord, readBody, wordsOf } from '../reply.ts';
import { meaningOf } from '../words.ts';
import type { QuestionName } from './probes.ts';

/** A reply in a few words, such as `BAD_KEY as text, HTTP 401`: what the table of signs compares. */
export type Look = string;

/** A word as a site says it: bare, or in a field of its JSON. */
export function said(word: string, field: string = 'text', status: number = 200): Look {
  return field === 'text' ? `${word} as text, HTTP ${status}` : `${word} in "${field}", HTTP ${status}`;
}

export const amount = 'ACCESS_BALANCE and an amount';
export const bareAmount = 'an amount without a word';
export const jsonBalance = 'balance and currency as JSON';

/**
 * Undefined for what proves nothing about the dialect: no reply, a page, a server in trouble, a list
 * that is empty, a text that nobody documented.
 */
export function lookOf(name: QuestionName, reply: ProbeReply | null | undefined): Look | undefined {
  if (!reply || reply.status === 429 || reply.status >= 500) return undefined;
  const body = readBody(reply);
  const [first] = wordsOf(body);
  if (first && (first.word === 'NO_ACTIVATIONS' || meaningOf(first, 'status', {}))) {
    const field = body.kind === 'text' ? 'text' : fieldOf(reply.text, first.word);
    return said(first.word, field, reply.status);
  }
  if (reply.status >= 300) return undefined;
  if (body.kind === 'text') return textLook(name, body.text);
  return body.kind === 'json' ? shapeOf(name, JSON.parse(reply.text.replace(/^\uFEFF/, ''))) : undefined;
}

/** A country of the price list, to ask for its tiers; 187, the United States, where there is none. */
export function countryIn(reply: ProbeReply | null | undefined): string {
  const body = reply ? readBody(reply) : undefined;
  const countries = body?.kind === 'json' ? objectOf(body.value) : undefined;
  const listed = Object.keys(countries ?? {}).filter((key) => /^\d{1,4}$/.test(key));
  return listed.includes('187') ? '187' : (listed[0] ?? '187');
}

/** ISO 4217 as a site wrote it beside an amount. */
export function currencyIn(reply: ProbeReply | null | undefined): unknown {
  const body = reply ? readBody(reply) : undefined;
  return body?.kind === 'json' ? objectOf(body.value)?.['currency'] : undefined;
}

function textLook(name: QuestionName, text: string): Look | undefined {
  if (name === 'active' && text === 'null') return 'null for no orders';
  if (/^ACCESS_BALANCE:\s*\d+(?:\.\d+)?$/.test(text)) return amount;
  return parseDecimal(text) ? bareAmount : undefined;
}

function fieldOf(text: string, word: string): string {
  const fields = objectOf(JSON.parse(text)) ?? {};
  const wordOf = (value: unknown) => normalWord(String(value).split(':')[0] ?? '');
  return Object.keys(fields).find((name) => wordOf(fields[name]) === word) ?? 'text';
}

/** What the price lists are asked for. */
const ASKED_SERVICE = 'tg';

type Fields = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function shapeOf(name: QuestionName, value: unknown): Look | undefined {
  const fields = objectOf(value);
  switch (name) {
    case 'balance':
    case 'balanceJson':
    case 'keyInHeader':
      return typeof fields?.['balance'] === 'string' && 'currency' in fields ? jsonBalance : undefined;
    case 'openCountries':
    case 'countries':
      return countriesLook(value);
    case 'services':
      return servicesLook(fields);
    case 'prices':
    case 'pricesV2':
    case 'pricesV3':
      return pricesLook(fields);
    case 'stock':
      return stockLook(fields);
    case 'operators':
      return typeof fields?.['countryOperators'] === 'object' ? 'operators by country' : undefined;
    case 'active':
    case 'current':
      return Array.isArray(value) ? 'orders in a bare list' : activeLook(fields);
    default:
      return undefined;
  }
}

function countriesLook(value: unknown): Look | undefined {
  const fields = objectOf(value);
  const rows = Array.isArray(value) ? value : Object.values(fields ?? {});
  const id = objectOf(rows[0])?.['id'];
  if (fields && Object.keys(fields).every((key) => /^[a-z]/i.test(key))) return 'countries in a map by name';
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return `countries in a ${fields ? 'map' : 'list'}, ids as ${typeof id === 'string' ? 'text' : 'numbers'}`;
}

function servicesLook(fields: Fields | undefined): Look | undefined {
  if (Array.isArray(fields?.['services'])) return 'a list of services';
  const names = Object.values(fields ?? {});
  const isMap = names.length > 0 && names.every((name) => typeof name === 'string');
  return isMap ? 'a map of services' : undefined;
}

function stockLook(fields: Fields | undefined): Look | undefined {
  const entries = Object.entries(fields ?? {});
  const [first] = entries;
  if (!first || entries.some(([, count]) => !/^\d+$/.test(String(count)))) return undefined;
  if (entries.every(([service]) => /_[01]$/.test(service))) return 'counts of services with _0';
  return `counts of services as ${typeof first[1] === 'string' ? 'text' : 'numbers'}`;
}

function activeLook(fields: Fields | undefined): Look | undefined {
  const list = fields?.['activeActivations'];
  if (Array.isArray(fields?.['data'])) return objectOf(list) ? 'data beside activeActivations' : 'data';
  if (Array.isArray(list)) return 'activeActivations';
  if (Array.isArray(fields?.['array'])) return 'array';
  return fields?.['status'] === 'fail' ? 'status fail' : undefined;
}

function pricesLook(fields: Fields | undefined): Look | undefined {
  if (!fields) return undefined;
  const [key, row] = Object.entries(fields)[0] ?? [];
  const inner = objectOf(row);
  if (key === undefined || !inner) return undefined;
  if (key === ASKED_SERVICE) return 'prices by service, then country';
  if (!/^\d+$/.test(key)) return 'prices by the name of a country';
  const leaf = objectOf(Object.values(inner)[0]);
  return leaf && leafLook(leaf);
}

function leafLook(leaf: Fields): Look | undefined {
  const [key, value] = Object.entries(leaf)[0] ?? [];
  if ('cost' in leaf) return `prices with cost as ${typeof leaf['cost'] === 'string' ? 'text' : 'a number'}`;
  if ('has_multi' in leaf) return 'prices with has_multi';
  if ('providers' in leaf) return 'prices with providers inside';
  if (key === undefined) return undefined;
  if (objectOf(value)) return 'prices by provider';
  return parseDecimal(key) ? 'counts by price' : undefined;
}
