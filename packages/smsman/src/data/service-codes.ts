/**
 * The letters by which SMS-Man's list of applications calls a service, by our slug, as
 * BrowserAutomationStudio has them. Its ids are other ones, which only that list tells.
 *
 * @see https://github.com/nguyendkn/BrowserAutomationStudio SmsActivate/sites.js
 */
// biome-ignore format: many rows a line, to be read in the lists
export const serviceCodes: Readonly<Record<string, string>> = {
  telegram: 'tg', whatsapp: 'wa', google: 'go', instagram: 'ig', facebook: 'fb', tiktok: 'lf',
  twitter: 'tw', openai: 'dr', discord: 'ds', viber: 'vi', vk: 'vk', microsoft: 'mm', yahoo: 'mb',
  apple: 'wx', amazon: 'am', paypal: 'ts', ebay: 'dh', line: 'me', wechat: 'wb', qq: 'qq', kakaotalk: 'kt',
  imo: 'im', zalo: 'mj', icq: 'iq', michat: 'mc', 'bigo-live': 'bl', snapchat: 'fu', linkedin: 'tn',
  weibo: 'kf', naver: 'nv', okru: 'ok', mailru: 'ma', yandex: 'ya', proton: 'dp', aol: 'pm', zoho: 'zh',
  steam: 'mt', blizzard: 'bz', twitch: 'hb', netflix: 'nf', tinder: 'oi', grindr: 'yw', happn: 'df',
  pof: 'pf', okcupid: 'vm', mamba: 'fd', skout: 'wg', uber: 'ub', bolt: 'tx', didi: 'xk', careem: 'ls',
  gett: 'gt', grab: 'jg', indrive: 'rl', blablacar: 'ua', airbnb: 'uk', aliexpress: 'hx', alibaba: 'ab',
  taobao: 'qd', alipay: 'hw', jd: 'za', shopee: 'ka', lazada: 'dl', wildberries: 'uu', ozon: 'sg',
  olx: 'sn', craigslist: 'wc', vinted: 'kc', offerup: 'zm', nike: 'ew', adidas: 'an', glovo: 'aq',
  deliveroo: 'zk', foodpanda: 'nz', wolt: 'rr', getir: 'ul', kfc: 'fz', coinbase: 're', revolut: 'ij',
  paysafecard: 'jq', tradingview: 'gc', ticketmaster: 'gp', clubhouse: 'et', truecaller: 'tl',
  fiverr: 'cn', tango: 'xr', kwai: 'vp', yalla: 'yl', groupme: 'xs', snappfood: 'ph', digikala: 'zv',
  other: 'ot',
};
