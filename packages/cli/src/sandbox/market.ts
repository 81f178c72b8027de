import { arzancellDialect } from '@numroute/arzancell';
import { fivesimDialect } from '@numroute/fivesim';
import { numberlandDialect } from '@numroute/numberland';
import { onlinesimDialect } from '@numroute/onlinesim';
import { smsmanDialect } from '@numroute/smsman';
import { smspoolDialect } from '@numroute/smspool';
import { smspvaDialect } from '@numroute/smspva';
import { textverifiedDialect } from '@numroute/textverified';
import { vaksmsDialect } from '@numroute/vaksms';
import { siteOf } from './sites.ts';
import type { Goods, StandIn } from './stand-in.ts';

/** On one's own machine three lists, of which the vendor allows one a second, need not be waited for. */
const AT_HOME = { requests: 20, perMs: 1_000, concurrent: 4 };

/**
 * One vendor of every kind in the box, each in its own currency, as a market looks: what is cheap is mostly
 * dead, what is dear mostly works, and prices fit the sandbox's rates.
 */
export function marketVendors(): readonly StandIn[] {
  return [
    arzancell(),
    siteOf('herosms', heroGoods),
    siteOf('smsbower', bowerGoods),
    siteOf('smshub', hubGoods, '9000'),
    {
      ...native('fivesim', 'USD', '100', fiveGoods),
      dialect: fivesimDialect(),
    },
    {
      ...native('numberland', 'IRT', '9000000', landGoods),
      dialect: numberlandDialect(),
    },
    {
      ...native('smsman', 'RUB', '9000', manGoods),
      dialect: smsmanDialect(),
      settings: { currency: 'RUB', balance: 'free', limits: AT_HOME },
    },
    {
      ...native('smspool', 'USD', '100', poolGoods),
      dialect: smspoolDialect(),
    },
    {
      ...native('onlinesim', 'USD', '100', simGoods),
      dialect: onlinesimDialect(),
      settings: { currency: 'USD', balance: 'free' },
      money: { refundsOnCancel: false },
      cancelAfterMs: 120_000,
      lifetimeMs: 900_000,
    },
    {
      ...native('smspva', 'USD', '100', pvaGoods),
      dialect: smspvaDialect(),
      money: { charges: 'delivery' },
      lifetimeMs: 600_000,
    },
    {
      ...native('vaksms', 'RUB', '9000', vakGoods),
      dialect: vaksmsDialect(),
      settings: { currency: 'RUB' },
    },
    {
      ...native('textverified', 'USD', '100', verifiedGoods),
      dialect: textverifiedDialect(),
      settings: { username: 'user@example.com', limits: AT_HOME },
    },
  ];
}

/** It sells the sample rows of its API page. */
export function arzancell(): StandIn {
  return {
    ...native('arzancell', 'IRT', '500000', cellGoods),
    title: 'ArzanCell',
    dialect: arzancellDialect(),
    tryOut: (key) => `api=${key}&action=get_balance`,
  };
}

function native(
  name: string,
  currency: string,
  funds: string,
  goods: readonly Goods[],
): Omit<StandIn, 'dialect'> {
  return { name, title: name, plugin: `@numroute/${name}`, settings: {}, currency, funds, goods };
}

/** @param row Service, country and, where the vendor has pools, a pool. @param luck The percentage that gets an SMS, and after how many seconds. */
function goods(row: string, price: string, stock: number, luck: readonly [number, number]): Goods {
  const [service = '', country = '', pool] = row.split(' ');
  const [percent, seconds] = luck;
  return {
    service,
    country,
    ...(pool !== undefined && { pool }),
    price,
    stock,
    luck: { share: percent / 100, afterMs: seconds * 1000 },
  };
}

const cellGoods: readonly Goods[] = [
  goods('viber EE 3', '2800', 0, [0, 0]),
  goods('whatsapp EE 3', '5600', 1400, [30, 20]),
  goods('telegram EE 3', '8400', 3, [70, 8]),
  goods('telegram GB 1', '61000', 40, [90, 6]),
];

const heroGoods: readonly Goods[] = [
  goods('telegram EE', '0.11', 40, [75, 7]),
  goods('telegram GB', '0.42', 7, [90, 5]),
  goods('telegram US', '0.65', 310, [95, 4]),
  goods('telegram ID', '0.09', 5200, [20, 25]),
  goods('whatsapp EE', '0.38', 12, [80, 9]),
  goods('whatsapp BR', '0.17', 900, [45, 18]),
  goods('google GB', '0.21', 60, [85, 6]),
];

