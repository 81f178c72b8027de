/**
 * VAK-SMS's codes of services by our slug, as BrowserAutomationStudio has them. They look like those of the
 * sms-activate family, and most of them mean another service there. `mr` is VK and Mail.ru in one.
 *
 * @see https://github.com/nguyendkn/BrowserAutomationStudio VakSms/sites.js
 */
// biome-ignore format: many rows a line, to be read in the lists
export const serviceCodes: Readonly<Record<string, string>> = {
  telegram: 'tg', whatsapp: 'wa', google: 'gl', instagram: 'ig', facebook: 'fb', tiktok: 'tk',
  twitter: 'tw', openai: 'dr', discord: 'dc', viber: 'vi', vk: 'mr', microsoft: 'ms', yahoo: 'yh',
  apple: 'al', amazon: 'am', paypal: 'pp', ebay: 'eb', line: 'lm', wechat: 'wc', qq: 'qq', kakaotalk: 'kt',
  signal: 'sig', imo: 'im', michat: 'mh', 'bigo-live': 'be', snapchat: 'fu', linkedin: 'ln', weibo: 'wi',
  naver: 'nv', mailru: 'mr', yandex: 'ya', proton: 'pm', aol: 'ao', zoho: 'zh', steam: 'st',
  blizzard: 'bz', twitch: 'th', netflix: 'nf', tinder: 'td', bumble: 'bm', badoo: 'bd', grindr: 'gd',
  okcupid: 'oc', mamba: 'mb', skout: 'wg', uber: 'ub', bolt: 'ol', didi: 'dd', careem: 'cr', grab: 'ga',
  indrive: 'rl', blablacar: 'bb', airbnb: 'ab', aliexpress: 'ai', taobao: 'tb', alipay: 'ap', jd: 'jm',
  shopee: 'sh', lazada: 'dl', wildberries: 'wb', ozon: 'oz', avito: 'av', olx: 'ox', craigslist: 'crg',
  vinted: 've', nike: 'nk', adidas: 'ad', glovo: 'lo', deliveroo: 'do', foodpanda: 'fa', getir: 'ge',
  'burger-king': 'bk', kfc: 'kf', coinbase: 'cb', revolut: 'rt', wise: 'ws', qiwi: 'qw', paysafecard: 'pc',
  tradingview: 'tv', kwai: 'kw', yalla: 'll', groupme: 'gm', other: 'ot',
};
