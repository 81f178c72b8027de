// Another process: takes a number from the file of leases, tells its id, and dies without a word.
import { money, systemClock } from '@numroute/core';
import { Leases } from '../src/leases.ts';

const [file = '', attempt = ''] = process.argv.slice(2);
const leases = new Leases(file, systemClock, { lifetimeMs: 600_000, restMs: 60_000 });
const wanted = { numbers: ['+15550001111', '+15550002222'], service: 'telegram', country: 'US' };
const lease = leases.take({ ...wanted, price: money('0', 'USD'), attempt });
process.stdout.write(lease?.id ?? 'none', () => process.kill(process.pid, 'SIGKILL'));
