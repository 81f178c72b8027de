/**
 * 5sim's name of a product by our slug, each of them in its list of May 2025.
 *
 * @see https://github.com/optinsoft/a5sim (1,278 products)
 */
// biome-ignore format: many rows a line, to be read in the lists
export const productNames: Readonly<Record<string, string>> = {
  telegram: 'telegram', whatsapp: 'whatsapp', google: 'google', instagram: 'instagram',
  facebook: 'facebook', tiktok: 'tiktok', twitter: 'twitter', openai: 'openai', discord: 'discord',
  viber: 'viber', vk: 'vkontakte', microsoft: 'microsoft', yahoo: 'yahoo', apple: 'apple', amazon: 'amazon',
  paypal: 'paypal', ebay: 'ebay', line: 'line', wechat: 'wechat', qq: 'tencentqq', kakaotalk: 'kakaotalk',
  signal: 'signal', imo: 'imo', zalo: 'zalo', icq: 'icq', michat: 'michat', 'bigo-live': 'bigolive',
  snapchat: 'snapchat', linkedin: 'linkedin', weibo: 'weibo', naver: 'naver', okru: 'odnoklassniki',
  mailru: 'mailru', yandex: 'yandex', proton: 'proton', aol: 'aol', zoho: 'zoho', steam: 'steam',
  blizzard: 'blizzard', twitch: 'twitch', netflix: 'netflix', spotify: 'spotify', roblox: 'roblox',
  reddit: 'reddit', tinder: 'tinder', bumble: 'bumble', hinge: 'hinge', badoo: 'badoo', grindr: 'grindr',
  happn: 'happn', pof: 'pof', okcupid: 'okcupid', mamba: 'mamba', skout: 'skout', uber: 'uber',
  bolt: 'bolt', lyft: 'lyft', didi: 'didi', careem: 'careem', gett: 'gett', grab: 'grabtaxi',
  indrive: 'indriver', blablacar: 'blablacar', airbnb: 'airbnb', aliexpress: 'aliexpress',
  alibaba: 'alibaba', taobao: 'taobao', alipay: 'alipay', jd: 'jd', shopee: 'shopee', lazada: 'lazada',
  temu: 'temu', shein: 'shein', walmart: 'walmart', wildberries: 'wildberries', ozon: 'ozon',
  avito: 'avito', olx: 'olx', craigslist: 'craigslist', vinted: 'vinted', offerup: 'offerup', nike: 'nike',
  adidas: 'adidas', glovo: 'glovo', deliveroo: 'deliveroo', foodpanda: 'foodpanda', wolt: 'wolt',
  doordash: 'doordash', getir: 'getir', 'burger-king': 'burgerking', kfc: 'kfc', coinbase: 'coinbase',
  revolut: 'revolut', wise: 'wise', qiwi: 'qiwiwallet', paysafecard: 'paysafecard',
  tradingview: 'tradingview', ticketmaster: 'ticketmaster', clubhouse: 'clubhouse',
  truecaller: 'truecaller', fiverr: 'fiverr', tango: 'tango', kwai: 'kwai', yalla: 'yalla',
  claude: 'claudeai', 'google-voice': 'googlevoice', groupme: 'groupme', snappfood: 'snappfood',
  divar: 'divar', digikala: 'digikala', other: 'other',
};
