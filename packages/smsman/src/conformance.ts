import { type SimulatedVendor, simulatedSettings } from '@numroute/http';
import type { SmsmanOptions } from './adapter.ts';
import { smsmanDialect } from './dialect/index.ts';
import { smsman } from './plugin.ts';

function subjectOf(settings: SmsmanOptions): SimulatedVendor {
  return {
    market: { currency: settings.currency },
    dialect: () => smsmanDialect(settings),
    create: (site) => smsman.create({ ...simulatedSettings(site), ...settings }),
    plugin: smsman,
    settings: { ...settings },
    deviations: [
      {
        case: 'cancel/twice',
        reason:
          'no document says what answers a second `reject`; `wrong_status` is a refusal, and proves no cancel',
      },
    ],
  };
}

/** What `numroute verify @numroute/smsman` puts to the proof, and this package's own tests. */
const subjects: Readonly<
  Record<'smsman' | 'smsman in hundredths' | 'smsman without a balance', SimulatedVendor>
> = {
  smsman: subjectOf({ currency: 'RUB', balance: 'free' }),
  'smsman in hundredths': subjectOf({ currency: 'USD', balance: 'total', unit: '0.01' }),
  'smsman without a balance': subjectOf({ currency: 'RUB' }),
};

export default subjects;
