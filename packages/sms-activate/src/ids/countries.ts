import { realCountryIds, virtualCountryIds } from './country-ids.ts';

/** What one of the family's country ids stands for. */
export interface SmsActivateCountry {
  /** ISO 3166-1 alpha-2, or `XK`. */
  readonly country: string;
  readonly virtual?: true;
}

interface SmsActivateCountryOverrides {
  /** Ids of the common table that the shop does not list. */
  readonly absent: readonly number[];
  /** The shop's own ids, which mean something else, or nothing, at other shops. */
  readonly ownIds: ReadonlyMap<number, string>;
}

/** As `1001=JP 1002=KR`. */
function idsOf(text: string): ReadonlyMap<number, string> {
  return new Map(
    text.split(' ').map((pair) => {
      const [id, country = ''] = pair.split('=');
      return [Number(id), country];
    }),
  );
}

/**
 * Where a shop's list was seen to differ, by its profile's name: HeroSMS, SMSBower and Tiger
 * as they answered on 2026-08-30, sms-verification-number as its document listed in 2025, GrizzlySMS as two
 * of its clients list it, of which one keeps the site's own names: its South Korea is the other's KP. Ids
 * outside the common table are never shared: 1001 is Japan or the US.
 *
 * @see https://github.com/TysikGG/grizzly-sms src/data/countryCodes.txt (GrizzlySMS, the site's own names)
 * @see https://github.com/optinsoft/agrizzlysms agrizzlysms/asyncgrizzlysms.py (GrizzlySMS)
 * @see https://sms-verification-number.com/en/api-sms-activate/
 */
export const smsActivateCountryOverrides: ReadonlyMap<string, SmsActivateCountryOverrides> = new Map<
  string,
  SmsActivateCountryOverrides
>([
  ['herosms', { absent: [0, 12, 190, 191, 192, 193, 194, 195, 197, 202], ownIds: new Map() }],
  [
    'smsbower',
    {
      // The Faroe Islands are there, but under an empty key with a null id.
      absent: [202],
      ownIds: idsOf(
        '1001=JP 1002=KR 1003=BM 1004=XK 1005=LI 1006=SX 1007=VU 1008=GL 1010=SD 1011=MQ 1333=SY',
      ),
    },
  ],
  // 1001 is “United States VIP”, beside 187.
  ['tiger', { absent: [0, 3], ownIds: idsOf('1001=US') }],
  [
    'grizzly',
    {
      // Each of these countries has an id of its own there.
      absent: [57, 190, 196, 197, 198, 200],
      ownIds: idsOf('10016=IR 10227=TO 10231=WS 10348=LI 10349=SX 10350=KR 10351=SG'),
    },
  ],
  [
    'sms-verification-number',
    {
      // 79, 166, 169 and 198 are listed under the name of another country than everywhere else.
      absent: [79, 110, 166, 169, 182, 191, 194, 195, 198, 200, 201, 202, 203, 204],
      ownIds: idsOf(
        '666=GI 668=BM 670=JP 672=SY 673=FO 674=MQ 675=TC 676=BL 678=NR 680=CW 681=WS 682=VU 683=GL 684=XK 685=LI 686=SX 687=NU',
      ),
    },
  ],
]);

const idOfReal = new Map(Object.entries(realCountryIds));
const idOfVirtual = new Map(Object.entries(virtualCountryIds));
const countryOfId = new Map<number, SmsActivateCountry>();
for (const [country, id] of idOfReal) countryOfId.set(id, { country });
for (const [country, id] of idOfVirtual) countryOfId.set(id, { country, virtual: true });

/** The id of an ISO code in the common table; with `virtual`, of that country's virtual numbers only. */
export function smsActivateCountryId(
  iso: string,
  options: { readonly virtual?: boolean } = {},
): number | undefined {
  return (options.virtual ? idOfVirtual : idOfReal).get(iso);
}

/** The country of an id in the common table. */
export function countryOfSmsActivateId(id: number): SmsActivateCountry | undefined {
  return countryOfId.get(id);
}
