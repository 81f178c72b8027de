import { durationOf, noneOf, shareOf, wholeOf } from '../arguments.ts';
import { duration } from '../printing/format.ts';
import { faultNamed, type VendorFault } from './faults.ts';
import type { StandIn } from './stand-in.ts';

/** When the SMS of an order comes. `late`: once it can be cancelled; without such a lock, after its end. */
export type SmsTime = number | 'never' | 'late';

/** How one vendor behaves. */
export interface Behaviour {
  /** Absent: as its goods do. */
  readonly sms?: SmsTime | undefined;
  readonly faults: readonly VendorFault[];
  /** What it charges beyond its list, as a share. */
  readonly surcharge?: string;
  /** Of each offer, instead of its own. */
  readonly stock?: number;
  readonly latencyMs?: number;
}

/** Each as `value` for every vendor, `vendor=value` for one, or several of both, parted by commas. */
export interface BehaviourFlags {
  readonly sms?: readonly string[];
  readonly silent?: boolean;
  readonly fault?: readonly string[];
  readonly chargeMore?: readonly string[];
  readonly stock?: readonly string[];
  readonly latency?: readonly string[];
}

/**
 * @param usualSms Where nothing is said of it. Absent: as its goods do.
 * @throws {NumrouteError} INVALID_INPUT
 */
export function behavioursOf(
  flags: BehaviourFlags,
  vendors: readonly Pick<StandIn, 'name'>[],
  usualSms?: SmsTime,
): (vendor: string) => Behaviour {
  const names = vendors.map(({ name }) => name);
  const smsOf = byVendor(flags.sms, '--sms', names, smsTimeOf);
  const faultsOf = byVendor(flags.fault, '--fault', names, faultNamed);
  const surchargeOf = byVendor(flags.chargeMore, '--charge-more', names, (text) =>
    shareOf(text, '--charge-more'),
  );
  const stockOf = byVendor(flags.stock, '--stock', names, (text) => wholeOf(text, '--stock', 0, 999_999_999));
  const latencyOf = byVendor(flags.latency, '--latency', names, (text) => durationOf(text, '--latency'));
  return (vendor) => {
    const when = smsOf(vendor).at(-1) ?? (flags.silent === true ? 'never' : usualSms);
    const surcharge = surchargeOf(vendor).at(-1);
    const stock = stockOf(vendor).at(-1);
    const latencyMs = latencyOf(vendor).at(-1);
    return {
      faults: faultsOf(vendor),
      ...(when !== undefined && { sms: when }),
      ...(surcharge !== undefined && { surcharge }),
      ...(stock !== undefined && { stock }),
      ...(latencyMs !== undefined && { latencyMs }),
    };
  };
}

function smsTimeOf(text: string): SmsTime {
  return text === 'never' || text === 'late' ? text : durationOf(text, '--sms', 0);
}

/** What is said of all vendors first, then what is said of the one. */
function byVendor<T>(
  texts: readonly string[] = [],
  field: string,
  names: readonly string[],
  parse: (text: string) => T,
): (vendor: string) => readonly T[] {
  const all = texts
    .flatMap((text) => text.split(','))
    .map((part) => {
      const at = part.indexOf('=');
      const vendor = at < 0 ? undefined : part.slice(0, at).trim();
      if (vendor === undefined || names.includes(vendor))
        return { vendor, value: parse(part.slice(at + 1).trim()) };
      throw noneOf(field, vendor, names);
    });
  return (name) =>
    [undefined, name].flatMap((wanted) =>
      all.filter(({ vendor }) => vendor === wanted).map(({ value }) => value),
    );
}

const percentOf = (share: string): string => `${Math.round(Number(share) * 1e8) / 1e6}%`;

export function smsSentence({ sms }: Behaviour): string {
  if (sms === 'never') return 'No order gets an SMS.';
  if (sms === 'late') return 'Every order gets its SMS late.';
  return `Every order gets an SMS about ${duration(sms ?? 0)} after it was bought.`;
}

/** `cut-after-charge`, `SMS never`, `charges 10% more`: whatever was asked for. */
export function deviationsOf({ sms, faults, surcharge, stock, latencyMs }: Behaviour): readonly string[] {
  return [
    ...faults.map(({ name }) => name),
    ...(sms === undefined ? [] : [`SMS ${typeof sms === 'number' ? `after ${duration(sms)}` : sms}`]),
    ...(surcharge === undefined ? [] : [`charges ${percentOf(surcharge)} more`]),
    ...(stock === undefined ? [] : [`stock ${stock}`]),
    ...(latencyMs === undefined ? [] : [`answers ${latencyMs} ms late`]),
  ];
}
