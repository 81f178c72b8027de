/**
 * TextVerified's names of services by ours. `yahoo`, `google` and `facebook` stand in the samples of the vendor's
 * own client; the rest are assumed to be named alike, in small letters without dashes.
 *
 * @see https://www.textverified.com/docs/api/v2
 */
// biome-ignore format: many rows a line, to be read in the list
export const serviceNames: Readonly<Record<string, string>> = {
  telegram: 'telegram', whatsapp: 'whatsapp', google: 'google', instagram: 'instagram', facebook: 'facebook',
  tiktok: 'tiktok', twitter: 'twitter', openai: 'openai', discord: 'discord', viber: 'viber', microsoft:
  'microsoft', yahoo: 'yahoo', apple: 'apple', amazon: 'amazon', ebay: 'ebay', line: 'line', wechat: 'wechat',
  signal: 'signal', snapchat: 'snapchat', linkedin: 'linkedin', proton: 'proton', aol: 'aol', steam: 'steam',
  blizzard: 'blizzard', twitch: 'twitch', netflix: 'netflix', tinder: 'tinder', bumble: 'bumble', badoo: 'badoo',
  grindr: 'grindr', uber: 'uber', lyft: 'lyft', airbnb: 'airbnb', craigslist: 'craigslist', offerup: 'offerup',
  nike: 'nike', coinbase: 'coinbase', ticketmaster: 'ticketmaster', paypal: 'paypal', doordash:
  'doordash', walmart: 'walmart', fiverr: 'fiverr',
};
