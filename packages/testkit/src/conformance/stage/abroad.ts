/** Three quarters of an hour off from any whole one, and never summer. */
const FAR = 'Asia/Kathmandu';

let travellers = 0;
let home: string | undefined;

/**
 * Runs work as on a computer in another time zone: who takes a vendor's time for a local one is off by its
 * hours. A thread that is not the first of its process stays at home.
 */
export async function abroad<T>(work: () => Promise<T>): Promise<T> {
  if (travellers === 0) home = process.env['TZ'];
  travellers += 1;
  process.env['TZ'] = FAR;
  try {
    return await work();
  } finally {
    travellers -= 1;
    if (travellers === 0) {
      if (home === undefined) delete process.env['TZ'];
      else process.env['TZ'] = home;
    }
  }
}
