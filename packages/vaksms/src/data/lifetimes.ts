/** Of most services. */
const USUAL_MINUTES = 20;

/** By the vendor's code, in minutes, as its clients know them: no reply tells it. */
const minutes: Readonly<Record<string, number>> = {
  ...{ tf: 120, otk: 60, cs: 60, strh: 60, cp: 60, mg: 60 },
  ...{ otp: 40, mkb: 40, ai: 30, ig: 30, tw: 30 },
};

/**
 * How long an order of a service lives, in milliseconds.
 *
 * @see https://github.com/Vitalii865151/vak-sms-client
 */
export function lifetimeOf(service: string): number {
  return (Object.hasOwn(minutes, service) ? (minutes[service] ?? USUAL_MINUTES) : USUAL_MINUTES) * 60_000;
}

/** Of every service. */
export const LONGEST_LIFETIME_MS: number = Math.max(...Object.values(minutes)) * 60_000;
