/**
 * SMSPVA's codes of services by our slug, from its documented list for activations (2026). The codes of its
 * rentals are counted otherwise. Some codes are for several services: PayPal and eBay are one, and so are
 * Adidas and Nike, and Alibaba and Taobao.
 *
 * @see https://docs.smspva.com/#tag/activation_v2_lists/Services-list
 */
// biome-ignore format: many rows a line, to be read in the lists
export const serviceCodes: Readonly<Record<string, string>> = {
  telegram: 'opt29', whatsapp: 'opt20', google: 'opt1', instagram: 'opt16', facebook: 'opt2', tiktok:
  'opt104', twitter: 'opt41', openai: 'opt132', discord: 'opt45', viber: 'opt11', vk: 'opt69', microsoft:
  'opt15', yahoo: 'opt65', apple: 'opt131', amazon: 'opt44', paypal: 'opt83', ebay: 'opt83', line: 'opt37',
  wechat: 'opt67', qq: 'opt34', kakaotalk: 'opt71', signal: 'opt127', imo: 'opt111', zalo: 'opt158', michat:
  'opt96', snapchat: 'opt90', linkedin: 'opt8', naver: 'opt73', okru: 'opt5', mailru: 'opt33', yandex:
  'opt23', proton: 'opt57', aol: 'opt10', zoho: 'opt93', steam: 'opt58', blizzard: 'opt78', twitch:
  'opt205', netflix: 'opt101', tinder: 'opt9', bumble: 'opt145', hinge: 'opt120', badoo: 'opt56', grindr:
  'opt110', happn: 'opt155', pof: 'opt84', okcupid: 'opt230', mamba: 'opt100', skout: 'opt49', uber:
  'opt72', bolt: 'opt81', lyft: 'opt75', didi: 'opt92', careem: 'opt89', gett: 'opt35', grab: 'opt30',
  airbnb: 'opt46', alibaba: 'opt61', taobao: 'opt61', jd: 'opt94', shopee: 'opt48', lazada: 'opt60',
  walmart: 'opt227', ozon: 'opt181', avito: 'opt59', olx: 'opt70', craigslist: 'opt26', vinted: 'opt130',
  offerup: 'opt113', nike: 'opt86', adidas: 'opt86', glovo: 'opt108', deliveroo: 'opt53', foodpanda:
  'opt115', wolt: 'opt163', doordash: 'opt40', coinbase: 'opt112', okx: 'opt228', revolut: 'opt133', wise:
  'opt91', 'cash-app': 'opt226', qiwi: 'opt18', paysafecard: 'opt122', payoneer: 'opt162', ticketmaster:
  'opt52', clubhouse: 'opt98', truecaller: 'opt233', fiverr: 'opt6', tango: 'opt82', yalla: 'opt88', claude:
  'opt196', 'google-voice': 'opt140', other: 'opt19',
};
