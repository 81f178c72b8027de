import {
  type Dialect,
  type Door,
  replyInParts,
  stepsBelow,
  type WireReply,
  type WireRequest,
} from '@numroute/core';
import { createCodes } from '../codes.ts';
import type { Profile } from '../profile.ts';
import { showCatalogue } from './catalogue.ts';
import { showHistory } from './history.ts';
import { KeptTexts } from './kept-texts.ts';
import {
  showBalance,
  showCountries,
  showOperators,
  showServiceRows,
  showServices,
  showStock,
} from './lists.ts';
import { type Manners, mannersOf } from './manners.ts';
import { showNumbersCount, showOffers, showProviders } from './market-lists.ts';
import { Memory } from './memory.ts';
import {
  cancelActivation,
  finishActivation,
  setStatus,
  showActive,
  showStatus,
  showStatusV2,
} from './orders.ts';
import { type Parameters, parametersOf } from './parameters.ts';
import { showPrices } from './prices.ts';
import { sellNumber, sellNumberV2 } from './sale.ts';
import { showAllSms, showFullSms } from './sms.ts';
import type { Answer } from './visit.ts';
import { Refusal, refusalOf, sayNo } from './words.ts';

const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['getBalance', showBalance],
  ['getNumber', sellNumber],
  ['getNumberV2', sellNumberV2],
  ['getStatus', showStatus],
  ['getStatusV2', showStatusV2],
  ['setStatus', setStatus],
  ...[
    ...['getPrices', 'getPricesV2', 'getPricesV3', 'getFreePrices', 'getPricesExtended'],
    ...['getPricesVerification', 'getTopCountriesByService', 'getTopCountriesByServiceRank'],
    'getServicesAndCost',
  ].map((action) => [action, showPrices] as const),
  ['getNumbersStatus', showStock],
  ['getActiveActivations', showActive],
  ['getCurrentActivations', showActive],
  ['getCurrentActivationsList', showActive],
  ['getCountries', async (visit) => showCountries(visit)],
  ['getServicesList', showServices],
  ['getServices', showServiceRows],
  ['getOperators', showOperators],
  ['getBalanceAndCashBack', showBalance],
  ['getFullSms', showFullSms],
  ['getAllSms', showAllSms],
  ['finishActivation', finishActivation],
  ['cancelActivation', cancelActivation],
  ['getProviders', showProviders],
  ['getServiceNumbersCount', showNumbersCount],
  ['getOffers', showOffers],
  ['setStatusV2', setStatus],
]);

/** What only some sites know. */
const rare: ReadonlySet<string> = new Set([
  ...['getBalanceAndCashBack', 'getFullSms', 'getAllSms', 'finishActivation', 'cancelActivation'],
  ...['getProviders', 'getServiceNumbersCount', 'getOffers', 'setStatusV2', 'getServices'],
]);

const listings: ReadonlySet<string> = new Set([
  'getActiveActivations',
  'getCurrentActivations',
  'getCurrentActivationsList',
]);

/**
 * The server half: answers as the sites of this dialect do. Amounts have no currency on this wire,
 * so the shop must trade in the profile's; offers in another are not shown.
 *
 * @see protocol.md 2 to 3, 6 (the states of an activation), 8 to 8c (sites)
 */
export function smsActivateDialect(profile: Profile): Dialect {
  const manners = mannersOf(profile);
  const codes = createCodes(profile.id, profile);
  const memory = new Memory();
  const texts = new KeptTexts();

  async function answer(request: WireRequest, door: Door): Promise<WireReply> {
    if (manners.refusesPost && request.method !== 'GET') {
      return { status: 405, body: '{"status":0,"message":"Method not allowed","data":[]}' };
    }
    const parameters = parametersOf(request);
    const action = parameters.get('action') ?? '';
    try {
      const key = keyOf(request, parameters, profile, manners);
      if (key !== undefined) checkLanguage(parameters, profile);
      const open = manners.withoutKey?.find((one) => one === action);
      // At an open door a stranger is announced, because the shop may have heard too many.
      const shop = key !== undefined || open ? door(key ?? '') : undefined;
      if (key === undefined || !shop) {
        if (open) return { body: showCatalogue(open, { codes, manners, parameters }) };
        const blame = key === undefined ? ({ field: profile.auth.name, blame: 'REQUIRED' } as const) : {};
        throw new Refusal('BAD_KEY', blame);
      }
      const known = answers.get(action);
      if (!known || isAbsent(action, profile, manners)) throw new Refusal('BAD_ACTION');
      const said = await known({ profile, codes, manners, memory, texts, key, action, parameters, shop });
      return typeof said === 'string' ? { body: said } : said;
    } catch (error) {
      return sayNo(profile, action, refusalOf(error, action));
    }
  }

  /** The site's second API: another place, and another place for the key. */
  async function answerHistory(request: WireRequest, door: Door): Promise<WireReply> {
    const key = keyOf(request, new Map(), profile, manners);
    const shop = key === undefined ? undefined : door(key);
    if (key === undefined || !shop) return { status: 403, body: '{"title":"BAD_API_KEY","details":""}' };
    const parameters = parametersOf(request);
    try {
      return await showHistory({ profile, codes, manners, memory, texts, key, action: '', parameters, shop });
    } catch (error) {
      return sayNo(profile, '', refusalOf(error, ''));
    }
  }

  const { history } = profile;
  const isHistory = ({ path }: WireRequest) => history && stepsBelow(history.path, path)?.length === 0;

  return {
    id: profile.id,
    path: profile.baseUrl === undefined ? '/stubs/handler_api.php' : new URL(profile.baseUrl).pathname,
    ...(history && { beside: [`/${history.path}`] }),
    async respond(request, door) {
      const reply = await (isHistory(request) ? answerHistory : answer)(request, door);
      const headers = { 'content-type': 'text/html; charset=UTF-8', ...reply.headers };
      // To spread it would join its parts.
      if (reply.parts) return replyInParts({ headers }, reply.parts);
      return { ...reply, headers };
    },
  };
}

/** Where every request names the currency, prices in another one would be read as the wrong amounts. */
function checkLanguage(parameters: Parameters, { currency, currencyParameter }: Profile): void {
  if (currencyParameter?.in !== 'all') return;
  const { name, values } = currencyParameter;
  if (parameters.get(name) !== values[currency]) throw new Refusal('BAD_LANG');
}

function isAbsent(action: string, profile: Profile, { absent = [], rare: own = [] }: Manners): boolean {
  if (rare.has(action) && !own.includes(action)) return true;
  return absent.includes(action) || (listings.has(action) && profile.active?.action !== action);
}

function keyOf(
  { headers }: WireRequest,
  parameters: Parameters,
  { auth }: Profile,
  { keyHeader }: Manners,
): string | undefined {
  if (auth.in === 'header') return afterPrefix(headers[auth.name.toLowerCase()], auth.prefix);
  const key = parameters.get(auth.name);
  return key ?? (keyHeader && afterPrefix(headers[keyHeader.name], keyHeader.prefix));
}

function afterPrefix(value: string | undefined, prefix: string = ''): string | undefined {
  return value?.startsWith(prefix) ? value.slice(prefix.length).trim() || undefined : undefined;
}