const bowerGoods: readonly Goods[] = [
  goods('telegram ID 2195', '0.045', 18000, [3, 30]),
  goods('telegram ID 3071', '0.13', 240, [55, 12]),
  goods('telegram KZ 2195', '0.06', 7400, [4, 30]),
  goods('whatsapp ID 2195', '0.08', 9000, [6, 30]),
  goods('google ID 2195', '0.05', 3000, [10, 20]),
];

const hubGoods: readonly Goods[] = [
  goods('telegram KZ', '4.2', 11000, [5, 40]),
  goods('telegram PL', '19.5', 26, [80, 6]),
  goods('whatsapp KZ', '9.8', 400, [35, 15]),
  goods('discord PL', '6.5', 55, [85, 5]),
];

/** The one that tells how many codes arrive. */
const fiveGoods: readonly Goods[] = [
  goods('telegram EE virtual53', '0.16', 260, [60, 9]),
  goods('telegram EE virtual21', '0.24', 31, [92, 5]),
  goods('telegram DE virtual53', '0.41', 12, [85, 6]),
  goods('telegram PL virtual21', '0.05', 0, [80, 6]),
  goods('telegram ID virtual4', '0.07', 15000, [2, 30]),
  goods('whatsapp GB virtual53', '0.58', 90, [88, 7]),
  goods('google PL virtual21', '0.14', 0, [80, 6]),
].map((one) => ({
  ...one,
  successRate: { value: one.luck?.share ?? 0, windowHours: 24, source: 'vendor' },
}));

const landGoods: readonly Goods[] = [
  goods('telegram RU 1', '22000', 1087, [40, 14]),
  goods('telegram EE 1', '31000', 5, [93, 5]),
  goods('telegram RU 2', '29500', 40, [82, 7]),
  goods('whatsapp EE 4', '17000', 7, [60, 10]),
  goods('viber EE 1', '9000', 0, [0, 0]),
];

/** It tells one price for a country, too. */
const manGoods: readonly Goods[] = [
  goods('telegram BR', '7.1', 5600, [6, 30]),
  goods('telegram IN', '24', 210, [60, 10]),
  goods('telegram PL', '44', 18, [88, 6]),
  goods('whatsapp IN', '18.5', 320, [40, 15]),
  goods('discord PL', '11', 75, [85, 5]),
];

const poolGoods: readonly Goods[] = [
  goods('telegram EE', '0.19', 22, [88, 6]),
  goods('telegram US 2', '0.74', 140, [97, 4]),
  goods('telegram NL', '0.52', 9, [94, 5]),
  goods('whatsapp US', '0.95', 61, [96, 5]),
  goods('discord GB', '0.12', 300, [90, 5]),
];

/** The one that promises nothing for a cancel. */
const simGoods: readonly Goods[] = [
  goods('telegram DE', '0.62', 14, [90, 6]),
  goods('telegram KZ', '0.21', 130, [45, 15]),
  goods('whatsapp DE', '0.7', 9, [85, 6]),
];

/** The one that charges when the SMS comes. */
const pvaGoods: readonly Goods[] = [
  goods('telegram EE Telia_EE', '0.35', 18, [90, 6]),
  goods('telegram EE Elisa_EE', '0.09', 4000, [5, 30]),
  goods('telegram GB Vodafone_UK', '0.55', 7, [93, 5]),
  goods('whatsapp PL Play_PL', '0.3', 45, [80, 8]),
];

/** It tells one price for a country. */
const vakGoods: readonly Goods[] = [
  goods('telegram ID', '5.2', 7000, [4, 30]),
  goods('telegram KZ', '31', 45, [85, 6]),
  goods('telegram RU', '16', 900, [35, 12]),
  goods('whatsapp KZ', '28', 60, [70, 9]),
  goods('google RU', '9.5', 130, [75, 7]),
];

/** Numbers of the United States alone. */
const verifiedGoods: readonly Goods[] = [
  goods('telegram US', '0.88', 60, [97, 4]),
  goods('whatsapp US', '0.9', 25, [95, 5]),
  goods('google US', '0.5', 80, [93, 5]),
];
