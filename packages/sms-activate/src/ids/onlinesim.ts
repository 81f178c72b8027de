import type { SmsActivateCountry } from './countries.ts';

/**
 * Our country by OnlineSim's id: the calling code, but 77 for Kazakhstan and 1000 for the virtual numbers of
 * Canada.
 *
 * Built from the lists in `tools/ids/data` by `npm run ids`: change those, not this.
 *
 * @see https://github.com/SwenenzY/onlinesim-cheapest (price list of 2023-10-21)
 */
// biome-ignore format: many rows a line, to be read in the lists
export const onlinesimCountries: Readonly<Record<string, string | SmsActivateCountry>> = {
  1: 'US', 7: 'RU', 20: 'EG', 30: 'GR', 31: 'NL', 32: 'BE', 33: 'FR', 34: 'ES', 39: 'IT', 40: 'RO', 41: 'CH',
  43: 'AT', 44: 'GB', 45: 'DK', 46: 'SE', 48: 'PL', 49: 'DE', 51: 'PE', 52: 'MX', 54: 'AR', 55: 'BR',
  57: 'CO', 58: 'VE', 60: 'MY', 61: 'AU', 62: 'ID', 63: 'PH', 64: 'NZ', 65: 'SG', 66: 'TH', 77: 'KZ',
  84: 'VN', 86: 'CN', 90: 'TR', 91: 'IN', 92: 'PK', 93: 'AF', 94: 'LK', 95: 'MM', 98: 'IR', 212: 'MA',
  216: 'TN', 220: 'GM', 221: 'SN', 222: 'MR', 223: 'ML', 224: 'GN', 225: 'CI', 226: 'BF', 228: 'TG',
  229: 'BJ', 231: 'LR', 232: 'SL', 233: 'GH', 234: 'NG', 235: 'TD', 237: 'CM', 241: 'GA', 243: 'CD',
  245: 'GW', 249: 'SD', 251: 'ET', 254: 'KE', 256: 'UG', 257: 'BI', 260: 'ZM', 265: 'MW', 351: 'PT',
  353: 'IE', 357: 'CY', 358: 'FI', 359: 'BG', 370: 'LT', 371: 'LV', 372: 'EE', 373: 'MD', 375: 'BY',
  380: 'UA', 381: 'RS', 385: 'HR', 389: 'MK', 420: 'CZ', 503: 'SV', 504: 'HN', 505: 'NI', 507: 'PA',
  509: 'HT', 591: 'BO', 593: 'EC', 852: 'HK', 855: 'KH', 856: 'LA', 886: 'TW', 962: 'JO', 964: 'IQ',
  966: 'SA', 967: 'YE', 972: 'IL', 976: 'MN', 977: 'NP', 992: 'TJ', 994: 'AZ', 995: 'GE', 996: 'KG',
  998: 'UZ', 1000: { country: 'CA', virtual: true },
};

/** Our service by OnlineSim's word for it, from its native API. */
// biome-ignore format: many rows a line, to be read in the lists
export const onlinesimServices: Readonly<Record<string, string>> = {
  telegram: 'telegram', whatsapp: 'whatsapp', google: 'google', instagram: 'instagram', 3223: 'facebook',
  tiktok: 'tiktok', twitter: 'twitter', openai: 'openai', discord: 'discord', viber: 'viber', vkcom: 'vk',
  microsoft: 'microsoft', yahoo: 'yahoo', apple: 'apple', amazon: 'amazon', ebay: 'ebay',
  linemessenger: 'line', wechat: 'wechat', tencentqq: 'qq', kakaotalk: 'kakaotalk', signal: 'signal',
  imo: 'imo', zalo: 'zalo', icq: 'icq', michat: 'michat', bigo_live: 'bigo-live', snapchat: 'snapchat',
  linkedin: 'linkedin', weibo: 'weibo', naver: 'naver', odklru: 'okru', mailru: 'mailru', yandex: 'yandex',
  proton: 'proton', aol: 'aol', zoho: 'zoho', steam: 'steam', battle_net: 'blizzard', twitch: 'twitch',
  netflix: 'netflix', tinder: 'tinder', bumble: 'bumble', badoo: 'badoo', grindr: 'grindr', happn: 'happn',
  mamba: 'mamba', skout: 'skout', uber: 'uber', bolt: 'bolt', didi: 'didi', careem: 'careem', gett: 'gett',
  indriver: 'indrive', blablacar: 'blablacar', airbnb: 'airbnb', aliexpress: 'aliexpress', alibaba: 'alibaba',
  taobao: 'taobao', shopee: 'shopee', wildberries: 'wildberries', ozon: 'ozon', avito: 'avito', olx: 'olx',
  craigslist: 'craigslist', vinted: 'vinted', offerup: 'offerup', nike: 'nike', adidas: 'adidas',
  glovo: 'glovo', deliveroo: 'deliveroo', foodpanda: 'foodpanda', wolt: 'wolt', getir: 'getir',
  burgerking: 'burger-king', kfc: 'kfc', coinbase: 'coinbase', tradingview: 'tradingview',
  ticketmaster: 'ticketmaster', clubhouse: 'clubhouse', truecaller: 'truecaller', fiverr: 'fiverr',
  tango: 'tango', kwai: 'kwai', yalla: 'yalla', groupme: 'groupme', snappfood: 'snappfood',
  digikala: 'digikala', 7: 'other',
};
