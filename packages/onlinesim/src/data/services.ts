/**
 * OnlineSim's slugs of services by ours, from the lists of its public clients (2023 to 2025). Facebook and
 * what is none of the others are numbers.
 *
 * @see https://onlinesim.io/docs/api/en/sms/getNumbersStats
 */
// biome-ignore format: many rows a line, to be read in the lists
export const serviceSlugs: Readonly<Record<string, string>> = {
  telegram: 'telegram', whatsapp: 'whatsapp', google: 'google', instagram: 'instagram', facebook: '3223',
  tiktok: 'tiktok', twitter: 'twitter', openai: 'openai', discord: 'discord', viber: 'viber', vk: 'vkcom',
  microsoft: 'microsoft', yahoo: 'yahoo', apple: 'apple', amazon: 'amazon', ebay: 'ebay', line:
  'linemessenger', wechat: 'wechat', qq: 'tencentqq', kakaotalk: 'kakaotalk', signal: 'signal', imo: 'imo',
  zalo: 'zalo', icq: 'icq', michat: 'michat', 'bigo-live': 'bigo_live', snapchat: 'snapchat', linkedin:
  'linkedin', weibo: 'weibo', naver: 'naver', okru: 'odklru', mailru: 'mailru', yandex: 'yandex', proton:
  'proton', aol: 'aol', zoho: 'zoho', steam: 'steam', blizzard: 'battle_net', twitch: 'twitch', netflix:
  'netflix', tinder: 'tinder', bumble: 'bumble', badoo: 'badoo', grindr: 'grindr', happn: 'happn', mamba:
  'mamba', skout: 'skout', uber: 'uber', bolt: 'bolt', didi: 'didi', careem: 'careem', gett: 'gett',
  indrive: 'indriver', blablacar: 'blablacar', airbnb: 'airbnb', aliexpress: 'aliexpress', alibaba:
  'alibaba', taobao: 'taobao', shopee: 'shopee', wildberries: 'wildberries', ozon: 'ozon', avito: 'avito',
  olx: 'olx', craigslist: 'craigslist', vinted: 'vinted', offerup: 'offerup', nike: 'nike', adidas:
  'adidas', glovo: 'glovo', deliveroo: 'deliveroo', foodpanda: 'foodpanda', wolt: 'wolt', getir: 'getir',
  'burger-king': 'burgerking', kfc: 'kfc', coinbase: 'coinbase', tradingview: 'tradingview', ticketmaster:
  'ticketmaster', clubhouse: 'clubhouse', truecaller: 'truecaller', fiverr: 'fiverr', tango: 'tango', kwai:
  'kwai', yalla: 'yalla', groupme: 'groupme', snappfood: 'snappfood', digikala: 'digikala', other: '7',
};
