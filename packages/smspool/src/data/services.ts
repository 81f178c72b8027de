/**
 * SMSPool's ids of services by our slug: those of its documented `/service/retrieve_all` (January 2024),
 * and Reddit, Shein, Wildberries and Max, which came later. What SMSPool sells apart (YouTube beside
 * Google, Azure, Bing and Skype beside Microsoft) has no name of ours. Finance services are listed for
 * accounts that SMSPool has approved.
 *
 * @see https://documenter.getpostman.com/view/30155063/2s9YXmZ1JY
 */
// biome-ignore format: many rows a line, to be read in the lists
export const serviceIds: Readonly<Record<string, string>> = {
  telegram: '907', whatsapp: '1012', google: '395', instagram: '457', facebook: '329', tiktok: '924',
  twitter: '948', openai: '671', discord: '273', viber: '978', vk: '985', microsoft: '1072', yahoo: '1034',
  apple: '48', amazon: '39', ebay: '305', line: '522', wechat: '1004', qq: '911', kakaotalk: '487',
  signal: '829', imo: '447', zalo: '1054', icq: '436', michat: '574', 'bigo-live': '82', snapchat: '846',
  linkedin: '523', weibo: '1008', naver: '620', okru: '659', mailru: '553', yandex: '1036', proton: '747',
  aol: '46', zoho: '1066', steam: '868', blizzard: '70', twitch: '947', netflix: '630', spotify: '861',
  roblox: '790', reddit: '1554', tinder: '926', bumble: '142', hinge: '420', badoo: '65', grindr: '403',
  happn: '409', pof: '724', okcupid: '658', mamba: '555', skout: '836', uber: '951', bolt: '124',
  lyft: '542', didi: '266', careem: '154', gett: '383', grab: '1093', blablacar: '111', airbnb: '28',
  aliexpress: '1341', alibaba: '33', taobao: '900', jd: '473', shopee: '823', lazada: '511', temu: '1346',
  shein: '1456', walmart: '999', wildberries: '1622', olx: '661', craigslist: '233', vinted: '983',
  offerup: '654', nike: '639', adidas: '19', glovo: '389', deliveroo: '258', foodpanda: '1233',
  wolt: '1023', doordash: '280', getir: '1088', 'burger-king': '146', tradingview: '935',
  ticketmaster: '921', clubhouse: '203', truecaller: '940', fiverr: '346', kwai: '506', yalla: '1035',
  claude: '1371', 'google-voice': '396', groupme: '404', max: '1717', other: '817', paypal: '703',
  alipay: '35', avito: '61', coinbase: '208', binance: '85', revolut: '778', wise: '1223',
  'cash-app': '160', payoneer: '702',
};
